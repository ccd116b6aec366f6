"""A visitor who walks away is asked after 45 s, and forgotten 25 s later without a trace."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint

from kiosk.domain.checkin import HELD_COUNTS_S, QUIET_S, STILL_THERE_S, Step
from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.touch.drawing import drawn_screen
from tests.touch.fakes import SITE
from tests.touch.qt_time import QtTime
from tests.touch.remains import MARKER, remains
from tests.touch.visitor import Visitor, middle, until, wait

NOT_IN = "You’re not checked in. Nothing was kept."
GONE_S = QUIET_S[Step.CHECK] + STILL_THERE_S
"""Whoever saw their picture is forgotten after so long."""


@pytest.fixture
def left(qt_time: QtTime, arrive: Callable[..., Visitor]) -> Visitor:
    """Somebody typed a name, took a picture and sees its screen; all of it is one touch away."""
    visitor = arrive()
    visitor.camera.straight = drawn_screen(960, 612)
    go_to_check(visitor)
    return visitor


@pytest.fixture
def asked(qt_time: QtTime, arrive: Callable[..., Visitor]) -> Visitor:
    """The same, asked just now."""
    visitor = arrive()
    go_to_check(visitor)
    visitor.screens.presence._ask()
    visitor.see("finish")
    return visitor


def go_to_check(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.type(MARKER.lower())
    visitor.touch("confirmName")
    visitor.touch("take")
    visitor.see("confirm")


def asking(visitor: Visitor) -> bool:
    return bool(visitor.screens.presence.property("asking"))


def test_the_quiet_and_the_question_last_as_long_as_promised(left: Visitor) -> None:
    presence = left.screens.presence

    assert (presence._idle.interval(), presence._seconds.interval()) == (45_000, 1_000)
    assert [presence.property("secondsInAll"), STILL_THERE_S] == [25, 25]


def test_the_question_covers_picture_and_words_at_once(left: Visitor) -> None:
    left.screens.presence._ask()

    until(lambda: left.sees("stillThere"))
    cover = left.find("stillThere")
    assert (int(cover.width()), int(cover.height())) == left.size
    assert cover.property("color").alpha() == 255
    assert {
        "Still there?",
        "You’re not in line yet. We’ll clear this screen to keep your picture private.",
        "Clear it, I’m leaving",
    } <= set(left.words())
    assert not left.sees("confirm")
    assert [name for name in left.words() if MARKER in name or "Did we" in name] == []


def test_the_question_counts_down_in_sight(asked: Visitor) -> None:
    first = "25" in asked.words()
    asked.screens.presence._pass_second()

    assert (first, "24" in asked.words()) == (True, True)


def test_who_is_still_here_goes_on_where_they_were_with_everything_kept(left: Visitor) -> None:
    before = (left.screen, left.screens.check_in.property("picture"))
    for _ in range(3):
        left.screens.presence._ask()
        left.touch("stay")
        until(lambda: not asking(left))
    after = (left.screen, left.screens.check_in.property("picture"))
    left.touch("confirm")
    until(lambda: left.screen == "number")

    assert after == before
    [(name, jpeg)] = left.station.asked
    assert (name, jpeg is not None) == (MARKER, True)


def test_who_is_finished_is_forgotten_at_once(left: Visitor) -> None:
    left.screens.presence._ask()
    left.touch("finish")

    assert (left.shown, asking(left), left.station.asked) == ("attract", False, [])
    assert remains(left) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("priya", "We’ll clear this screen to keep your name private."),
        ("", "We’ll clear this screen for whoever is next."),
    ],
)
def test_the_question_speaks_of_a_picture_only_where_there_is_one(
    visitor: Visitor, name: str, words: str
) -> None:
    visitor.touch("start")
    visitor.type(name)
    visitor.screens.presence._ask()
    visitor.see("stay")

    assert f"You’re not in line yet. {words}" in visitor.words()


@pytest.mark.parametrize("how", ["finish", "count", "startOver"])
def test_who_leaves_before_the_number_reads_that_they_are_not_checked_in(
    arrive: Callable[..., Visitor], how: str
) -> None:
    left = arrive()
    go_to_check(left)
    if how == "startOver":
        left.touch("startOver")
    else:
        left.screens.presence._ask()
        left.touch("finish") if how == "finish" else left.screens.presence._end()
    until(lambda: NOT_IN in left.words())
    left.screens.check_in._unfinished.setInterval(0)
    until(lambda: NOT_IN not in left.words())

    assert left.shown == "attract"


def test_who_has_a_number_is_not_told_the_contrary(visitor: Visitor) -> None:
    go_to_check(visitor)
    visitor.touch("confirm")
    visitor.touch("done")

    assert (visitor.shown, NOT_IN in visitor.words()) == ("attract", False)


def test_nothing_of_who_walked_away_remains_anywhere(left: Visitor, qt_time: QtTime) -> None:
    assert remains(left) != []
    qt_time.passes(seconds=GONE_S - 1)
    asked = asking(left)
    qt_time.passes(seconds=1)
    until(lambda: left.shown == "attract" and not remains(left))

    assert (asked, asking(left), left.station.asked) == (True, False, [])
    assert not left.camera.is_open


def test_nothing_remains_with_a_stuck_finger_on_the_glass(
    left: Visitor, qt_time: QtTime, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.TOUCH_STUCK)
    left.press(QPoint(500, 400), finger=7)
    qt_time.passes(seconds=GONE_S)

    until(lambda: left.shown == "attract" and not remains(left))


def test_a_stuck_finger_that_trembles_counts_no_longer_than_ten_seconds(
    left: Visitor, qt_time: QtTime, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.TOUCH_STUCK)
    left.press(QPoint(500, 400), finger=7)
    for tremble in range(HELD_COUNTS_S + GONE_S):
        here = left.shown
        left.move(QPoint(500 + tremble % 2, 400), finger=7)
        qt_time.passes(seconds=1)

    assert (HELD_COUNTS_S, here, left.shown) == (10, "check", "attract")
    until(lambda: not remains(left))


def test_a_visitor_beside_a_stuck_finger_is_still_a_visitor(
    left: Visitor, qt_time: QtTime, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.TOUCH_STUCK)
    left.press(QPoint(500, 400), finger=7)
    qt_time.passes(seconds=QUIET_S[Step.CHECK] - 1)
    left.press(QPoint(300, 300), finger=1)
    left.release(QPoint(300, 300), finger=1)
    qt_time.passes(seconds=QUIET_S[Step.CHECK] - 1)
    still_here = not asking(left)
    qt_time.passes(seconds=1)

    assert (still_here, asking(left)) == (True, True), "their quiet begins anew"


def test_any_touch_extends_without_limit(left: Visitor, qt_time: QtTime) -> None:
    nowhere = QPoint(3, 3)
    for _ in range(25):
        qt_time.passes(seconds=QUIET_S[Step.CHECK] - 1)
        left.press(nowhere)
        left.release(nowhere)

    assert (left.shown, asking(left)) == ("check", False)


def test_a_touch_beside_the_buttons_does_not_answer_the_question(asked: Visitor) -> None:
    asked.press(QPoint(3, 3))
    asked.release(QPoint(3, 3))

    assert asking(asked)


def test_a_finger_coming_down_as_the_question_appears_answers_nothing(asked: Visitor) -> None:
    asked.tap("finish")

    assert asking(asked)


@pytest.mark.parametrize(("step", "quiet_s"), QUIET_S.items())
def test_each_step_has_its_own_quiet(visitor: Visitor, step: Step, quiet_s: int) -> None:
    visitor.screens.presence.on_step(step)

    assert visitor.screens.presence._idle.interval() == quiet_s * 1_000
    visitor.screens.presence.on_step(Step.ATTRACT)


def test_saving_is_never_interrupted(qt_time: QtTime, arrive: Callable[..., Visitor]) -> None:
    visitor = arrive()
    visitor.station.slow = True
    go_to_check(visitor)
    visitor.touch("confirm")
    until(lambda: visitor.screen == "saving")
    qt_time.passes(seconds=3_600)
    meanwhile = (visitor.screen, asking(visitor))
    visitor.station.answer()
    until(lambda: visitor.screen == "number")

    assert meanwhile == ("saving", False)
    assert [name for name, _ in visitor.station.asked] == [MARKER]


def test_nobody_is_asked_on_the_welcome(qt_time: QtTime, arrive: Callable[..., Visitor]) -> None:
    visitor = arrive()
    visitor.see("start")
    qt_time.passes(seconds=3_600)

    assert not asking(visitor)


def test_a_storm_of_touches_makes_one_visit(visitor: Visitor) -> None:
    go_to_check(visitor)
    visitor.station.slow = True
    visitor.rest()
    place = middle(visitor.find("confirm"))
    for number in range(1_000):
        visitor.press(place, finger=number % 4)
        visitor.release(place, finger=number % 4)
    wait(50)

    assert len(visitor.station.asked) == 1
    visitor.station.answer()
    until(lambda: visitor.screen == "number")


def test_the_sites_own_words_are_not_taken_for_the_visitors() -> None:
    assert MARKER not in SITE.name
