"""Who is next, and why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.domain.queue import OrderReason, Place, line
from kiosk.domain.visit import VisitState
from tests.doubles.visits import JOINED, visit_in, waiting_visit

FIRST = waiting_visit("B15")
SECOND = waiting_visit("A2", joined_at=JOINED + timedelta(seconds=1))
THIRD = waiting_visit("B16", joined_at=JOINED + timedelta(minutes=5))


def test_nobody_is_next_when_nobody_waits() -> None:
    assert line([]) == []


def test_first_come_is_first_served_whatever_order_they_are_read_in() -> None:
    places = line([THIRD, FIRST, SECOND])

    assert places == [
        Place(FIRST, 0, OrderReason.FIRST_COME),
        Place(SECOND, 1, OrderReason.FIRST_COME),
        Place(THIRD, 2, OrderReason.FIRST_COME),
    ]


def test_the_next_is_the_first_in_line() -> None:
    assert line([THIRD, SECOND])[0] == Place(SECOND, 0, OrderReason.FIRST_COME)


@pytest.mark.parametrize("state", sorted(set(VisitState) - {VisitState.WAITING}))
def test_only_waiting_visits_stand_in_line(state: VisitState) -> None:
    assert line([visit_in(state)]) == []


def test_of_two_visits_of_one_station_at_one_instant_the_lower_count_is_first() -> None:
    places = line([waiting_visit("B10"), waiting_visit("B100"), waiting_visit("B9")])

    assert [place.visit.number for place in places] == ["B9", "B10", "B100"]
