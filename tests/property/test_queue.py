"""The line is one order, the same for everybody, whatever the instants."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.queue import line
from kiosk.domain.visit import Visit
from tests.doubles.visits import JOINED, waiting_visit

# Few instants and numbers, so that equal ones are the rule.
VISITS = st.lists(
    st.builds(
        lambda letter, count, seconds: waiting_visit(
            f"{letter}{count}", joined_at=JOINED + timedelta(seconds=seconds)
        ),
        st.sampled_from("ABC"),
        st.integers(1, 120),
        st.integers(0, 3),
    ),
    unique_by=lambda visit: visit.id,
    max_size=12,
)


def numbers(visits: list[Visit]) -> list[str]:
    return [place.visit.number for place in line(visits)]


@given(VISITS, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_how_the_visits_were_read(
    visits: list[Visit], chance: Random
) -> None:
    shuffled = list(visits)
    chance.shuffle(shuffled)

    assert numbers(shuffled) == numbers(visits)


@given(VISITS)
def test_everybody_stands_in_line_once_behind_nobody_who_came_later(visits: list[Visit]) -> None:
    places = line(visits)
    instants = [place.visit.joined_at for place in places]

    assert sorted(place.visit.id for place in places) == sorted(visit.id for visit in visits)
    assert [place.people_ahead for place in places] == list(range(len(visits)))
    assert instants == sorted(instants)


@given(VISITS)
def test_one_stations_visitors_are_called_in_the_order_of_their_numbers_at_one_instant(
    visits: list[Visit],
) -> None:
    ordered = [place.visit for place in line(visits)]
    pairs = [
        (one, other)
        for one, other in pairwise(ordered)
        if (one.joined_at, one.station) == (other.joined_at, other.station)
    ]

    assert all(int(one.number[1:]) < int(other.number[1:]) for one, other in pairs)


@given(VISITS, st.data())
def test_taking_somebody_out_of_the_line_moves_nobody_else(
    visits: list[Visit], data: st.DataObject
) -> None:
    before = numbers(visits)
    if not before:
        return
    gone = data.draw(st.sampled_from(before))

    rest = numbers([visit for visit in visits if visit.number != gone])

    assert rest == [number for number in before if number != gone]
