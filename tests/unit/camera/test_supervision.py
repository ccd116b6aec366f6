"""A camera tells the truth about its device, with devices that do what the test says."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from kiosk.camera.camera import CameraState
from kiosk.camera.reader import CaptureThread
from kiosk.camera.supervision import CameraListeners, CameraTimeouts, SupervisedCamera
from kiosk.faults import CameraFault
from kiosk.journal import LogEvent
from tests.doubles.waiting import HANG_S, until
from tests.unit.camera.fake_device import FakePlug
from tests.unit.camera.listener import Listener
from tests.unit.camera.supervised import camera_of


def test_nothing_is_opened_before_it_is_asked_for(
    camera: SupervisedCamera, plug: FakePlug, listener: Listener
) -> None:
    camera.close()

    assert (plug.openings, listener.states) == (0, [])


def test_an_opened_camera_starts_then_shows(
    camera: SupervisedCamera, plug: FakePlug, listener: Listener
) -> None:
    camera.open()
    camera.open()
    listener.wait_state(CameraState.SHOWING)
    listener.wait_frames(3)

    assert listener.states == [CameraState.STARTING, CameraState.SHOWING]
    assert plug.openings == 1


def test_frames_have_the_preview_size_and_rise(
    camera: SupervisedCamera, listener: Listener
) -> None:
    camera.open()
    listener.wait_frames(1)
    first = listener.newest
    listener.wait_frames(2)
    later = listener.newest

    assert first is not None
    assert later is not None
    assert later.bgra.shape == (36, 64, 4)
    assert later.seq > first.seq


def test_closing_releases_the_device_and_nothing_comes_after(
    camera: SupervisedCamera, plug: FakePlug, listener: Listener
) -> None:
    camera.open()
    listener.wait_frames(3)
    camera.close()
    listener.allowed = False

    assert plug.open_now == 0
    listener.wait_state(CameraState.CLOSED)
    assert listener.forbidden == 0


def test_a_camera_can_be_closed_from_within_a_frame(plug: FakePlug) -> None:
    listener = Listener()
    closing = camera_of(
        plug, CameraListeners(lambda _frame: closing.close(), listener.on_state), CameraTimeouts()
    )
    closing.open()
    listener.wait_state(CameraState.CLOSED)
    closing.stop()

    # The reader that closed it lets go after its frame, on its own thread.
    until(lambda: plug.open_now == 0, "the release of the device")


def test_a_still_is_the_newest_picture_in_full_size(
    camera: SupervisedCamera, listener: Listener
) -> None:
    camera.open()
    listener.wait_frames(1)
    shot = camera.take().result(HANG_S)

    picture = cv2.imdecode(np.frombuffer(shot.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape == (72, 128, 3)
    assert (shot.width, shot.height) == (128, 72)


@pytest.mark.parametrize("when", ["never opened", "closed", "stopped", "hanging"])
def test_there_is_no_still_when_there_is_no_picture(
    camera: SupervisedCamera,
    plug: FakePlug,
    listener: Listener,
    when: str,
    expect_log: Callable[..., None],
) -> None:
    if when != "never opened":
        camera.open()
        listener.wait_state(CameraState.SHOWING)
    if when == "closed":
        camera.close()
    if when == "stopped":
        camera.stop()
    if when == "hanging":
        expect_log(LogEvent.CAMERA_LOST)
        plug.hang()
        listener.wait_state(CameraState.LOST)

    with pytest.raises(CameraFault):
        camera.take().result(HANG_S)


def test_closing_a_hanging_camera_does_not_keep_the_caller(
    shown: SupervisedCamera,
    plug: FakePlug,
    listener: Listener,
) -> None:
    plug.hang()
    listener.wait_state(CameraState.LOST)
    shown.close()  # The read does not come back before the test says so.

    assert (plug.hung, plug.open_now) == (1, 1)
    listener.wait_state(CameraState.CLOSED)


def test_a_caller_that_cannot_wait_is_not_kept_and_may_open_again_at_once(
    camera: SupervisedCamera, plug: FakePlug, listener: Listener
) -> None:
    camera.open()
    listener.wait_frames(1)
    camera.close(wait_s=0)
    camera.open()
    listener.wait_frames(3)

    assert CameraState.LOST not in listener.states
    assert plug.open_now == 1


def test_who_opens_again_at_once_waits_for_the_device_to_be_let_go(
    camera: SupervisedCamera, plug: FakePlug, listener: Listener
) -> None:
    plug.exclusive = True
    camera.open()
    listener.wait_frames(1)
    plug.hang()
    assert plug.held.wait(HANG_S)
    camera.close(wait_s=0)
    camera.open()
    asked = plug.clock.asked
    # The reader hangs, so only the watch asks the time: it has looked whether one may begin.
    until(lambda: plug.clock.asked > asked + 1, "a look of the watch")
    too_early = plug.openings > 1
    plug.free()
    listener.wait_frames(3)

    assert not too_early
    assert CameraState.LOST not in listener.states


def test_a_picture_that_comes_after_closing_is_shown_to_nobody(
    camera: SupervisedCamera, plug: FakePlug, listener: Listener
) -> None:
    camera.open()
    listener.wait_frames(1)
    plug.hang()
    assert plug.held.wait(HANG_S)
    camera.close(wait_s=0)
    listener.allowed = False
    plug.free()

    assert plug.was_released()
    assert listener.forbidden == 0


def test_a_reader_retired_before_it_began_never_opens_the_device(plug: FakePlug) -> None:
    reader = CaptureThread(
        plug.open_device, show=lambda _: None, on_change=lambda: None, clock=plug.clock
    )
    reader.retire()
    reader.start()
    reader.wait_gone(HANG_S)

    assert (reader.ended, plug.openings) == (True, 0)


def test_a_stopped_camera_says_nothing_more(
    camera: SupervisedCamera, plug: FakePlug, listener: Listener
) -> None:
    camera.open()
    listener.wait_frames(1)
    camera.stop()
    listener.allowed = False
    told = list(listener.states)
    camera.open()
    camera.stop()

    assert listener.states == told
    assert told[-1] is CameraState.CLOSED
    assert (listener.forbidden, plug.open_now) == (0, 0)
