"""Queue order: who is next, and why, as a value that can be explained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.numbers import counter_of
from kiosk.domain.visit import Visit, VisitState


class OrderReason(StrEnum):
    """Why a visit has its place."""

    FIRST_COME = "first_come"


@dataclass(frozen=True, slots=True)
class Place:
    """A waiting visit with the people before it and the reason for its place."""

    visit: Visit
    people_ahead: int
    reason: OrderReason


def line(visits: Iterable[Visit]) -> Sequence[Place]:
    """The waiting visits in calling order: first come, first served.

    Ties by number, so that order is total.
    """
    waiting = [visit for visit in visits if visit.state is VisitState.WAITING]
    ordered = sorted(waiting, key=_place)
    return [Place(visit, ahead, OrderReason.FIRST_COME) for ahead, visit in enumerate(ordered)]


def _place(visit: Visit) -> tuple[datetime, str, int, str]:
    """Sort key: the time of joining; the rest only breaks ties, so that the order is total."""
    return (visit.joined_at, visit.station, counter_of(visit.number), visit.id)
