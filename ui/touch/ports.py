"""Ports: what the touchscreen needs of the station, the camera, the reader and pairing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from kiosk.domain.checkin_request import CheckInRequest, PictureReading
from kiosk.domain.pairing import PairingState
from kiosk.domain.snapshot import Receipt, StationSnapshot

if TYPE_CHECKING:
    from kiosk.camera.frame import Frame, Shot
    from kiosk.vision.hint import Guidance
    from kiosk.vision.reading import Reading


class StationPort(Protocol):
    """The part of a running station that the screens need."""

    def snapshot(self) -> StationSnapshot:
        """The newest snapshot of the site; returns at once, any thread."""
        ...

    def on_snapshot(self, listener: Callable[[StationSnapshot], None]) -> None:
        """`listener` is called on a station thread each time the snapshot changes."""
        ...

    def check_in(self, request: CheckInRequest) -> Future[Receipt]:
        """Returns at once; done when the visit is on disk, StoreFault when it could not be kept."""
        ...

    def add_reading(self, visit_id: str, reading: PictureReading) -> Future[None]:
        """Adds what was read on the visit's picture after the check-in; returns at once."""
        ...

    def note_camera(self, state: str) -> None:
        """Takes the camera's state, a value of `CameraStatus`; returns at once, any thread."""
        ...

    def is_unpaired(self) -> bool:
        """Whether a new start would show a code to pair; returns at once, any thread."""
        ...


class ReaderPort(Protocol):
    """The reader of pictures; every call returns at once."""

    def warm(self) -> None:
        """A picture will come soon."""
        ...

    def read(self, jpeg: bytes) -> Future[Reading]:
        """What is on the picture; a Fault when it cannot be told."""
        ...


class CameraStatus(StrEnum):
    """The state of the camera; the values are those of kiosk.camera.camera.CameraState."""

    CLOSED = "closed"
    STARTING = "starting"
    SHOWING = "showing"
    LOST = "lost"
    BLIND = "blind"


class CameraPort(Protocol):
    """The camera, open between `open` and `close` only. Every call returns at once."""

    def open(self) -> None:
        """Begins previewing, and looks for the device until closed."""
        ...

    def close(self, *, wait_s: float = ...) -> None:
        """Ends previewing; with `wait_s` 0 the device may be released a moment later."""
        ...

    def take(self) -> Future[Shot]:
        """The best of the next frames as a still; CameraFault when there is none."""
        ...


class CameraMaker(Protocol):
    """Makes the camera with its listeners."""

    def __call__(
        self,
        *,
        on_frame: Callable[[Frame], None],
        on_state: Callable[[str], None],
        on_guidance: Callable[[Guidance], None],
    ) -> CameraPort:
        """All listeners are called on threads of the camera or of its guidance."""
        ...


class PairingPort(Protocol):
    """The part of a running pairing that its screen needs. Every call returns at once."""

    def state(self) -> PairingState:
        """What to show now, any thread."""
        ...

    def on_state(self, listener: Callable[[PairingState], None]) -> None:
        """`listener` is called on the thread of the pairing at each change."""
        ...

    def new_code(self) -> None:
        """Asks for another code."""
        ...
