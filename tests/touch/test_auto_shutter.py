"""A picture held still is taken by itself; a hint says what is in the way of a good one."""

from __future__ import annotations

import pytest

from kiosk.domain.checkin import LOOK_FIRST_S
from kiosk.vision.hint import HOLD_S, Hint
from tests.touch.visitor import Visitor, until

WORDS = {
    Hint.SEARCHING: "Hold your screen up here",
    Hint.TOO_DARK: "Make your screen a bit brighter",
    Hint.GLARE: "Tilt it a little",
    Hint.TOO_CLOSE: "A bit further back",
    Hint.TOO_FAR: "A bit closer",
    Hint.MOVING: "Hold it still",
    Hint.STEADY: "Hold still. Taking the picture.",
}


def go_to_show(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.touch("confirmName")
    until(lambda: visitor.sees("take"))
    visitor.clock.pass_s(LOOK_FIRST_S)


@pytest.mark.parametrize("hint", Hint)
def test_each_hint_has_words(visitor: Visitor, hint: Hint) -> None:
    go_to_show(visitor)
    visitor.camera.guide(hint, 0.3 if hint is Hint.STEADY else 0.0)

    until(lambda: WORDS[hint] in visitor.words())


def test_held_still_the_picture_takes_itself(visitor: Visitor) -> None:
    go_to_show(visitor)
    visitor.camera.guide(Hint.STEADY, HOLD_S / 2)
    until(lambda: abs(float(visitor.screens.camera.property("hold")) - 0.5) < 0.01)
    before = visitor.camera.taken
    visitor.camera.guide(Hint.STEADY, HOLD_S)
    until(lambda: visitor.screen == "check")

    assert (before, visitor.camera.taken) == (0, 1)


def test_it_is_taken_once_however_long_it_is_held(visitor: Visitor) -> None:
    visitor.camera.slow = True
    go_to_show(visitor)
    for step in range(5):
        visitor.camera.guide(Hint.STEADY, HOLD_S + step / 10)
    until(lambda: "Got it." in visitor.words())

    assert visitor.camera.taken == 1


def test_by_hand_what_is_steady_is_taken_without_a_count(visitor: Visitor) -> None:
    visitor.camera.slow = True
    go_to_show(visitor)
    visitor.camera.guide(Hint.STEADY, 0.2)
    until(lambda: str(visitor.screens.camera.property("hint")) == Hint.STEADY)
    visitor.touch("take")

    until(lambda: visitor.camera.taken == 1)
    assert visitor.screens.camera.property("count") == 0


def test_during_the_count_nothing_takes_it_twice(visitor: Visitor) -> None:
    go_to_show(visitor)
    visitor.touch("take")
    visitor.camera.guide(Hint.STEADY, HOLD_S)
    until(lambda: visitor.screen == "check")

    assert visitor.camera.taken == 1


def test_a_hint_that_comes_late_is_not_for_the_next_visitor(visitor: Visitor) -> None:
    go_to_show(visitor)
    visitor.touch("tell")
    until(lambda: visitor.screen != "show")
    visitor.camera.guide(Hint.STEADY, HOLD_S)

    assert visitor.camera.taken == 0
    assert str(visitor.screens.camera.property("hint")) == Hint.SEARCHING
