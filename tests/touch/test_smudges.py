"""Something on the glass is no finger: visitors are asked to wipe, and it counts as no touch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint

from kiosk.domain.checkin import GLASS_CLEAR_S, HELD_COUNTS_S, STILL_THERE_S
from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.touch import gallery
from tests.touch.qt_time import QtTime
from tests.touch.visitor import Visitor, middle, until
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
    qt_time: QtTime,
    expect_log: ExpectLog,
    logged: Callable[[LogEvent], list[dict[str, Any]]],
) -> None:
    expect_log(LogEvent.TOUCH_STUCK)
    places = crowd(visitor)
    asked = HINT in visitor.words()
    leave(visitor, places, range(CROWD - 1))
    still = HINT in visitor.words()
    leave(visitor, places, range(CROWD - 1, CROWD))
    wet = HINT in visitor.words()
    qt_time.passes(seconds=GLASS_CLEAR_S)

    assert (asked, still, wet, HINT in visitor.words()) == (True, True, True, False)
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
    for drop in range(STILL_THERE_S):  # the question comes at once
        here = visitor.shown
        tremble(visitor, places, QPoint(drop % 3, 0))
        qt_time.passes(seconds=1)

    assert (here, visitor.shown) == ("name", "attract")
    assert visitor.screens.check_in.property("firstName") == ""


TWELVE = 12


def asking(visitor: Visitor) -> bool:
    return bool(visitor.screens.presence.property("asking"))


def sleeve(visitor: Visitor, on: str) -> list[QPoint]:
    """Twelve points on and around a button, one of them just on it, as a leaning arm makes."""
    visitor.see(on)
    visitor.rest()
    centre = middle(visitor.find(on))
    places = [centre + QPoint(7 * (point - 6), 3 * (point % 4)) for point in range(TWELVE)]
    for landed in range(1, TWELVE + 1):
        event = visitor._event()
        for point in range(landed - 1):
            event.stationary(point)
        event.press(landed - 1, places[landed - 1], visitor.screens.view)
        event.commit()
    return places


def lift(visitor: Visitor, places: list[QPoint]) -> None:
    """One point after the other leaves, the first that came last."""
    for left in range(len(places) - 1, -1, -1):
        event = visitor._event()
        for point in range(left):
            event.stationary(point)
        event.release(left, places[left], visitor.screens.view)
        event.commit()


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080), (1366, 768)])
@pytest.mark.parametrize("button", ["confirm", "takeAgain", "noPicture", "startOver"])
def test_a_sleeve_presses_no_button_and_who_had_begun_is_asked(
    arrive: Callable[..., Visitor], expect_log: ExpectLog, size: tuple[int, int], button: str
) -> None:
    expect_log(LogEvent.TOUCH_STUCK)
    visitor = arrive(size=size)
    gallery.check(visitor)
    lift(visitor, sleeve(visitor, button))

    assert (visitor.screen, visitor.station.requests) == ("check", [])
    assert (asking(visitor), visitor.sees("confirm")) == (True, False)


def test_a_sleeve_on_the_welcome_begins_nothing(
    arrive: Callable[..., Visitor], expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.TOUCH_STUCK)
    visitor = arrive()
    lift(visitor, sleeve(visitor, "start"))

    assert (visitor.screen, asking(visitor)) == ("attract", False)


def test_water_that_comes_and_goes_answers_nothing_until_the_glass_is_clear(
    arrive: Callable[..., Visitor], expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.TOUCH_STUCK)
    visitor = arrive(pace=ScreenTiming(count_ms=15, second_ms=60_000))
    gallery.check(visitor)
    lift(visitor, sleeve(visitor, "confirm"))
    for drop in ("stay", "finish", "stay"):
        visitor.touch(drop)
    wet = (asking(visitor), visitor.screen)
    visitor.screens.touches._on_clear()
    visitor.touch("stay")
    visitor.see("confirm")
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")

    assert wet == (True, "check")


def test_a_finger_that_was_there_before_the_crowd_presses_nothing(
    arrive: Callable[..., Visitor], expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.TOUCH_STUCK)
    visitor = arrive()
    gallery.number_at_first(visitor)
    visitor.rest()
    done = middle(visitor.find("done"))
    visitor.press(done, finger=20)
    places = crowd(visitor)
    lift(visitor, places)
    visitor.release(done, finger=20)

    assert visitor.screen == "number"


def test_the_count_that_had_begun_takes_no_picture_of_a_sleeve(
    arrive: Callable[..., Visitor], expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.TOUCH_STUCK)
    visitor = arrive(pace=ScreenTiming(count_ms=60_000))
    gallery.show(visitor)
    visitor.touch("take")
    counting = bool(visitor.screens.camera.property("taking"))
    crowd(visitor)

    assert (counting, visitor.screens.camera.property("taking")) == (True, False)


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
