"""The camera's stream is covered, frozen, torn or of changing size.

Through the real capture.
"""

from __future__ import annotations

import pytest

from kiosk.camera.camera import CameraState, OpenCvCamera
from tests.doubles.waiting import HANG_S
from tests.faults.camera_stream import CameraStream, Mood
from tests.unit.camera.listener import Listener


@pytest.mark.parametrize("failure", [Mood.BLACK, Mood.FROZEN])
def test_a_stream_that_shows_nothing_is_told_and_clears_by_itself(
    stream: CameraStream,
    failing_camera: OpenCvCamera,
    listener: Listener,
    failure: Mood,
) -> None:
    failing_camera.open()
    listener.wait_state(CameraState.SHOWING)
    stream.become(failure)
    listener.wait_state(CameraState.BLIND)
    stream.become(Mood.SENDING)
    listener.wait_state(CameraState.SHOWING)


def test_torn_pictures_among_good_ones_are_skipped_without_a_word(
    stream: CameraStream, camera_out_of_time: OpenCvCamera, listener: Listener
) -> None:
    camera_out_of_time.open()
    listener.wait_state(CameraState.SHOWING)
    stream.become(Mood.TORN)
    listener.wait_frames(30)

    assert listener.states == [CameraState.STARTING, CameraState.SHOWING]


def test_a_stream_of_garbage_is_lost_and_mends_itself(
    stream: CameraStream,
    failing_camera: OpenCvCamera,
    listener: Listener,
) -> None:
    failing_camera.open()
    listener.wait_state(CameraState.SHOWING)
    stream.become(Mood.GARBLED)
    listener.wait_state(CameraState.LOST)
    stream.become(Mood.SENDING)
    listener.wait_state(CameraState.SHOWING)


def test_pictures_of_changing_size_are_all_shown(
    stream: CameraStream, camera_out_of_time: OpenCvCamera, listener: Listener
) -> None:
    camera_out_of_time.open()
    listener.wait_state(CameraState.SHOWING)
    stream.become(Mood.RESIZED)
    listener.wait_frames(30)
    shot = camera_out_of_time.take().result(HANG_S)

    assert listener.states == [CameraState.STARTING, CameraState.SHOWING]
    assert shot.width > 0
