"""Owns what the rest of the product may ask of a camera, and the states it is told of.

Never says how a camera is kept alive, and never names a library.
"""

from __future__ import annotations

from concurrent.futures import Future
from enum import StrEnum
from typing import Protocol

from kiosk.camera.frame import Shot

CLOSE_WAIT_S = 0.5
"""How long `close` waits for the device's release before it leaves the reader to end by itself."""


class CameraState(StrEnum):
    """Not wanted; wanted and no picture yet; pictures come; pictures should come and do not.

    BLIND: pictures come, and have been black or one and the same for a second.
    """

    CLOSED = "closed"
    STARTING = "starting"
    SHOWING = "showing"
    LOST = "lost"
    BLIND = "blind"


class Camera(Protocol):
    """The port: the device is open between `open` and `close` and at no other time."""

    @property
    def stuck(self) -> bool:
        """True when only a new process can help: as many reads hang as may. Any thread, any time.

        Goes back to False if one of them comes back after all.
        """
        ...

    def open(self) -> None:
        """Begins previewing and looks for the camera until it is closed; returns at once."""
        ...

    def close(self, *, wait_s: float = CLOSE_WAIT_S) -> None:
        """Ends previewing: no frame is delivered after this returns, and the device is released.

        Only a device that hangs is released later. With `wait_s` 0 the release may come a moment
        after the return, for a caller that must not stall for a frame.
        """
        ...

    def take(self) -> Future[Shot]:
        """The newest frame as a still, encoded on another thread; CameraFault if there is none."""
        ...

    def stop(self) -> None:
        """Closes for good; nothing is delivered or reported after this returns."""
        ...
