"""State machine of a visit: what may happen in each state, and the visit after it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kiosk.domain import commands as c
from kiosk.domain import events as e


class VisitState(StrEnum):
    """Where a visit stands."""

    WAITING = "waiting"
    CALLED = "called"
    ARRIVED = "arrived"
    SERVING = "serving"
    HELD = "held"
    FINISHED = "finished"
    NO_SHOW = "no_show"
    LEFT = "left"


ENDED: Final = frozenset({VisitState.FINISHED, VisitState.NO_SHOW, VisitState.LEFT})
WITH_MEMBER: Final = frozenset({VisitState.CALLED, VisitState.ARRIVED, VisitState.SERVING})

MOVES: Final[Mapping[type[e.VisitFacts], Mapping[VisitState, VisitState]]] = MappingProxyType(
    {
        e.VisitCalled: {VisitState.WAITING: VisitState.CALLED, VisitState.HELD: VisitState.CALLED},
        e.VisitRecalled: {VisitState.CALLED: VisitState.CALLED},
        e.VisitorArrived: {VisitState.CALLED: VisitState.ARRIVED},
        e.ServiceBegan: {
            VisitState.CALLED: VisitState.SERVING,
            VisitState.ARRIVED: VisitState.SERVING,
        },
        e.VisitHeld: {
            VisitState.WAITING: VisitState.HELD,
            VisitState.CALLED: VisitState.HELD,
            VisitState.ARRIVED: VisitState.HELD,
            VisitState.SERVING: VisitState.HELD,
        },
        e.VisitResumed: {VisitState.HELD: VisitState.WAITING},
        e.VisitTransferred: {
            VisitState.WAITING: VisitState.WAITING,
            VisitState.CALLED: VisitState.WAITING,
            VisitState.ARRIVED: VisitState.WAITING,
            VisitState.SERVING: VisitState.WAITING,
        },
        e.VisitReturned: {
            VisitState.CALLED: VisitState.WAITING,
            VisitState.ARRIVED: VisitState.WAITING,
            VisitState.SERVING: VisitState.WAITING,
        },
        e.VisitFinished: {
            VisitState.CALLED: VisitState.FINISHED,
            VisitState.ARRIVED: VisitState.FINISHED,
            VisitState.SERVING: VisitState.FINISHED,
            VisitState.HELD: VisitState.FINISHED,
        },
        e.VisitMarkedNoShow: {
            VisitState.CALLED: VisitState.NO_SHOW,
            VisitState.HELD: VisitState.NO_SHOW,
        },
        e.VisitorLeft: {
            VisitState.WAITING: VisitState.LEFT,
            VisitState.CALLED: VisitState.LEFT,
            VisitState.ARRIVED: VisitState.LEFT,
            VisitState.HELD: VisitState.LEFT,
        },
    }
)
"""Which fact moves a visit where.

A fact without a row here, because it comes late, is kept and changes nothing.
"""

RATING_STANDS_AFTER: Final = timedelta(seconds=60)
"""How long a rating may be changed; after that it is final."""


class RefusalReason(StrEnum):
    """Why the rules say no."""

    WRONG_STATE = "wrong_state"
    ALREADY_CALLED = "already_called"
    ENDED = "ended"
    NOT_FINISHED = "not_finished"
    ALREADY_RATED = "already_rated"
    NO_SUCH_PHOTO = "no_such_photo"


@dataclass(frozen=True, slots=True)
class Refused:
    """What the rules do not allow now; nothing happened."""

    reason: RefusalReason


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay, folded from its events.

    `joined_at` is by the home's clock and decides the place in line.
    """

    id: str
    site_id: str
    number: str
    station: str
    joined_at: datetime
    state: VisitState = VisitState.WAITING
    seat: int | None = None
    topic: str | None = None
    member_id: str | None = None
    called_at: datetime | None = None
    arrived_at: datetime | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    hold_reason: e.HoldReason | None = None
    held_until: datetime | None = None
    outcome: e.Outcome | None = None
    rating: e.Rating | None = None
    rated_at: datetime | None = None
    photos: tuple[str, ...] = ()

    @property
    def ended(self) -> bool:
        """Whether nothing more can happen but a rating or an erased picture."""
        return self.state in ENDED

    def waited_s(self, now: datetime) -> int:
        """Seconds from joining until help began, or until it ended or `now`; never negative."""
        until = self.began_at or self.ended_at or now
        return max(0, int((until - self.joined_at).total_seconds()))


