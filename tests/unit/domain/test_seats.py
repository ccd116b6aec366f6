"""Whoever stands longest gets the next free seat."""

from __future__ import annotations

import pytest

from kiosk.domain.seats import (
    SeatedVisit,
    free_seat,
    seats_to_give,
    standing,
    taken_seats,
)

TODAY = "2026-06-01"


def stands(number: str, state: str = "waiting", day: str = TODAY) -> SeatedVisit:
    return SeatedVisit(f"visit-{number}", number, state, day=day)


def test_the_first_seat_nobody_holds_is_free() -> None:
    assert free_seat((4, 5, 6), {4}) == 5


@pytest.mark.parametrize("seats", [(), (4, 5)])
def test_without_a_free_seat_there_is_none(seats: tuple[int, ...]) -> None:
    assert free_seat(seats, {4, 5}) is None


@pytest.mark.parametrize(
    ("state", "stays"),
    [
        ("waiting", True),
        ("called", True),
        ("arrived", False),
        ("serving", False),
        ("held", False),
        ("finished", False),
        ("left", False),
        ("no_show", False),
        ("dancing", False),
    ],
)
def test_who_waits_or_is_called_without_a_seat_stands(state: str, stays: bool) -> None:
    assert bool(standing([stands("B7", state)], TODAY)) is stays


def test_who_has_a_seat_does_not_stand() -> None:
    assert standing([SeatedVisit("visit", "B7", "waiting", 3, TODAY)], TODAY) == []


@pytest.mark.parametrize("state", ["waiting", "called", "held", "dancing"])
def test_a_seat_is_held_until_its_visit_has_ended(state: str) -> None:
    ended = SeatedVisit("gone", "B6", "finished", 2)

    assert taken_seats([SeatedVisit("visit", "B7", state, 3), ended]) == {3}


def test_the_order_is_that_of_the_numbers_and_yesterday_comes_before_today() -> None:
    visits = [
        stands("B2"),
        stands("B501", day=""),
        stands("B99", day="2026-05-31"),
        stands("B10"),
    ]

    ordered = [visit.number for visit in standing(visits, TODAY)]

    assert ordered == ["B99", "B2", "B10", "B501"]


def test_free_seats_go_to_the_first_of_those_who_stand() -> None:
    stand = [stands("B7"), stands("B8"), stands("B9")]

    given = seats_to_give((1, 2, 3), {2}, stand)

    assert [(visit.number, seat) for visit, seat in given] == [("B7", 1), ("B8", 3)]
