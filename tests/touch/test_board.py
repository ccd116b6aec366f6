"""The kiosk at rest: who is called, who got a seat, and nothing that is not true now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.domain.snapshot import Board, Link, NumberAtSeat, NumberCalled
from tests.touch.fakes import OFFICE_HOURS, RECEIPT, STAFFED
from tests.touch.visitor import Visitor, until, wait
from ui.touch.sound.chimes import Sound
from ui.touch.sound.sounds import connect_sounds
from ui.touch.viewmodels.rest.board import SEAT_TOLD_S, STANDS_S

Arrive = Callable[..., Visitor]

B7 = NumberCalled("B7", 3, "Maya", 9)


def shows(visitor: Visitor, board: Board | None, **more: object) -> None:
    """The station says so, and the screen has heard it."""
    visitor.station.publish(replace(visitor.station.now, board=board, **more))  # type: ignore[arg-type]  # fields as named
    wait(0)


def heard(visitor: Visitor) -> list[Sound]:
    sounds: list[Sound] = []
    connect_sounds(visitor.screens, sounds.append)
    return sounds


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (B7, ["Maya is coming", "to seat 3"]),
        (NumberCalled("B7", None, "Maya", 9), ["Maya is coming", "to you"]),
        (NumberCalled("B7", 3, "", 9), ["Someone is coming", "to seat 3"]),
        (NumberCalled("B7", None, "", 9), ["Someone is coming", "to you"]),
    ],
)
def test_a_call_says_which_number_who_comes_and_where(
    arrive: Arrive, call: NumberCalled, words: list[str]
) -> None:
    visitor = arrive()

    shows(visitor, replace(STAFFED, calls=(call,)))

    assert visitor.shown == "board"
    assert {"B7", *words} <= set(visitor.words())


def test_in_a_wide_window_the_seat_stands_in_a_tile_too(arrive: Arrive) -> None:
    visitor = arrive(size=(1920, 1080))

    shows(visitor, replace(STAFFED, calls=(B7,)))

    assert {"B7", "Maya is coming to seat 3", "3"} <= set(visitor.words())


def test_several_calls_are_all_shown_before_who_is_next(arrive: Arrive) -> None:
    visitor = arrive()
    calls = (B7, NumberCalled("C2", None, "Ben", 8), NumberCalled("B5", 1, "", 7))

    shows(visitor, replace(STAFFED, calls=calls, next_up=(NumberAtSeat("B8", 5),)))

    words = visitor.words()
    rows = [
        "C2",
        "Ben is coming to you",
        "B5",
        "Someone is coming to seat 1",
        "Next",
        "B8",
        "Seat 5",
    ]
    assert [word for word in words if word in rows] == rows


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080), (1366, 768), (1280, 800)])
def test_more_calls_than_rows_are_shown_all_the_same(arrive: Arrive, size: tuple[int, int]) -> None:
    visitor = arrive(size=size)
    calls = tuple(NumberCalled(f"B{30 - place}", None, "Ben", place) for place in range(9))

    shows(visitor, replace(STAFFED, calls=calls))

    shown = " ".join(visitor.words())
    assert [call.number for call in calls if call.number not in shown] == []


def test_a_call_that_is_over_vanishes(arrive: Arrive) -> None:
    visitor = arrive()
    shows(visitor, replace(STAFFED, calls=(B7,)))

    shows(visitor, STAFFED)

    assert visitor.shown == "attract"


def test_nothing_is_shown_as_called_once_the_server_cannot_be_asked(arrive: Arrive) -> None:
    visitor = arrive()
    shows(visitor, replace(STAFFED, calls=(B7,)))
    shows(visitor, None, link=Link.OFFLINE)
    at_once = visitor.shown

    visitor.clock.pass_s(STANDS_S)
    until(lambda: visitor.shown != "board")

    assert at_once == "board"
    assert visitor.shown == "attract"
    assert "Open now." in visitor.words()


def test_a_short_break_of_the_link_takes_no_call_away(arrive: Arrive) -> None:
    visitor = arrive()
    sounds = heard(visitor)
    board = replace(STAFFED, calls=(B7,))
    shows(visitor, board)
    shows(visitor, None, link=Link.OFFLINE)

    visitor.clock.pass_s(STANDS_S - 1)
    shows(visitor, board, link=Link.ONLINE)

    assert (visitor.shown, sounds) == ("board", [Sound.CALLED])


def test_a_call_is_shown_after_the_hours_too_and_nobody_is_asked_to_start(arrive: Arrive) -> None:
    visitor = arrive(hour=21)
    site = replace(visitor.station.now.site, hours=OFFICE_HOURS)

    shows(visitor, replace(STAFFED, calls=(B7,)), site=site)
    until(lambda: not visitor.sees("start"))

    assert visitor.shown == "board"
    assert "We’re closed\nright now." in visitor.words()


def test_a_touch_starts_a_check_in_while_somebody_is_called(arrive: Arrive) -> None:
    visitor = arrive()
    shows(visitor, replace(STAFFED, calls=(B7,)))

    visitor.touch("start")

    assert visitor.screen == "name"


def test_a_check_in_that_has_begun_is_not_disturbed_and_the_call_is_shown_after_it(
    arrive: Arrive,
) -> None:
    visitor = arrive()
    sounds = heard(visitor)
    visitor.touch("start")
    shows(visitor, replace(STAFFED, calls=(B7,)))
    meanwhile = (visitor.shown, sounds.count(Sound.CALLED))

    visitor.screens.check_in.startOver()
    wait(0)

    assert meanwhile == ("name", 0)
    assert (visitor.shown, sounds.count(Sound.CALLED)) == ("board", 1)


def test_each_call_is_heard_once_and_again_when_it_is_repeated(arrive: Arrive) -> None:
    visitor = arrive()
    sounds = heard(visitor)
    shows(visitor, replace(STAFFED, calls=(B7,)))
    shows(visitor, replace(STAFFED, calls=(B7,), next_up=(NumberAtSeat("B8"),)))
    once = list(sounds)

    shows(visitor, replace(STAFFED, calls=(replace(B7, order=12),)))

    assert (once, sounds) == ([Sound.CALLED], [Sound.CALLED] * 2)


def test_a_seat_that_came_free_is_told_heard_and_later_gone(arrive: Arrive) -> None:
    visitor = arrive()
    sounds = heard(visitor)
    shows(visitor, STAFFED, seated=(NumberAtSeat("B7", 1),))
    told = (visitor.shown, {"B7", "Take seat 1"} <= set(visitor.words()), list(sounds))

    for _ in range(SEAT_TOLD_S):
        visitor.screens.board._pass_second()

    assert told == ("board", True, [Sound.CALLED])
    assert visitor.shown == "attract"


def test_the_time_of_a_seat_does_not_run_while_somebody_checks_in(arrive: Arrive) -> None:
    visitor = arrive()
    visitor.touch("start")
    shows(visitor, STAFFED, seated=(NumberAtSeat("B7", 1),))
    for _ in range(SEAT_TOLD_S + 5):
        visitor.screens.board._pass_second()

    visitor.screens.check_in.startOver()
    wait(0)

    assert visitor.shown == "board"


def test_a_seat_is_told_also_while_the_server_is_away(arrive: Arrive) -> None:
    visitor = arrive()
    visitor.clock.pass_s(STANDS_S)

    shows(visitor, None, seated=(NumberAtSeat("B7", 1),), link=Link.OFFLINE)

    assert {"B7", "Take seat 1"} <= set(visitor.words())


@pytest.mark.parametrize(
    ("waiting", "status", "lead"),
    [
        (0, "Open, and nobody’s waiting.", "Show us now. You’ll be first."),
        (1, "Open. 1 person waiting.", "Show us now. Your number keeps your place."),
        (3, "Open. 3 people waiting.", "Show us now. Your number keeps your place."),
    ],
)
def test_with_nobody_on_duty_nobody_is_promised(
    arrive: Arrive, waiting: int, status: str, lead: str
) -> None:
    visitor = arrive()

    shows(visitor, Board(), people_waiting=waiting)

    assert visitor.shown == "unstaffed"
    assert {"Nobody’s here\nright now.", status, lead} <= set(visitor.words())


@pytest.mark.parametrize(("phone", "said"), [("5500", True), ("", False)])
def test_whom_to_call_is_said_where_the_site_has_somebody(
    arrive: Arrive, phone: str, said: bool
) -> None:
    visitor = arrive()
    site = replace(visitor.station.now.site, help_phone=phone)

    shows(visitor, Board(), site=site)

    assert ("Call 5500." in visitor.words()) is said


def test_a_number_is_given_with_nobody_on_duty_and_promises_nobody(arrive: Arrive) -> None:
    visitor = arrive()
    site = replace(visitor.station.now.site, help_phone="5500")
    shows(visitor, Board(), site=site)
    visitor.station.receipt = replace(RECEIPT, on_duty=())
    visitor.touch("start")
    visitor.touch("confirmName")
    visitor.touch("tell")
    visitor.see("done")

    assert "If nobody comes in 5 minutes, call 5500." in visitor.words()


def test_how_many_are_ahead_is_left_out_when_it_is_not_known(arrive: Arrive) -> None:
    visitor = arrive()
    visitor.station.receipt = replace(RECEIPT, people_ahead=None)
    visitor.touch("start")
    visitor.touch("confirmName")
    visitor.touch("tell")
    visitor.see("done")

    assert "Ahead of you" not in visitor.words()