def check_in(command: c.CheckIn) -> e.VisitCheckedIn:
    """The fact that opens a visit; checking in is never refused."""
    return e.VisitCheckedIn(
        command.number, command.station, command.seat, command.topic, command.picture_declined
    )


def open_visit(visit_id: str, site_id: str, facts: e.VisitCheckedIn, joined_at: datetime) -> Visit:
    """The visit that begins with `facts`."""
    return Visit(
        visit_id,
        site_id,
        facts.number,
        facts.station,
        joined_at,
        seat=facts.seat,
        topic=facts.topic,
    )


def decide(visit: Visit, facts: e.VisitFacts, at: datetime) -> e.VisitFacts | Refused:
    """`facts` if the rules allow them now, or why not.

    `at` is the instant the facts would carry.
    """
    reason = _refusal(visit, facts, at)
    return facts if reason is None else Refused(reason)


def evolve(visit: Visit, facts: e.VisitFacts, at: datetime) -> Visit:
    """The visit after `facts`, recorded at `at`.

    Total: late or repeated facts leave the visit as it is.
    """
    match facts:
        case e.PhotoAttached(photo=photo):
            return visit if photo in visit.photos else replace(visit, photos=(*visit.photos, photo))
        case e.PhotoErased(photo=photo):
            return replace(visit, photos=tuple(kept for kept in visit.photos if kept != photo))
        case e.VisitRated(rating=rating):
            return (
                visit
                if _rating_refusal(visit, at)
                else replace(visit, rating=rating, rated_at=visit.rated_at or at)
            )
        case e.VisitSeated(seat=seat):
            return visit if visit.ended or seat is None else replace(visit, seat=seat)
        case e.VisitCheckedIn():
            return visit
        case _:
            state = MOVES[type(facts)].get(visit.state)
            return visit if state is None else _moved(replace(visit, state=state), facts, at)


def _refusal(visit: Visit, facts: e.VisitFacts, at: datetime) -> RefusalReason | None:
    match facts:
        case e.PhotoAttached() | e.VisitSeated():
            return RefusalReason.ENDED if visit.ended else None
        case e.PhotoErased(photo=photo):
            return None if photo in visit.photos else RefusalReason.NO_SUCH_PHOTO
        case e.VisitRated():
            return _rating_refusal(visit, at)
        case e.VisitCheckedIn():
            return RefusalReason.WRONG_STATE
        case _:
            return _move_refusal(visit, facts)


def _move_refusal(visit: Visit, facts: e.VisitFacts) -> RefusalReason | None:
    if visit.state in MOVES[type(facts)]:
        return None
    if visit.ended:
        return RefusalReason.ENDED
    called_twice = isinstance(facts, e.VisitCalled) and visit.state in WITH_MEMBER
    return RefusalReason.ALREADY_CALLED if called_twice else RefusalReason.WRONG_STATE


def _rating_refusal(visit: Visit, at: datetime) -> RefusalReason | None:
    if visit.state is not VisitState.FINISHED:
        return RefusalReason.NOT_FINISHED
    stands = visit.rated_at is not None and abs(at - visit.rated_at) > RATING_STANDS_AFTER
    return RefusalReason.ALREADY_RATED if stands else None


def _moved(visit: Visit, facts: e.VisitFacts, at: datetime) -> Visit:  # noqa: C901, PLR0911  one arm per fact
    """`visit`, already in its new state, with the fields that go with the move."""
    at_rest = replace(visit, hold_reason=None, held_until=None)
    match facts:
        case e.VisitCalled(member_id=member):
            return replace(_unhelped(at_rest), member_id=member, called_at=at)
        case e.VisitorArrived():
            return replace(at_rest, arrived_at=at)
        case e.ServiceBegan(member_id=member):
            return replace(
                at_rest, member_id=member, began_at=at, arrived_at=visit.arrived_at or at
            )
        case e.VisitHeld(reason=reason, until=until):
            return replace(visit, hold_reason=reason, held_until=until)
        case e.VisitFinished(member_id=member, outcome=outcome):
            return replace(at_rest, member_id=member, outcome=outcome, ended_at=at)
        case e.VisitMarkedNoShow() | e.VisitorLeft():
            return replace(at_rest, ended_at=at)
        case e.VisitTransferred(topic=topic):
            return replace(_unhelped(at_rest), topic=topic)
        case e.VisitReturned() | e.VisitResumed():
            return _unhelped(at_rest)
        case _:
            return visit


def _unhelped(visit: Visit) -> Visit:
    """Waiting again as if not called; the place in line is `joined_at`, so it is kept."""
    return replace(visit, member_id=None, called_at=None, arrived_at=None, began_at=None)
