"""A station's own visits, its counter, and the last state of the site."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.station.store.visits import OwnVisit, Visits
from tests.doubles.box import Box
from tests.doubles.words import news, state_of_site


@pytest.fixture
def visits(box: Box) -> Visits:
    return box.store.visits


def test_there_is_no_state_before_the_first_answer(visits: Visits) -> None:
    assert visits.home() is None


def test_the_last_state_survives_a_power_cut(box: Box, visits: Visits) -> None:
    visits.remember(state_of_site(seq=7))
    visits.remember(state_of_site(seq=8, line=["v"]))

    box.restart()

    assert box.store.visits.home() == state_of_site(seq=8, line=["v"])


def test_own_visits_are_open_until_the_server_ends_them(box: Box, visits: Visits) -> None:
    first, second, third = box.checked_in(), box.checked_in(), box.checked_in()
    visits.remember(state_of_site(visits=[news(first, "finished"), news(second, "called")]))

    assert visits.open() == [
        OwnVisit(second, "B502", None, "called"),
        OwnVisit(third, "B503", None, "waiting"),
    ]


def test_a_visit_in_an_unknown_state_counts_as_open(box: Box, visits: Visits) -> None:
    visit_id = box.checked_in()
    visits.remember(state_of_site(visits=[news(visit_id, "in_the_lab")]))

    assert [visit.state for visit in visits.open()] == ["in_the_lab"]


def test_news_of_somebody_elses_visits_change_nothing(box: Box, visits: Visits) -> None:
    visit_id = box.checked_in()
    visits.remember(state_of_site(visits=[news("theirs", "finished")]))

    assert [visit.id for visit in visits.open()] == [visit_id]


def test_visits_of_earlier_days_hold_no_seat(box: Box, visits: Visits) -> None:
    box.checked_in()
    box.clock.pass_s(86_400)
    today = box.checked_in()
    box.store.clock_correction.correct(box.clock.now())

    visits.close_begun_before(box.clock.now() - timedelta(hours=1))

    assert [visit.id for visit in visits.open()] == [today]


def test_a_state_that_cannot_be_kept_whole_is_not_kept_at_all(box: Box, visits: Visits) -> None:
    visits.remember(state_of_site(seq=1))
    visit_id = box.checked_in()
    # Out of what the file can hold: the update fails after the home's row was written.
    broken = state_of_site(seq=2, last_number=2**70, visits=[news(visit_id, "finished")])

    with pytest.raises(OverflowError):
        visits.remember(broken)

    assert visits.home() == state_of_site(seq=1)
    assert [visit.id for visit in visits.open()] == [visit_id]


@pytest.mark.parametrize(
    "query",
    [
        "select seat from visits where state not in ('finished', 'no_show', 'left')",
        "select count(*) from visits"
        " where state not in ('finished', 'no_show', 'left') and state = 'waiting'",
    ],
)
def test_a_check_in_costs_the_same_however_many_came_before(box: Box, query: str) -> None:
    [plan] = box.rows(f"explain query plan {query}")

    assert "visits_open" in str(plan[-1])
