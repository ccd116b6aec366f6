"""A camera that is switched off on purpose is well: it gives no picture, and nothing to log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.camera.camera import CameraState, OpenCvCamera
from kiosk.camera.source import CameraSource
from kiosk.clock import SystemClock
from kiosk.journal import LogEvent
from tests.doubles.waiting import until


def test_nothing_is_logged_at_a_visit_without_a_camera(
    logged: Callable[[LogEvent], list[dict[str, Any]]],
) -> None:
    states: list[CameraState] = []
    camera = OpenCvCamera(
        CameraSource.parse("off"),
        clock=SystemClock(),
        on_frame=lambda _: None,
        on_state=states.append,
    )
    camera.open()
    until(lambda: CameraState.LOST in states, "the screen is told that there is no picture")
    camera.stop()

    assert logged(LogEvent.CAMERA_LOST) == []
