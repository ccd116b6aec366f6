"""A camera that is off: missed when starts failed because of it, and not when that was wanted."""

from __future__ import annotations

import pytest

from kiosk.camera.camera import CameraState
from kiosk.clock import SystemClock
from kiosk.settings import CameraPart
from tests.doubles.waiting import until
from tests.touch.fakes import FakeStation
from ui.touch.camera_maker import GuidedCameraMaker


@pytest.mark.parametrize(("missed", "told"), [(False, []), (True, ["starting", "lost"])])
def test_the_station_is_told_only_of_a_camera_that_is_missed(missed: bool, told: list[str]) -> None:
    station = FakeStation()
    states: list[str] = []
    maker = GuidedCameraMaker(CameraPart("off"), station, SystemClock(), missed=missed)
    camera = maker(on_frame=lambda _: None, on_state=states.append, on_guidance=lambda _: None)
    camera.open()
    until(lambda: CameraState.LOST in states, "the screen is told that there is no picture")
    noted = list(station.noted)
    maker.stop()

    assert noted == told
