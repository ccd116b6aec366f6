"""A camera missing, unplugged, torn or hanging is told, and mends itself."""

from __future__ import annotations

from kiosk.camera.camera import CameraState
from kiosk.camera.supervision import CameraTimeouts, SupervisedCamera
from tests.doubles.waiting import until
from tests.unit.camera.fake_device import FakePlug
from tests.unit.camera.listener import Listener
from tests.unit.camera.supervised import FLEETING, FLEETING_START, camera_of, readers

HANGS = 30
TOLD_WITHIN_S = 2.0
BACK_WITHIN_S = 10.0


def is_stuck(camera: SupervisedCamera, plug: FakePlug) -> None:
    def stuck() -> bool:
        plug.time_passes()
        return camera.stuck

    until(stuck, "that every reader hangs")


def test_the_limits_add_up_to_what_a_visitor_is_promised() -> None:
    """Told within 2 s that the picture is gone, and shown it within 10 s of the camera's return."""
    limits = CameraTimeouts()

    told_s = max(limits.lost_s, limits.start_lost_s)
    back_s = limits.retry_cap_s + limits.start_abandon_s
    assert (told_s < TOLD_WITHIN_S, back_s < BACK_WITHIN_S) == (True, True)


def test_a_missing_camera_is_lost_then_shown_once_plugged_in(
    brisk: SupervisedCamera,
    plug: FakePlug,
    listener: Listener,
    loss_logged: None,
) -> None:
    plug.there = False
    brisk.open()
    listener.wait_state(CameraState.LOST)
    plug.there = True
    listener.wait_state(CameraState.SHOWING)

    assert listener.states[-2:] == [CameraState.LOST, CameraState.SHOWING]


def test_an_unplugged_camera_is_lost_and_back_without_a_restart(
    shown: SupervisedCamera,
    plug: FakePlug,
    listener: Listener,
) -> None:
    plug.there = False
    listener.wait_state(CameraState.LOST)
    plug.there = True
    listener.wait_state(CameraState.SHOWING)
    listener.wait_frames(2)

    assert plug.open_now == 1


def test_a_few_torn_pictures_are_skipped_without_a_word(
    camera: SupervisedCamera, plug: FakePlug, listener: Listener
) -> None:
    camera.open()
    listener.wait_state(CameraState.SHOWING)
    plug.torn = 9
    listener.wait_frames(3)

    assert listener.states == [CameraState.STARTING, CameraState.SHOWING]
    assert plug.openings == 1


def test_ten_torn_pictures_in_a_row_open_the_device_anew(
    shown: SupervisedCamera,
    plug: FakePlug,
    listener: Listener,
) -> None:
    plug.torn = 10
    listener.wait_state(CameraState.LOST)
    listener.wait_state(CameraState.SHOWING)

    assert plug.openings == 2


def test_a_short_hang_is_told_and_mends_itself_in_the_same_opening(
    shown: SupervisedCamera,
    plug: FakePlug,
    listener: Listener,
) -> None:
    plug.hang()
    listener.wait_state(CameraState.LOST)
    plug.free()
    listener.wait_state(CameraState.SHOWING)

    assert plug.openings == 1


def test_a_hung_reader_is_replaced_while_it_still_hangs(
    shown: SupervisedCamera,
    plug: FakePlug,
    listener: Listener,
    hang_logged: None,
) -> None:
    plug.hang()
    listener.wait_state(CameraState.LOST)
    plug.hanging.clear()
    listener.wait_state(CameraState.SHOWING)

    assert plug.openings == 2
    assert plug.open_now == 2


def test_hanging_for_ever_never_holds_more_than_a_few_threads(
    plug: FakePlug, listener: Listener, hang_logged: None
) -> None:
    camera = camera_of(plug, listener.listeners(), FLEETING_START)
    before = readers()
    plug.hang()
    camera.open()
    listener.wait_state(CameraState.LOST)

    assert plug.was_opened(FLEETING_START.stuck_max)
    is_stuck(camera, plug)
    asked = plug.clock.asked
    plug.clock.pass_s(100 * FLEETING_START.retry_cap_s)
    # Only the watch still asks the time: it has looked again, and found that one more was due.
    until(lambda: plug.clock.asked > asked + 5, "further looks of the watch")
    assert plug.openings == FLEETING_START.stuck_max
    assert readers() - before <= FLEETING_START.stuck_max
    plug.free()
    listener.wait_state(CameraState.SHOWING)
    camera.stop()


def test_no_thread_is_left_behind_by_many_hangs(
    plug: FakePlug, listener: Listener, hang_logged: None
) -> None:
    camera = camera_of(plug, listener.listeners(), FLEETING)
    most = 0
    camera.open()
    for _ in range(HANGS):
        listener.wait_state(CameraState.SHOWING)
        plug.hang()
        listener.wait_state(CameraState.LOST)
        assert plug.was_opened(plug.openings + 1)
        most = max(most, readers())
        plug.free()
    camera.stop()

    assert most <= FLEETING.stuck_max + 1
    # Abandoned readers were let go only just now; each still has to release its device.
    assert plug.was_released()


def test_when_every_reader_hangs_the_camera_says_that_it_is_stuck(
    plug: FakePlug, listener: Listener, hang_logged: None
) -> None:
    camera = camera_of(plug, listener.listeners(), FLEETING_START)
    before = camera.stuck
    plug.hang()
    camera.open()
    assert plug.was_opened(FLEETING_START.stuck_max)
    is_stuck(camera, plug)
    plug.free()
    listener.wait_state(CameraState.SHOWING)
    after = camera.stuck
    camera.stop()

    assert (before, after) == (False, False)


def test_who_asks_for_a_stuck_camera_is_told_that_it_is_lost(
    plug: FakePlug, listener: Listener, hang_logged: None
) -> None:
    camera = camera_of(plug, listener.listeners(), FLEETING_START)
    plug.hang()
    camera.open()
    is_stuck(camera, plug)
    camera.close(wait_s=0)
    listener.wait_state(CameraState.CLOSED)
    asked_at = plug.clock.monotonic_s()
    camera.open()
    until(lambda: listener.states[-1] is CameraState.LOST, "the news that it is lost")
    told_at = plug.clock.monotonic_s()
    camera.stop()

    assert told_at == asked_at  # Not by a limit that ran out.
