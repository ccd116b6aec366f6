"""K4, K7: the camera's stream is covered, frozen, torn or of changing size.

Through the real capture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kiosk.camera.camera import CameraState, OpenCvCamera
from kiosk.camera.source import CameraSource
from kiosk.clock import SystemClock
from kiosk.journal import LogEvent
from tests.faults.camera_stream import CameraStream, Mood
from tests.unit.camera.listener import Listener

TOLD_WITHIN_S = 2.0
BACK_WITHIN_S = 10.0


@pytest.fixture
def stream() -> Iterator[CameraStream]:
    with CameraStream() as stream:
        yield stream


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def camera(stream: CameraStream, listener: Listener) -> Iterator[OpenCvCamera]:
    camera = OpenCvCamera(
        CameraSource.parse(stream.url),
        clock=SystemClock(),
        on_frame=listener.on_frame,
        on_state=listener.on_state,
    )
    yield camera
    camera.stop()


@pytest.mark.parametrize("failure", [Mood.BLACK, Mood.FROZEN])
def test_a_stream_that_shows_nothing_is_told_in_time_and_clears_by_itself(
    stream: CameraStream,
    camera: OpenCvCamera,
    listener: Listener,
    failure: Mood,
    expect_log: Callable[..., None],
) -> None:
    expect_log(LogEvent.CAMERA_LOST)
    camera.open()
    listener.wait_state(CameraState.SHOWING)
    stream.become(failure)
    told_s = listener.wait_state(CameraState.BLIND)
    stream.become(Mood.SENDING)
    listener.wait_state(CameraState.SHOWING, within_s=TOLD_WITHIN_S)

    assert told_s <= TOLD_WITHIN_S


def test_torn_pictures_among_good_ones_are_skipped_without_a_word(
    stream: CameraStream, camera: OpenCvCamera, listener: Listener
) -> None:
    camera.open()
    listener.wait_state(CameraState.SHOWING)
    stream.become(Mood.TORN)
    listener.wait_frames(30, within_s=15)

    assert listener.states == [CameraState.STARTING, CameraState.SHOWING]


def test_a_stream_of_garbage_is_lost_in_time_and_mends_itself(
    stream: CameraStream,
    camera: OpenCvCamera,
    listener: Listener,
    expect_log: Callable[..., None],
) -> None:
    expect_log(LogEvent.CAMERA_LOST)
    expect_log(LogEvent.CAMERA_ABANDONED, maybe=True)
    camera.open()
    listener.wait_state(CameraState.SHOWING)
    stream.become(Mood.GARBLED)
    told_s = listener.wait_state(CameraState.LOST)
    stream.become(Mood.SENDING)
    back_s = listener.wait_state(CameraState.SHOWING, BACK_WITHIN_S)

    assert told_s <= TOLD_WITHIN_S
    assert back_s <= BACK_WITHIN_S


def test_pictures_of_changing_size_are_all_shown(
    stream: CameraStream, camera: OpenCvCamera, listener: Listener
) -> None:
    camera.open()
    listener.wait_state(CameraState.SHOWING)
    stream.become(Mood.RESIZED)
    listener.wait_frames(30, within_s=15)
    shot = camera.take().result(5)

    assert listener.states == [CameraState.STARTING, CameraState.SHOWING]
    assert shot.width > 0
