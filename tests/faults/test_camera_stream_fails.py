"""The camera's stream hangs, closes or refuses while a visitor looks at the preview.

The visitor is told, and sees the picture again after the camera's return, with nobody restarting
anything and no thread left behind. How soon is a matter of the limits: tests/unit/camera.
"""

from __future__ import annotations

import threading

import pytest

from kiosk.camera.camera import CameraState, OpenCvCamera
from kiosk.faults import CameraFault
from tests.doubles.waiting import HANG_S, until
from tests.faults.camera_stream import CameraStream, Mood
from tests.unit.camera.listener import Listener

FAILURES = [Mood.HANGING, Mood.CLOSING, Mood.REFUSING]
LATER_FAILURES = [*FAILURES, Mood.STRANDING]


def readers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "camera"]


@pytest.mark.parametrize("failure", LATER_FAILURES)
def test_a_stream_that_fails_is_told_and_mends_itself(
    stream: CameraStream,
    failing_camera: OpenCvCamera,
    listener: Listener,
    failure: Mood,
) -> None:
    failing_camera.open()
    listener.wait_state(CameraState.SHOWING)
    listener.wait_frames(5)

    stream.become(failure)
    listener.wait_state(CameraState.LOST)
    stream.become(Mood.SENDING)
    listener.wait_state(CameraState.SHOWING)
    listener.wait_frames(5)

    until(lambda: len(readers()) == 1, "the end of every reader that hung")


@pytest.mark.parametrize("failure", FAILURES)
def test_a_stream_that_fails_from_the_start_is_told_and_shown_when_it_comes(
    stream: CameraStream,
    failing_camera: OpenCvCamera,
    listener: Listener,
    failure: Mood,
) -> None:
    stream.become(failure)
    failing_camera.open()
    listener.wait_state(CameraState.LOST)
    stream.become(Mood.SENDING)
    listener.wait_state(CameraState.SHOWING)

    states = [CameraState.STARTING, CameraState.LOST, CameraState.SHOWING]
    assert [state for state in states if state in listener.states] == states


def test_a_visitor_who_presses_the_button_in_a_hang_is_not_kept_waiting(
    stream: CameraStream,
    failing_camera: OpenCvCamera,
    listener: Listener,
) -> None:
    failing_camera.open()
    listener.wait_frames(5)
    stream.become(Mood.HANGING)
    listener.wait_state(CameraState.LOST)

    taken = failing_camera.take()

    assert taken.done()
    assert isinstance(taken.exception(), CameraFault)


def test_leaving_the_preview_in_a_hang_ends_every_reader(
    stream: CameraStream,
    failing_camera: OpenCvCamera,
    listener: Listener,
) -> None:
    failing_camera.open()
    listener.wait_frames(5)
    stream.become(Mood.HANGING)
    listener.wait_state(CameraState.LOST)

    failing_camera.close()
    listener.allowed = False
    for reader in readers():
        reader.join(HANG_S)

    assert readers() == []
    assert listener.forbidden == 0


def test_a_still_is_taken_from_a_stream(
    camera_out_of_time: OpenCvCamera, listener: Listener
) -> None:
    camera_out_of_time.open()
    listener.wait_frames(1)

    shot = camera_out_of_time.take().result(HANG_S)

    assert (shot.width, shot.height) == (640, 360)
