"""Something on the glass is no finger: visitors are asked to wipe, and it counts as no touch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint

from kiosk.domain.checkin import HELD_COUNTS_S, QUIET_S, STILL_THERE_S, Step
from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.touch.qt_time import QtTime
from tests.touch.visitor import Visitor
from ui.touch.screens import ScreenTiming
from ui.touch.touch_monitor import MAX_FINGERS

HINT = "Could you wipe the screen?"
CROWD = MAX_FINGERS + 1


def tremble(visitor: Visitor, places: list[QPoint], by: QPoint) -> None:
    event = visitor._event()
    for finger, place in enumerate(places):
        event.move(finger, place + by, visitor.screens.view)
    event.commit()


@pytest.fixture
def visitor(qt_time: QtTime, arrive: Callable[..., Visitor]) -> Visitor:
    visitor = arrive()
    visitor.see("start")
    return visitor


def crowd(visitor: Visitor, points: int = CROWD) -> list[QPoint]:
    places = [QPoint(40 + 80 * finger, 400) for finger in range(points)]
    event = visitor._event()
    for finger, place in enumerate(places):
        event.press(finger, place, visitor.screens.view)
    event.commit()
    return places


def leave(visitor: Visitor, places: list[QPoint], leaving: range) -> None:
    """These points leave, those after them stay."""
    event = visitor._event()
    for finger in leaving:
        event.release(finger, places[finger], visitor.screens.view)
    for finger in range(leaving.stop, len(places)):
        event.stationary(finger)
    event.commit()


def test_a_touch_that_never_ends_is_asked_away_and_told_once(
    visitor: Visitor,
    qt_time: QtTime,
    expect_log: ExpectLog,
    logged: Callable[[LogEvent], list[dict[str, Any]]],
) -> None:
    expect_log(LogEvent.TOUCH_STUCK)
    place = QPoint(500, 400)
    visitor.press(place, finger=7)
    qt_time.passes(seconds=HELD_COUNTS_S)
    early = HINT in visitor.words()
    qt_time.passes(seconds=0.1)
    late = HINT in visitor.words()
    visitor.release(place, finger=7)
    wiped = HINT not in visitor.words()
    visitor.press(place, finger=7)
    qt_time.passes(seconds=HELD_COUNTS_S + 0.1)

    assert (early, late, wiped, HINT in visitor.words()) == (False, True, True, True)
    assert logged(LogEvent.TOUCH_STUCK) == [{"points": 1, "crowded": False}]


def test_more_points_than_a_hand_has_are_no_hand(
    visitor: Visitor,
    expect_log: ExpectLog,
    logged: Callable[[LogEvent], list[dict[str, Any]]],
) -> None:
    expect_log(LogEvent.TOUCH_STUCK)
    places = crowd(visitor)
    asked = HINT in visitor.words()
    leave(visitor, places, range(CROWD - 1))
    still = HINT in visitor.words()
    leave(visitor, places, range(CROWD - 1, CROWD))

    assert (asked, still, HINT in visitor.words()) == (True, True, False)
    assert logged(LogEvent.TOUCH_STUCK) == [{"points": CROWD, "crowded": True}]


def test_eight_fingers_are_welcome(visitor: Visitor, qt_time: QtTime) -> None:
    crowd(visitor, MAX_FINGERS)
    qt_time.passes(seconds=HELD_COUNTS_S)

    assert HINT not in visitor.words()


def test_a_wet_screen_keeps_nobody_here(
    visitor: Visitor, qt_time: QtTime, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.TOUCH_STUCK)
    visitor.touch("start")
    visitor.type("zyx")
    places = crowd(visitor)
    for drop in range(QUIET_S[Step.NAME] + STILL_THERE_S):
        here = visitor.shown
        tremble(visitor, places, QPoint(drop % 3, 0))
        qt_time.passes(seconds=1)

    assert (here, visitor.shown) == ("name", "attract")
    assert visitor.screens.check_in.property("firstName") == ""


def test_the_hint_hides_nothing_that_can_be_touched(
    arrive: Callable[..., Visitor], expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.TOUCH_STUCK)
    for size in ((1080, 1920), (1920, 1080), (800, 600)):
        visitor = arrive(pace=ScreenTiming(count_ms=15), size=size)
        visitor.see("start")
        crowd(visitor)
        hint = visitor.find("wipeHint")
        place = hint.mapRectToScene(hint.boundingRect())

        assert place.bottom() <= visitor.tokens.property("topHeight")
        assert (place.left() >= 0, place.right() <= size[0]) == (True, True)
