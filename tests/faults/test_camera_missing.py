"""There is no camera, or another program has it.

The visitor is told at once and nothing stalls.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.camera.camera import CameraState, OpenCvCamera
from kiosk.camera.source import CameraSource
from kiosk.faults import CameraFault
from kiosk.journal import LogEvent
from tests.doubles.clock import FakeClock
from tests.doubles.ports import reserve_port
from tests.unit.camera.listener import Listener


def nobody_listens() -> str:
    return f"http://127.0.0.1:{reserve_port()}/video.mjpg"


@pytest.mark.parametrize(
    "setting", ["97", "/dev/v4l/by-id/usb-none-video-index0", "nowhere.mp4", "nobody listens"]
)
def test_a_missing_camera_is_told_at_its_first_opening(
    setting: str, tmp_path: Path, expect_log: Callable[..., None]
) -> None:
    """The clock stands still, so no limit runs out: the device itself said no."""
    expect_log(LogEvent.CAMERA_LOST)
    listener = Listener()
    address = nobody_listens() if setting == "nobody listens" else setting
    camera = OpenCvCamera(
        CameraSource.parse(address, beside=tmp_path),
        clock=FakeClock(),
        on_frame=listener.on_frame,
        on_state=listener.on_state,
    )
    camera.open()
    listener.wait_state(CameraState.LOST)
    taken = camera.take()
    camera.stop()

    assert taken.done()
    assert isinstance(taken.exception(), CameraFault)
    assert listener.states == [CameraState.STARTING, CameraState.LOST, CameraState.CLOSED]


def test_a_film_that_is_no_film_is_a_missing_camera(
    tmp_path: Path, expect_log: Callable[..., None]
) -> None:
    expect_log(LogEvent.CAMERA_LOST)
    (tmp_path / "desk.mp4").write_bytes(b"not a film at all")
    listener = Listener()
    camera = OpenCvCamera(
        CameraSource.parse("desk.mp4", beside=tmp_path),
        clock=FakeClock(),
        on_frame=listener.on_frame,
        on_state=listener.on_state,
    )
    camera.open()
    listener.wait_state(CameraState.LOST)
    camera.stop()

    assert listener.states == [CameraState.STARTING, CameraState.LOST, CameraState.CLOSED]
