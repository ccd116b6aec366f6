"""The life of one visit: every state against every fact, and what each move carries with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

import pytest

from kiosk.domain import commands as c
from kiosk.domain import events as e
from kiosk.domain.visit import (
    ENDED,
    MOVES,
    RATING_STANDS_AFTER,
    RefusalReason,
    Refused,
    Visit,
    VisitState,
    check_in,
    decide,
    evolve,
    open_visit,
)
from tests.doubles.visits import JOINED, MAYA, visit_in, waiting_visit

LATER = JOINED + timedelta(minutes=7)
PICTURE = "a1" * 32

FACTS: dict[str, e.VisitFacts] = {
    "call": e.VisitCalled("member-ben"),
    "recall": e.VisitRecalled(MAYA),
    "arrived": e.VisitorArrived(),
    "begin": e.ServiceBegan(MAYA),
    "hold": e.VisitHeld(e.HoldReason.COFFEE),
    "resume": e.VisitResumed(),
    "transfer": e.VisitTransferred("printing"),
    "return": e.VisitReturned(),
    "finish": e.VisitFinished(MAYA, e.Outcome.FIXED),
    "no_show": e.VisitMarkedNoShow(),
    "leave": e.VisitorLeft(),
}

# Written down a second time on purpose: whoever changes the rules says so in two places.
EXPECTED = """
            waiting   called    arrived   serving   held      finished  no_show   left
