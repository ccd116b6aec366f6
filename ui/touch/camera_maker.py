"""The camera of a running kiosk, put together: capture, guidance and the scan for codes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from kiosk.camera.camera import CameraState, OpenCvCamera
from kiosk.camera.source import CameraSource, SourceKind
from kiosk.capture.code_scanner import LiveCodeScanner
from kiosk.capture.guided_camera import GuidedCamera

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.camera.frame import Frame
    from kiosk.clock import Clock
    from kiosk.settings import CameraPart
    from kiosk.vision.hint import Guidance
    from ui.touch.ports import StationPort

_PREVIEW_PX: Final = (1280, 720)
"""No frame is larger than it is shown; more only costs conversion."""


class GuidedCameraMaker:
    """Makes the camera for the screens (`CameraMaker`) and reports its state to the station too.

    One that is off on purpose is missed by nobody; `missed`: it is off because starts failed.
    """

    def __init__(
        self, settings: CameraPart, station: StationPort, clock: Clock, *, missed: bool = False
    ) -> None:
        self.scanner = LiveCodeScanner(clock)
        self._settings = settings
        self._station = station
        self._clock = clock
        self._missed = missed
        self._cameras: list[GuidedCamera] = []

    def __call__(
        self,
        *,
        on_frame: Callable[[Frame], None],
        on_state: Callable[[str], None],
        on_guidance: Callable[[Guidance], None],
    ) -> GuidedCamera:
        """Makes a camera, still closed."""

        source = CameraSource.of(self._settings)

        def report(state: CameraState) -> None:
            if self._missed or source.kind is not SourceKind.NONE:
                self._station.note_camera(state)
            on_state(state)

        camera = GuidedCamera(
            self.scanner.wrap(
                partial(OpenCvCamera, source, preview=_PREVIEW_PX, clock=self._clock)
            ),
            clock=self._clock,
            on_frame=on_frame,
            on_state=report,
            on_guidance=on_guidance,
        )
        self._cameras.append(camera)
        return camera

    @property
    def stuck(self) -> bool:
        """Whether a camera hangs so that only a new process can open it again."""
        return any(camera.stuck for camera in self._cameras)

    def stop(self) -> None:
        """Ends every camera that was made."""
        for camera in self._cameras:
            camera.stop()
