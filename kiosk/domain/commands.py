"""What someone asks for, in the imperative. A command may be refused; an event may not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.events import EraseReason, HoldReason, LeaveReason, Outcome, Rating


@dataclass(frozen=True, slots=True)
class CheckIn:
    """Join the line with a number already drawn."""

    visit_id: str
    site_id: str
    number: str
    station: str
    seat: int | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class CallVisit:
    """Call this visitor."""

    member_id: str
    out_of_turn: bool = False


@dataclass(frozen=True, slots=True)
class RecallVisit:
    """Call the same visitor again."""

    member_id: str


@dataclass(frozen=True, slots=True)
class MarkArrived:
    """Member and visitor met."""


@dataclass(frozen=True, slots=True)
class BeginService:
    """Start helping."""

    member_id: str


@dataclass(frozen=True, slots=True)
class HoldVisit:
    """Rest outside the line; `until` ends an absent hold as a no-show."""

    reason: HoldReason
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ResumeVisit:
    """Back from a hold into the line."""


@dataclass(frozen=True, slots=True)
class TransferVisit:
    """Back into the line under another topic."""

    topic: str


@dataclass(frozen=True, slots=True)
class ReturnVisit:
    """Take a call or service back."""


@dataclass(frozen=True, slots=True)
class FinishVisit:
    """End with an outcome."""

    member_id: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class MarkNoShow:
    """End because nobody came."""


@dataclass(frozen=True, slots=True)
class LeaveQueue:
    """End without help."""

    reason: LeaveReason = LeaveReason.VISITOR


@dataclass(frozen=True, slots=True)
class AttachPhoto:
    """Keep a picture with the visit."""

    photo: str
    size: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ErasePhoto:
    """Destroy a picture."""

    photo: str
    reason: EraseReason


@dataclass(frozen=True, slots=True)
class RateVisit:
    """Answer the one question."""

    rating: Rating


VisitCommand = (
    CallVisit
    | RecallVisit
    | MarkArrived
    | BeginService
    | HoldVisit
    | ResumeVisit
    | TransferVisit
    | ReturnVisit
    | FinishVisit
    | MarkNoShow
    | LeaveQueue
    | AttachPhoto
    | ErasePhoto
    | RateVisit
)
"""What may be asked of a visit that exists; `CheckIn` makes one, `CallNext` asks the queue."""


@dataclass(frozen=True, slots=True)
class CallNext:
    """Call whoever is next in line."""

    member_id: str
