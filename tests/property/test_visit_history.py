"""Folding any history never reaches a visit that cannot be, whatever the clocks say."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import events as e
from kiosk.domain.visit import ENDED, Refused, Visit, VisitState, decide, evolve
from tests.doubles.visits import JOINED, waiting_visit

# Any clock: the facts of one visit come from machines that disagree by days.
INSTANTS = st.integers(-200_000, 200_000).map(lambda second: JOINED + timedelta(seconds=second))
MEMBERS = st.sampled_from(["maya", "ben"])
PICTURES = st.sampled_from(["a" * 64, "b" * 64])
FACTS = st.one_of(
    st.builds(e.VisitCalled, MEMBERS, st.booleans()),
    st.builds(e.VisitRecalled, MEMBERS),
    st.just(e.VisitorArrived()),
    st.builds(e.ServiceBegan, MEMBERS),
    st.builds(e.VisitHeld, st.sampled_from(e.HoldReason), st.none() | INSTANTS),
    st.just(e.VisitResumed()),
    st.builds(e.VisitTransferred, st.sampled_from(["printing", "phones"])),
    st.just(e.VisitReturned()),
    st.builds(e.VisitFinished, MEMBERS, st.sampled_from(e.Outcome)),
    st.just(e.VisitMarkedNoShow()),
    st.builds(e.VisitorLeft, st.sampled_from(e.LeaveReason)),
    st.builds(e.PhotoAttached, PICTURES, st.just(9), st.just(32), st.just(24)),
    st.builds(e.PhotoErased, PICTURES, st.sampled_from(e.EraseReason)),
    st.builds(e.VisitRated, st.sampled_from(e.Rating)),
    st.builds(e.VisitSeated, st.integers(1, 9)),
)
HISTORIES = st.lists(st.tuples(FACTS, INSTANTS), max_size=14)
STATION_FACTS = st.one_of(
    st.just(e.VisitCheckedIn("B99", "B")),
    st.just(e.VisitorLeft()),
    st.builds(e.PhotoAttached, PICTURES, st.just(9), st.just(32), st.just(24)),
    st.builds(e.PhotoErased, PICTURES, st.just(e.EraseReason.RETENTION)),
    st.builds(e.VisitRated, st.sampled_from(e.Rating)),
    st.builds(e.VisitSeated, st.integers(1, 9)),
)

# Which fields are known in each state; every other one of these is None there.
KNOWN: dict[VisitState, set[str]] = {
    VisitState.WAITING: set(),
    VisitState.CALLED: {"member_id", "called_at"},
    VisitState.ARRIVED: {"member_id", "called_at", "arrived_at"},
    VisitState.SERVING: {"member_id", "called_at", "arrived_at", "began_at"},
    VisitState.HELD: {"hold_reason"},
    VisitState.FINISHED: {"member_id", "outcome", "ended_at"},
    VisitState.NO_SHOW: {"ended_at"},
    VisitState.LEFT: {"ended_at"},
}
# What a visit may carry on from before: who had called when it came to rest, or ended.
MAY_BE_KNOWN: dict[VisitState, set[str]] = {
    VisitState.HELD: {"member_id", "called_at", "arrived_at", "began_at", "held_until"},
    VisitState.FINISHED: {"called_at", "arrived_at", "began_at", "rating", "rated_at"},
    VisitState.NO_SHOW: {"member_id", "called_at", "arrived_at", "began_at"},
    VisitState.LEFT: {"member_id", "called_at", "arrived_at", "began_at"},
}
TRACKED = set().union(*KNOWN.values(), *MAY_BE_KNOWN.values())


def told(history: list[tuple[e.VisitFacts, datetime]]) -> Visit:
    """The visit after every fact that was accepted."""
    visit = waiting_visit()
    for offered, at in history:
        facts = decide(visit, offered, at)
        if not isinstance(facts, Refused):
            visit = evolve(visit, facts, at)
    return visit


def impossible(visit: Visit) -> list[str]:
    """What about `visit` cannot be."""
    filled = {name for name in TRACKED if getattr(visit, name) is not None}
    known = KNOWN[visit.state]
    return [
        *(f"{visit.state} without {name}" for name in known - filled),
        *(
            f"{visit.state} with {name}"
            for name in filled - known - MAY_BE_KNOWN.get(visit.state, set())
        ),
        *(["half a rating"] if (visit.rating is None) != (visit.rated_at is None) else []),
        *(["a picture twice"] if len(set(visit.photos)) != len(visit.photos) else []),
    ]


@given(HISTORIES)
def test_no_history_of_accepted_facts_reaches_an_impossible_visit(
    history: list[tuple[e.VisitFacts, datetime]],
) -> None:
    assert impossible(told(history)) == []


@given(HISTORIES)
def test_nothing_ever_changes_who_came_when_and_with_which_number(
    history: list[tuple[e.VisitFacts, datetime]],
) -> None:
    visit, new = told(history), waiting_visit()

    identity = ("id", "site_id", "number", "station", "joined_at")
    assert [getattr(visit, name) for name in identity] == [getattr(new, name) for name in identity]


@given(HISTORIES, FACTS, INSTANTS)
def test_an_ended_visit_takes_nothing_but_a_rating_or_an_erased_picture(
    history: list[tuple[e.VisitFacts, datetime]], offered: e.VisitFacts, at: datetime
) -> None:
    visit = told(history)
    facts = decide(visit, offered, at)
    if visit.state not in ENDED or isinstance(facts, Refused):
        return

    after = evolve(visit, facts, at)

    assert visit == replace(
        after, rating=visit.rating, rated_at=visit.rated_at, photos=visit.photos
    )


@given(HISTORIES, STATION_FACTS, INSTANTS)
def test_a_stations_fact_delivered_twice_is_one(
    history: list[tuple[e.VisitFacts, datetime]], facts: e.VisitFacts, at: datetime
) -> None:
    once = evolve(told(history), facts, at)

    assert evolve(once, facts, at) == once


@given(HISTORIES, STATION_FACTS, INSTANTS)
def test_no_fact_of_a_station_ever_undoes_what_the_home_decided(
    history: list[tuple[e.VisitFacts, datetime]], facts: e.VisitFacts, at: datetime
) -> None:
    visit = told(history)

    state = evolve(visit, facts, at).state

    # A visitor may go before help begins; nothing else a station tells moves a visit.
    gone = {VisitState.LEFT} if isinstance(facts, e.VisitorLeft) else set()
    helped = visit.state in ENDED | {VisitState.SERVING}
    assert state in ({visit.state} if helped else {visit.state} | gone)


@given(HISTORIES, st.permutations(["a", "b", "c"]))
def test_pictures_of_different_names_may_come_in_any_order(
    history: list[tuple[e.VisitFacts, datetime]], order: list[str]
) -> None:
    visit = told(history)
    for name in order:
        visit = evolve(visit, e.PhotoAttached(name * 64, 9, 32, 24), JOINED)

    assert {"a" * 64, "b" * 64, "c" * 64} <= set(visit.photos)
