"""Camera port: what the rest of the product may ask of a camera, and the states it reports."""

from __future__ import annotations

from concurrent.futures import Future
from enum import StrEnum
from typing import Protocol

from kiosk.camera.frame import Shot

CLOSE_WAIT_S = 0.5
"""How long `close` waits for the device's release before it returns anyway."""


class CameraState(StrEnum):
    """CLOSED: not wanted. STARTING: no picture yet. SHOWING: pictures come. LOST: none come.

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
        """True while so many reads hang that only a new process can help. Any thread."""
        ...

    def open(self) -> None:
        """Starts previewing, and keeps trying to open the device until `close`; returns at once."""
        ...

    def close(self, *, wait_s: float = CLOSE_WAIT_S) -> None:
        """Ends previewing: no frame is delivered after this returns, and the device is released.

        A device that hangs is released later. With `wait_s` 0, for a caller that must not block,
        the release may come a moment after the return.
        """
        ...

    def take(self) -> Future[Shot]:
        """The newest frame as a still, encoded on another thread; CameraFault if there is none."""
        ...

    def stop(self) -> None:
        """Closes permanently; nothing is delivered or reported after this returns."""
        ...
