"""K2, K3, K8: the camera's stream hangs, closes or refuses while a visitor looks at the preview.

The visitor must be told within 2 s, and see the picture again within 10 s of the camera's return,
with nobody restarting anything and no thread left behind.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from kiosk.camera.camera import CameraState, OpenCvCamera
from kiosk.camera.source import CameraSource
from kiosk.clock import SystemClock
from kiosk.faults import CameraFault
from kiosk.journal import LogEvent
from tests.faults.camera_stream import CameraStream, Mood
from tests.unit.camera.listener import Listener

TOLD_WITHIN_S = 2.0
BACK_WITHIN_S = 10.0

FAILURES = [Mood.HANGING, Mood.CLOSING, Mood.REFUSING]
LATER_FAILURES = [*FAILURES, Mood.STRANDING]


@pytest.fixture
def stream() -> Iterator[CameraStream]:
    with CameraStream() as stream:
        yield stream


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def camera(stream: CameraStream, listener: Listener) -> Iterator[OpenCvCamera]:
    camera = camera_of(stream.url, listener)
    yield camera
    camera.stop()


def camera_of(url: str, listener: Listener) -> OpenCvCamera:
    return OpenCvCamera(
        CameraSource.parse(url),
        clock=SystemClock(),
        on_frame=listener.on_frame,
        on_state=listener.on_state,
    )


def readers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "camera"]


@pytest.mark.parametrize("failure", LATER_FAILURES)
def test_a_stream_that_fails_is_told_in_time_and_mends_itself(
    stream: CameraStream,
    camera: OpenCvCamera,
    listener: Listener,
    failure: Mood,
    expect_log: Callable[..., None],
) -> None:
    expect_log(LogEvent.CAMERA_LOST)
    camera.open()
    listener.wait_state(CameraState.SHOWING)
    listener.wait_frames(5)

    stream.become(failure)
    told_s = listener.wait_state(CameraState.LOST)
    stream.become(Mood.SENDING)
    back_s = listener.wait_state(CameraState.SHOWING, BACK_WITHIN_S)
    listener.wait_frames(5)

    assert told_s <= TOLD_WITHIN_S
    assert back_s <= BACK_WITHIN_S
    assert len(readers()) <= 2


@pytest.mark.parametrize("failure", FAILURES)
def test_a_stream_that_fails_from_the_start_is_told_in_time_and_shown_when_it_comes(
    stream: CameraStream,
    camera: OpenCvCamera,
    listener: Listener,
    failure: Mood,
    expect_log: Callable[..., None],
) -> None:
    expect_log(LogEvent.CAMERA_LOST)
    stream.become(failure)
    camera.open()
    told_s = listener.wait_state(CameraState.LOST)
    stream.become(Mood.SENDING)
    back_s = listener.wait_state(CameraState.SHOWING, BACK_WITHIN_S)

    assert told_s <= TOLD_WITHIN_S
    assert back_s <= BACK_WITHIN_S


def test_a_visitor_who_presses_the_button_in_a_hang_is_not_kept_waiting(
    stream: CameraStream,
    camera: OpenCvCamera,
    listener: Listener,
    expect_log: Callable[..., None],
) -> None:
    expect_log(LogEvent.CAMERA_LOST)
    camera.open()
    listener.wait_frames(5)
    stream.become(Mood.HANGING)
    listener.wait_state(CameraState.LOST)

    taken = camera.take()

    assert isinstance(taken.exception(timeout=0.1), CameraFault)


def test_leaving_the_preview_in_a_hang_ends_every_reader(
    stream: CameraStream,
    camera: OpenCvCamera,
    listener: Listener,
    expect_log: Callable[..., None],
) -> None:
    expect_log(LogEvent.CAMERA_LOST)
    camera.open()
    listener.wait_frames(5)
    stream.become(Mood.HANGING)
    listener.wait_state(CameraState.LOST)

    camera.close()
    listener.allowed = False
    for reader in readers():
        reader.join(5)

    assert readers() == []
    assert listener.forbidden == 0


def test_a_still_is_taken_from_a_stream(camera: OpenCvCamera, listener: Listener) -> None:
    camera.open()
    listener.wait_frames(1)

    shot = camera.take().result(5)

    assert (shot.width, shot.height) == (640, 360)
