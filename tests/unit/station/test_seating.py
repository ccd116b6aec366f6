"""Seats of a station: whoever stands gets the next free one, and nobody who comes later before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.events import VisitSeated
from kiosk.domain.site import Site
from tests.doubles.box import Box
from tests.doubles.words import SITE, news, state_of_site


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    """A station with seats 1, 2 and 3."""
    box = Box(tmp_path)
    box.memory.remember(state_of_site())
    yield box
    box.close()


def seats(box: Box) -> dict[str, int | None]:
    """Every open visit's seat, by number."""
    query = "select number, seat from visits where state not in ('finished', 'no_show', 'left')"
    return dict(box.rows(query))  # type: ignore[arg-type]  # rows of two


def told(box: Box) -> list[tuple[str, int | None]]:
    """Which visits the server will be told were seated, in the order in which they were."""
    events = [offer.event for offer in box.store.outbox.pending(1_000)]
    events.sort(key=lambda event: event.id)
    return [
        (event.about.id, event.facts.seat)
        for event in events
        if isinstance(event.facts, VisitSeated)
    ]


def test_a_freed_seat_goes_to_whoever_stands_longest(box: Box) -> None:
    first, *_ = [box.checked_in() for _ in range(3)]
    standing, _later = box.checked_in(), box.checked_in()

    box.memory.remember(state_of_site(seq=2, visits=[news(first, "finished")]))

    assert seats(box) == {"B2": 2, "B3": 3, "B4": 1, "B5": None}
    assert told(box) == [(standing, 1)]


def test_a_newcomer_never_gets_the_seat_of_somebody_who_stands(box: Box) -> None:
    first, *_ = [box.checked_in() for _ in range(4)]
    box.memory.remember(state_of_site(seq=2, visits=[news(first, "finished")]))

    box.checked_in()

    assert seats(box) == {"B2": 2, "B3": 3, "B4": 1, "B5": None}


def test_two_seats_that_come_free_at_once_go_to_the_first_two(box: Box) -> None:
    one, two, *_ = [box.checked_in() for _ in range(6)]

    box.memory.remember(state_of_site(seq=2, visits=[news(two, "left"), news(one, "no_show")]))

    assert seats(box) == {"B3": 3, "B4": 1, "B5": 2, "B6": None}


def test_who_was_called_while_standing_is_seated_before_those_who_wait(box: Box) -> None:
    """Call next follows the end of a visit at once: the seat is for who was called."""
    first, *_ = [box.checked_in() for _ in range(3)]
    called, _ = box.checked_in(), box.checked_in()

    box.memory.remember(
        state_of_site(seq=2, visits=[news(called, "called"), news(first, "finished")])
    )

    assert seats(box)["B4"] == 1


@pytest.mark.parametrize("state", ["arrived", "serving", "held"])
def test_who_is_helped_or_away_is_passed_over(box: Box, state: str) -> None:
    first, *_ = [box.checked_in() for _ in range(3)]
    away, _ = box.checked_in(), box.checked_in()

    box.memory.remember(state_of_site(seq=2, visits=[news(away, state), news(first, "finished")]))

    assert seats(box) == {"B2": 2, "B3": 3, "B4": None, "B5": 1}


def test_a_seat_is_given_once_however_often_the_state_comes(box: Box) -> None:
    first, *_ = [box.checked_in() for _ in range(5)]
    state = state_of_site(seq=2, visits=[news(first, "finished")])

    for _ in range(3):
        box.memory.remember(state)

    assert len(told(box)) == 1


def test_a_restart_between_the_end_of_a_visit_and_the_next_check_in_changes_nothing(
    box: Box,
) -> None:
    first, *_ = [box.checked_in() for _ in range(4)]
    box.memory.remember(state_of_site(seq=2, visits=[news(first, "finished")]))

    box.restart()
    box.checked_in()

    assert seats(box) == {"B2": 2, "B3": 3, "B4": 1, "B5": None}
    assert len(told(box)) == 1


def test_the_late_news_that_a_visit_waits_takes_no_seat_away(box: Box) -> None:
    """An answer on its way when the seat was given says that there is none."""
    first, *_ = [box.checked_in() for _ in range(3)]
    standing = box.checked_in()
    box.memory.remember(state_of_site(seq=2, visits=[news(first, "finished")]))

    box.memory.remember(state_of_site(seq=3, visits=[news(standing, seat=None)]))

    assert seats(box)["B4"] == 1


def test_who_came_before_the_seats_were_known_is_seated_once_they_are(tmp_path: Path) -> None:
    box = Box(tmp_path / "new")
    box.checked_in()

    box.memory.remember(state_of_site())

    assert seats(box) == {"B501": 1}
    box.close()


def test_more_seats_are_for_those_who_stand(box: Box) -> None:
    for _ in range(4):
        box.checked_in()

    wider = Site("hq", "The Help Bar", seats={"B": (1, 2, 3, 9)})
    box.memory.remember(state_of_site(seq=2, site=wider))

    assert seats(box)["B4"] == 9


def test_a_seat_on_which_another_stations_visitor_still_sits_is_not_given(box: Box) -> None:
    box.memory.remember(state_of_site(seq=2, seats_taken=[1, 2]))

    box.checked_in()
    box.checked_in()

    assert seats(box) == {"B1": 3, "B2": None}


def test_a_seat_that_a_lost_store_gave_is_not_given_again(box: Box) -> None:
    """The server tells a store made anew, or an older one, who sits where."""
    standing = [box.checked_in() for _ in range(4)][3]
    there = [news(f"v{seat}", number=f"B{seat}0", seat=seat) for seat in (1, 2)]

    box.memory.remember(state_of_site(seq=2, visits=[*there, news(standing, seat=None)]))

    assert {number: seat for number, seat in seats(box).items() if number in {"B10", "B20"}} == {
        "B10": 1,
        "B20": 2,
    }
    assert told(box) == []


def test_an_older_store_learns_which_seat_it_had_given(box: Box) -> None:
    first, *_ = [box.checked_in() for _ in range(3)]
    standing = box.checked_in()
    both = [news(first, "finished"), news(standing, seat=1)]

    box.memory.remember(state_of_site(seq=2, visits=both))

    assert seats(box)["B4"] == 1


def test_a_site_without_seats_gives_none(tmp_path: Path) -> None:
    box = Box(tmp_path / "none")
    box.memory.remember(
        state_of_site(site=Site("hq", "The Help Bar", seats={"C": SITE.seats["B"]}))
    )

    box.checked_in()

    assert seats(box) == {"B1": None}
    box.close()
