"""One picture of a camera, and nothing more: what the self-check and the command line need."""

from __future__ import annotations

from threading import Event
from typing import Final

from kiosk.camera.camera import CameraState, OpenCvCamera
from kiosk.camera.devices import list_cameras
from kiosk.camera.frame import Shot
from kiosk.camera.source import CameraSource, SourceKind
from kiosk.clock import Clock
from kiosk.faults import CameraFault

WITHIN_S: Final = 5.0
"""How long a camera may take to show its first picture."""
_SETTLES_S: Final = 1.0
"""The first pictures of many cameras are dark: light and focus take a moment."""
LIST: Final = "`kiosk camera list` shows what is plugged in"


def first_shot(source: CameraSource, clock: Clock, *, settle_s: float = _SETTLES_S) -> Shot:
    """A picture of the camera; CameraFault says why there is none.

    A running kiosk that uses the camera at this moment may keep it from giving one.
    """
    if source.kind is SourceKind.LOOKED_UP and not list_cameras():
        raise CameraFault(f"no camera found; {LIST}")
    shown, pause = Event(), Event()

    def note(state: CameraState) -> None:
        if state is CameraState.SHOWING:
            shown.set()

    camera = OpenCvCamera(source, clock=clock, on_frame=lambda _: None, on_state=note)
    camera.open()
    try:
        if not shown.wait(WITHIN_S):
            raise CameraFault(f"no picture within {WITHIN_S:.0f} s; {LIST}")
        pause.wait(settle_s)
        return camera.take().result(WITHIN_S)
    finally:
        camera.stop()
