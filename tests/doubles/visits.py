"""Visits in each state, made the only way the product makes them: from facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from kiosk.domain import events as e
from kiosk.domain.visit import Visit, VisitState, evolve, open_visit

JOINED = datetime(2026, 6, 1, 10, 42, tzinfo=UTC)
"""When every visit made here joined."""
MAYA = "member-maya"

WAY_TO: dict[VisitState, Sequence[e.VisitFacts]] = {
    VisitState.WAITING: (),
    VisitState.CALLED: (e.VisitCalled(MAYA),),
    VisitState.ARRIVED: (e.VisitCalled(MAYA), e.VisitorArrived()),
    VisitState.SERVING: (e.VisitCalled(MAYA), e.VisitorArrived(), e.ServiceBegan(MAYA)),
    VisitState.HELD: (e.VisitCalled(MAYA), e.VisitHeld(e.HoldReason.ABSENT, JOINED)),
    VisitState.FINISHED: (e.VisitCalled(MAYA), e.VisitFinished(MAYA, e.Outcome.FIXED)),
    VisitState.NO_SHOW: (e.VisitCalled(MAYA), e.VisitMarkedNoShow()),
    VisitState.LEFT: (e.VisitorLeft(),),
}
"""A shortest history that leads to each state."""


def waiting_visit(number: str = "B14", *, joined_at: datetime = JOINED) -> Visit:
    facts = e.VisitCheckedIn(number, number[0], seat=3)
    return open_visit(f"visit-{number}", "hq", facts, joined_at)


def visit_in(state: VisitState) -> Visit:
    visit = waiting_visit()
    for facts in WAY_TO[state]:
        visit = evolve(visit, facts, JOINED)
    return visit
