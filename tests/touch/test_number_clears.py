"""The number clears 25 s after the last touch; a stuck finger does not keep it for ever."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.touch.visitor import Visitor, middle, until
from ui.touch.screens import Pace


def see_number(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.touch("confirmName")
    visitor.touch("tell")
    until(lambda: visitor.screen == "number")


def test_the_number_clears_by_itself(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive(pace=Pace(count_ms=15, second_ms=10))
    see_number(visitor)
    until(lambda: visitor.screen == "attract")

    assert visitor.screens.number.property("number") == ""


def test_a_touch_anywhere_begins_the_25_seconds_anew(visitor: Visitor) -> None:
    see_number(visitor)
    number = visitor.screens.number
    for _ in range(6):
        number._pass_second()
    before = number.property("clearsIn")
    title = middle(visitor.find("number"))
    visitor.press(title)
    for _ in range(3):
        number._pass_second()
    held = number.property("clearsIn")
    visitor.release(title)

    assert before < 20
    assert held == 25


def test_a_stuck_finger_does_not_keep_the_number_for_ever(
    arrive: Callable[..., Visitor], expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.TOUCH_STUCK)
    visitor = arrive(pace=Pace(count_ms=15, second_ms=5))
    see_number(visitor)
    visitor.press(middle(visitor.find("number")))
    until(lambda: visitor.screen == "attract")

    assert visitor.screens.number.property("clearsIn") == 0


def test_done_clears_at_once(visitor: Visitor) -> None:
    see_number(visitor)
    visitor.touch("done")

    assert visitor.screen == "attract"
