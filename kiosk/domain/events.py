"""Events: what happened to visits, in the past tense.

Facts hold what statistics need; people's words are kept apart, in `private`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    """How a visit ended, as the member says."""

    FIXED = "fixed"
    LOAN_OR_SWAP = "loan_or_swap"
    COME_BACK = "come_back"
    PASSED_ON = "passed_on"


class HoldReason(StrEnum):
    """Why a visit is held outside the queue."""

    ABSENT = "absent"
    COFFEE = "coffee"
    PARTS = "parts"


class LeaveReason(StrEnum):
    """Why a visit ended without help."""

    VISITOR = "visitor"
    CLOSED = "closed"


class EraseReason(StrEnum):
    """Why a picture was destroyed."""

    RETENTION = "retention"
    VISITOR = "visitor"
    MEMBER = "member"


class Rating(StrEnum):
    """The one question's four answers."""

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


@dataclass(frozen=True, slots=True)
class VisitCheckedIn:
    """A visitor joined the queue. `station` is the letter; `seat` is None when none was free.

    `picture_declined`: a picture was taken and the visitor said no to it; whoever helps asks for
    none.
    """

    number: str
    station: str
    seat: int | None = None
    topic: str | None = None
    picture_declined: bool = False


@dataclass(frozen=True, slots=True)
class VisitSeated:
    """A seat came free for a visitor who stood without one.

    `seat`: None when what the kiosk said is no seat; then the visitor stands as before.
    """

    seat: int | None


@dataclass(frozen=True, slots=True)
class VisitCalled:
    """A member called the visitor; `out_of_turn` when someone else was next."""

    member_id: str
    out_of_turn: bool = False


@dataclass(frozen=True, slots=True)
class VisitRecalled:
    """The member called again."""

    member_id: str


@dataclass(frozen=True, slots=True)
class VisitorArrived:
    """Member and visitor met."""


@dataclass(frozen=True, slots=True)
class ServiceBegan:
    """Help began; waiting is over."""

    member_id: str


@dataclass(frozen=True, slots=True)
class VisitHeld:
    """Out of the queue for a while; the place is kept until `until` (None: no limit)."""

    reason: HoldReason
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class VisitResumed:
    """Back in the queue, at the old place."""


@dataclass(frozen=True, slots=True)
class VisitTransferred:
    """Back in the queue under another topic, at the old place."""

    topic: str


@dataclass(frozen=True, slots=True)
class VisitReturned:
    """A call or service was taken back; the visit waits again at its old place."""


@dataclass(frozen=True, slots=True)
class VisitFinished:
    """Help ended with `outcome`. The member's note is private."""

    member_id: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class VisitMarkedNoShow:
    """Nobody came after the call."""


@dataclass(frozen=True, slots=True)
class VisitorLeft:
    """The visit ended without help."""

    reason: LeaveReason = LeaveReason.VISITOR


@dataclass(frozen=True, slots=True)
class PhotoAttached:
    """A picture belongs to the visit.

    `photo` is the SHA-256 (hex) of what the visitor agreed to. Sizes in bytes, pixels. `codes` are
    the known codes read on it, for counting; its words are private.
    """

    photo: str
    size: int
    width: int
    height: int
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhotoErased:
    """The picture was destroyed; `reason` None when whoever did it gave none that is known."""

    photo: str
    reason: EraseReason | None = None


@dataclass(frozen=True, slots=True)
class VisitRated:
    """The visitor answered the one question."""

    rating: Rating


VisitFacts = (
    VisitCheckedIn
    | VisitSeated
    | VisitCalled
    | VisitRecalled
    | VisitorArrived
    | ServiceBegan
    | VisitHeld
    | VisitResumed
    | VisitTransferred
    | VisitReturned
    | VisitFinished
    | VisitMarkedNoShow
    | VisitorLeft
    | PhotoAttached
    | PhotoErased
    | VisitRated
)

FACTS: Final[Mapping[str, type[VisitFacts]]] = {kind.__name__: kind for kind in VisitFacts.__args__}
"""Every kind of visit fact by the name it travels under."""

STATION_FACTS: Final[frozenset[type[VisitFacts]]] = frozenset(
    {VisitCheckedIn, VisitSeated, PhotoAttached, PhotoErased, VisitorLeft, VisitRated}
)
"""Facts that a station may write about its own visitor. The home writes all others, so that two
writers never conflict."""

WIRE_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class About:
    """What an event is about; only visits so far."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Event:
    """A recorded fact and its origin.

    Retention empties `private`; the rest stays for statistics.
    """

    id: str
    site_id: str
    about: About
    actor: str
    origin: str
    at: datetime
    facts: VisitFacts
    private: Mapping[str, str] = field(default_factory=dict)
    version: int = WIRE_VERSION

    @property
    def type(self) -> str:
        """The name the facts travel under."""
        return type(self.facts).__name__