call        called    again     again     again     called    ended     ended     ended
recall      no        called    no        no        no        ended     ended     ended
arrived     no        arrived   no        no        no        ended     ended     ended
begin       no        serving   serving   no        no        ended     ended     ended
hold        held      held      held      held      no        ended     ended     ended
resume      no        no        no        no        waiting   ended     ended     ended
transfer    waiting   waiting   waiting   waiting   no        ended     ended     ended
return      no        waiting   waiting   waiting   no        ended     ended     ended
finish      no        finished  finished  finished  finished  ended     ended     ended
no_show     no        no_show   no        no        no_show   ended     ended     ended
leave       left      left      left      no        left      ended     ended     ended
"""
REFUSALS = {
    "again": RefusalReason.ALREADY_CALLED,
    "ended": RefusalReason.ENDED,
    "no": RefusalReason.WRONG_STATE,
}


def cells(*, refused: bool) -> list[tuple[str, VisitState, str]]:
    """The cells of the table that are refusals, or moves: fact, state, what comes of it."""
    head, *rows = [line.split() for line in EXPECTED.strip().splitlines()]
    return [
        (name, VisitState(state), cell)
        for name, *row in rows
        for state, cell in zip(head, row, strict=True)
        if (cell in REFUSALS) == refused
    ]


def after(visit: Visit, *facts: e.VisitFacts, at: datetime = LATER) -> Visit:
    for fact in facts:
        visit = evolve(visit, fact, at)
    return visit


def accepted(visit: Visit, facts: e.VisitFacts, at: datetime = LATER) -> Visit:
    """The visit after a fact that must not be refused."""
    decided = decide(visit, facts, at)
    assert not isinstance(decided, Refused)
    return evolve(visit, decided, at)


@pytest.mark.parametrize(("name", "state", "moves_to"), cells(refused=False))
def test_an_allowed_fact_moves_the_visit_where_the_table_says(
    name: str, state: VisitState, moves_to: str
) -> None:
    visit, facts = visit_in(state), FACTS[name]

    assert decide(visit, facts, LATER) == facts
    assert evolve(visit, facts, LATER).state == moves_to


@pytest.mark.parametrize(("name", "state", "why"), cells(refused=True))
def test_any_other_fact_is_refused_with_its_reason(name: str, state: VisitState, why: str) -> None:
    assert decide(visit_in(state), FACTS[name], LATER) == Refused(REFUSALS[why])


@pytest.mark.parametrize(("name", "state", "_why"), cells(refused=True))
def test_a_fact_that_comes_too_late_changes_nothing(
    name: str, state: VisitState, _why: str
) -> None:
    visit = visit_in(state)

    assert evolve(visit, FACTS[name], LATER) == visit


def test_every_fact_is_in_the_table_or_tested_by_itself() -> None:
    apart = {e.VisitCheckedIn, e.VisitSeated, e.PhotoAttached, e.PhotoErased, e.VisitRated}

    in_table = {type(facts) for facts in FACTS.values()}

    assert in_table | apart == set(get_args(e.VisitFacts))


def test_every_state_can_be_reached_and_ended_ones_are_never_left() -> None:
    reached = {state for moves in MOVES.values() for state in moves.values()} | {VisitState.WAITING}
    left = {state for moves in MOVES.values() for state in moves}

    assert (reached, left & ENDED) == (set(VisitState), set())


def test_checking_in_opens_a_waiting_visit_with_everything_said() -> None:
    facts = check_in(c.CheckIn("v", "hq", "B14", "B", 3, "printing"))

    visit = open_visit("v", "hq", facts, JOINED)

    assert visit == Visit("v", "hq", "B14", "B", JOINED, seat=3, topic="printing")
    assert visit.state is VisitState.WAITING


@pytest.mark.parametrize("state", [state for state in VisitState if state not in ENDED])
def test_a_seat_given_later_is_the_visits_whatever_happened_meanwhile(state: VisitState) -> None:
    before = visit_in(state)

    after = evolve(before, e.VisitSeated(7), LATER)

    assert after == replace(before, seat=7)


def test_a_seat_nobody_knows_changes_nothing() -> None:
    visit = visit_in(VisitState.WAITING)

    assert evolve(visit, e.VisitSeated(None), LATER) == visit


@pytest.mark.parametrize("state", sorted(ENDED))
def test_a_seat_that_comes_too_late_changes_nothing_and_is_refused(state: VisitState) -> None:
    ended = visit_in(state)

    assert evolve(ended, e.VisitSeated(7), LATER) == ended
    assert decide(ended, e.VisitSeated(7), LATER) == Refused(RefusalReason.ENDED)


def test_a_second_check_in_of_the_same_visit_changes_nothing() -> None:
    visit = visit_in(VisitState.SERVING)

    assert evolve(visit, e.VisitCheckedIn("B99", "B"), LATER) == visit


def test_a_call_keeps_who_called_and_when() -> None:
    visit = accepted(waiting_visit(), e.VisitCalled("member-ben"))

    assert (visit.member_id, visit.called_at) == ("member-ben", LATER)


def test_a_call_out_of_turn_is_remembered_as_such() -> None:
    facts = decide(waiting_visit(), e.VisitCalled(MAYA, out_of_turn=True), LATER)

    assert facts == e.VisitCalled(MAYA, out_of_turn=True)


def test_calling_again_keeps_the_first_calls_instant() -> None:
    called = after(waiting_visit(), e.VisitCalled(MAYA), at=JOINED)

    assert accepted(called, e.VisitRecalled(MAYA)) == called


def test_service_without_a_meeting_counts_as_met() -> None:
    visit = accepted(visit_in(VisitState.CALLED), e.ServiceBegan(MAYA))

    assert (visit.arrived_at, visit.began_at) == (LATER, LATER)


def test_whoever_begins_the_service_is_the_member() -> None:
    visit = accepted(visit_in(VisitState.ARRIVED), e.ServiceBegan("member-ben"))

    assert visit.member_id == "member-ben"


def test_a_hold_keeps_its_reason_and_its_end_until_somebody_calls_again() -> None:
    held = accepted(visit_in(VisitState.CALLED), e.VisitHeld(e.HoldReason.ABSENT, LATER))
    called = accepted(held, e.VisitCalled(MAYA))

    assert (held.hold_reason, held.held_until) == (e.HoldReason.ABSENT, LATER)
    assert (called.hold_reason, called.held_until) == (None, None)


def test_a_visitor_called_again_after_a_rest_has_not_been_met_or_helped_yet() -> None:
    rested = accepted(visit_in(VisitState.SERVING), e.VisitHeld(e.HoldReason.PARTS))

    called = accepted(rested, e.VisitCalled("member-ben"))

    assert (called.arrived_at, called.began_at) == (None, None)


@pytest.mark.parametrize(
    ("state", "facts"),
    [
        (VisitState.CALLED, e.VisitReturned()),
        (VisitState.SERVING, e.VisitReturned()),
        (VisitState.HELD, e.VisitResumed()),
        (VisitState.ARRIVED, e.VisitTransferred("printing")),
    ],
)
def test_a_visit_back_in_the_line_keeps_its_place_and_forgets_the_member(
    state: VisitState, facts: e.VisitFacts
) -> None:
    back = accepted(visit_in(state), facts)

    assert back.joined_at == JOINED
    assert (back.member_id, back.called_at, back.arrived_at, back.began_at) == (None,) * 4


def test_a_transfer_changes_the_topic() -> None:
    assert accepted(waiting_visit(), e.VisitTransferred("printing")).topic == "printing"


@pytest.mark.parametrize("state", sorted(ENDED))
def test_an_ended_visit_knows_when_it_ended(state: VisitState) -> None:
    visit = visit_in(state)

    assert (visit.ended, visit.ended_at) == (True, JOINED)


def test_a_finished_visit_keeps_outcome_and_member() -> None:
    visit = accepted(
        visit_in(VisitState.SERVING), e.VisitFinished("member-ben", e.Outcome.PASSED_ON)
    )

    assert (visit.outcome, visit.member_id) == (e.Outcome.PASSED_ON, "member-ben")


def test_waiting_ends_with_help_and_is_never_negative() -> None:
    helped = after(waiting_visit(), e.VisitCalled(MAYA), e.ServiceBegan(MAYA))
    left = after(waiting_visit(), e.VisitorLeft())
    much_later = LATER + timedelta(hours=1)

    assert helped.waited_s(much_later) == 7 * 60
    assert left.waited_s(much_later) == 7 * 60
    assert waiting_visit().waited_s(much_later) == 67 * 60
    assert waiting_visit().waited_s(JOINED - timedelta(hours=1)) == 0


def test_a_picture_is_attached_once_and_gone_once_erased() -> None:
    attach = e.PhotoAttached(PICTURE, 9, 32, 24)
    with_picture = accepted(accepted(waiting_visit(), attach), attach)

    without = accepted(with_picture, e.PhotoErased(PICTURE, e.EraseReason.VISITOR))

    assert (with_picture.photos, without.photos) == ((PICTURE,), ())


def test_pictures_keep_their_order() -> None:
    attached = [e.PhotoAttached(name * 64, 9, 32, 24) for name in "cab"]

    assert after(waiting_visit(), *attached).photos == ("c" * 64, "a" * 64, "b" * 64)


@pytest.mark.parametrize("state", VisitState)
def test_a_picture_is_refused_only_once_the_visit_ended(state: VisitState) -> None:
    decided = decide(visit_in(state), e.PhotoAttached(PICTURE, 9, 32, 24), LATER)

    assert isinstance(decided, Refused) == (state in ENDED)


def test_a_picture_can_be_erased_after_the_end() -> None:
    finished = after(
        waiting_visit(),
        e.PhotoAttached(PICTURE, 9, 32, 24),
        e.VisitCalled(MAYA),
        e.VisitFinished(MAYA, e.Outcome.FIXED),
    )

    assert accepted(finished, e.PhotoErased(PICTURE, e.EraseReason.MEMBER)).photos == ()


def test_a_picture_nobody_attached_cannot_be_erased() -> None:
    decided = decide(waiting_visit(), e.PhotoErased(PICTURE, e.EraseReason.VISITOR), LATER)

    assert decided == Refused(RefusalReason.NO_SUCH_PHOTO)


@pytest.mark.parametrize("state", sorted(set(VisitState) - {VisitState.FINISHED}))
def test_only_a_finished_visit_is_rated(state: VisitState) -> None:
    visit = visit_in(state)

    assert decide(visit, e.VisitRated(e.Rating.GOOD), LATER) == Refused(RefusalReason.NOT_FINISHED)
    assert evolve(visit, e.VisitRated(e.Rating.GOOD), LATER) == visit


@pytest.mark.parametrize(
    ("seconds", "stands"), [(0, e.Rating.POOR), (60, e.Rating.POOR), (61, e.Rating.GOOD)]
)
def test_a_rating_may_be_changed_for_a_minute_then_the_first_stands(
    seconds: int, stands: e.Rating
) -> None:
    rated = accepted(visit_in(VisitState.FINISHED), e.VisitRated(e.Rating.GOOD))

    again = evolve(rated, e.VisitRated(e.Rating.POOR), LATER + timedelta(seconds=seconds))

    assert again.rating == stands


def test_changing_a_rating_does_not_make_the_minute_longer() -> None:
    rated = accepted(visit_in(VisitState.FINISHED), e.VisitRated(e.Rating.GOOD))
    changed = accepted(rated, e.VisitRated(e.Rating.FAIR), LATER + RATING_STANDS_AFTER)

    third = decide(
        changed, e.VisitRated(e.Rating.POOR), LATER + RATING_STANDS_AFTER + timedelta(seconds=1)
    )

    assert third == Refused(RefusalReason.ALREADY_RATED)


def test_a_rating_from_a_clock_that_was_set_back_does_not_replace_one_that_stands() -> None:
    rated = accepted(visit_in(VisitState.FINISHED), e.VisitRated(e.Rating.GOOD))

    late = decide(rated, e.VisitRated(e.Rating.POOR), LATER - timedelta(hours=1))

    assert late == Refused(RefusalReason.ALREADY_RATED)
