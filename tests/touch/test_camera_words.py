"""Without the camera the visitor reads calm words and goes on; it comes back by itself."""

from __future__ import annotations

from kiosk.camera.camera import CameraState
from tests.touch.visitor import Visitor, until
from ui.touch.ports import CameraStatus

RESTING = "Our camera’s resting.\nJust tell us instead."
LOST = "We lost the picture.\nLet’s carry on without it."


def go_to_show(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.touch("confirmName")
    until(lambda: visitor.screen == "show")


def test_no_camera_at_the_start_is_said_and_nothing_is_offered_that_cannot_be(
    visitor: Visitor,
) -> None:
    visitor.camera.broken = True
    go_to_show(visitor)
    until(lambda: RESTING in visitor.words())

    assert not visitor.sees("take")
    visitor.touch("tellInstead")
    until(lambda: visitor.screen == "number")


def test_a_camera_that_goes_is_said_and_comes_back_by_itself(visitor: Visitor) -> None:
    go_to_show(visitor)
    visitor.camera.lose()
    until(lambda: LOST in visitor.words())
    gone = visitor.sees("take")
    visitor.camera.show()
    until(lambda: visitor.sees("take"))

    assert not gone
    assert LOST not in visitor.words()


def test_a_camera_that_goes_during_the_count_ends_the_count(visitor: Visitor) -> None:
    go_to_show(visitor)
    visitor.touch("take")
    visitor.camera.lose()
    until(lambda: LOST in visitor.words())

    assert (visitor.camera.taken, visitor.screen) == (0, "show")


def test_a_shot_that_fails_is_said_and_can_be_tried_again(visitor: Visitor) -> None:
    go_to_show(visitor)
    visitor.camera.broken = True
    visitor.touch("take")
    until(lambda: LOST in visitor.words())
    visitor.camera.broken = False
    visitor.touch("take")
    until(lambda: visitor.screen == "check")

    assert visitor.camera.taken == 2


def test_the_count_says_hold_still(visitor: Visitor) -> None:
    go_to_show(visitor)
    assert "Hold your screen up here" in visitor.words()
    visitor.touch("take")

    assert "Hold still. Taking the picture." in visitor.words()


def test_what_the_camera_says_is_understood() -> None:
    assert {state.value for state in CameraState} == {sight.value for sight in CameraStatus}
