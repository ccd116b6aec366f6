"""The product's own camera for a screen under test: real capture of a film or a stream."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kiosk.camera.camera import OpenCvCamera
from kiosk.camera.frame import Frame
from kiosk.camera.source import CameraSource
from kiosk.capture.code_scanner import LiveCodeScanner
from kiosk.capture.guided_camera import GuidedCamera
from kiosk.clock import SystemClock
from kiosk.vision.hint import Guidance


class RealCamera:
    """Makes the camera of a kiosk; `scanner` looks for codes once it has a reader."""

    def __init__(self, source: str) -> None:
        self._source = CameraSource.parse(source)
        self._clock = SystemClock()
        self._made: list[GuidedCamera] = []
        self.scanner = LiveCodeScanner(self._clock)

    def __call__(
        self,
        *,
        on_frame: Callable[[Frame], None],
        on_state: Callable[[str], None],
        on_guidance: Callable[[Guidance], None],
    ) -> GuidedCamera:
        self._made.append(
            GuidedCamera(
                self.scanner.wrap(partial(OpenCvCamera, self._source, clock=self._clock)),
                clock=self._clock,
                on_frame=on_frame,
                on_state=on_state,
                on_guidance=on_guidance,
            )
        )
        return self._made[-1]

    def stop(self) -> None:
        """Ends every camera that was made."""
        for camera in self._made:
            camera.stop()
