"""Camera of a station: the port, and its adapter over a supervised OpenCV capture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.camera.frame import Frame
from kiosk.camera.port import Camera, CameraState
from kiosk.camera.source import CameraSource, SourceKind
from kiosk.camera.supervision import CameraListeners, SupervisedCamera
from kiosk.clock import Clock
from kiosk.faults import CameraFault

if TYPE_CHECKING:
    from kiosk.camera.device import Device

__all__ = ["Camera", "CameraState", "OpenCvCamera"]


class OpenCvCamera(SupervisedCamera):
    """A supervised camera whose device is an OpenCV capture of `source`.

    `preview` is the size (width, height) in pixels at which it is shown; frames just cover it.
    """

    def __init__(
        self,
        source: CameraSource,
        *,
        preview: tuple[int, int] = (1280, 720),
        clock: Clock,
        on_frame: Callable[[Frame], None],
        on_state: Callable[[CameraState], None],
    ) -> None:
        super().__init__(
            lambda: _open(source), CameraListeners(on_frame, on_state), preview=preview, clock=clock
        )
        self._is_off = source.kind is SourceKind.NONE

    def _log_change(self, before: CameraState, state: CameraState) -> None:
        """A camera that is switched off on purpose is well, and gives nothing to log."""
        if not self._is_off:
            super()._log_change(before, state)


def _open(source: CameraSource) -> Device:
    if source.kind is SourceKind.NONE:
        raise CameraFault("off")  # without loading the library, which may be what is broken
    from kiosk.camera.device import open_device  # late: it imports OpenCV

    return open_device(source)
