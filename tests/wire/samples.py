"""One event of each kind as version 1 writes it, and the answers a station reads.

The files beside this one hold the same as bytes. They are never written anew: what was sent once
may still arrive from a station that was away for months.
"""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from kiosk import wire
from kiosk.domain import events as e

AT = datetime(2026, 6, 1, 10, 42, 7, 250_000, tzinfo=UTC)
LATER = datetime(2026, 6, 1, 10, 52, 7, tzinfo=UTC)
VISIT = "01972b3c-5d10-7a31-9c55-0d6f0f9a4e21"
MAYA = "01972b00-0000-7000-8000-000000000001"
PICTURE = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

FACTS: dict[str, e.VisitFacts] = {
    "VisitCheckedIn": e.VisitCheckedIn("B14", "B", 3, "printing"),
    "VisitCalled": e.VisitCalled(MAYA, out_of_turn=True),
    "VisitRecalled": e.VisitRecalled(MAYA),
    "VisitorArrived": e.VisitorArrived(),
    "ServiceBegan": e.ServiceBegan(MAYA),
    "VisitHeld": e.VisitHeld(e.HoldReason.ABSENT, LATER),
    "VisitResumed": e.VisitResumed(),
    "VisitTransferred": e.VisitTransferred("phones"),
    "VisitReturned": e.VisitReturned(),
    "VisitFinished": e.VisitFinished(MAYA, e.Outcome.LOAN_OR_SWAP),
    "VisitMarkedNoShow": e.VisitMarkedNoShow(),
    "VisitorLeft": e.VisitorLeft(e.LeaveReason.CLOSED),
    "PhotoAttached": e.PhotoAttached(PICTURE, 183_204, 1920, 1080),
    "PhotoErased": e.PhotoErased(PICTURE, e.EraseReason.RETENTION),
    "VisitRated": e.VisitRated(e.Rating.EXCELLENT),
    "VisitSeated": e.VisitSeated(2),
}
OF_THE_STATION = {
    "VisitCheckedIn",
    "VisitSeated",
    "PhotoAttached",
    "PhotoErased",
    "VisitorLeft",
    "VisitRated",
}
PRIVATE = {
    "VisitCheckedIn": {"first_name": "Zoë ‘Z’ Ōta", "phone_token": "q5Xv0mB1n2c3d4e5f6g7h8"},
    "VisitFinished": {"note": "Loaned a charger.\nDue on Friday."},
}


def event(kind: str) -> e.Event:
    """The event of that kind that the file of its name holds."""
    number = list(FACTS).index(kind) + 1
    return e.Event(
        id=f"01972b3c-5d10-7a31-9c55-{number:012x}",
        site_id="hq",
        about=e.About("visit", VISIT),
        actor="visitor" if kind in OF_THE_STATION else f"member:{MAYA}",
        origin="station:B" if kind in OF_THE_STATION else "server",
        at=AT,
        facts=FACTS[kind],
        private=PRIVATE.get(kind, {}),
    )


PUSH = wire.Push(
    "hq",
    LATER,
    [wire.to_wire(event("VisitCheckedIn"), 600.0), wire.to_wire(event("VisitorLeft"), None)],
)
PUSHED = wire.Pushed(
    epoch="01972b00-0000-7000-8000-00000000000e",
    seq=812,
    acknowledged=[event("VisitCheckedIn").id],
    set_aside=[wire.SetAside(event("VisitorLeft").id, "unknown_visit", "")],
)
STATE = wire.State(
    epoch="01972b00-0000-7000-8000-00000000000e",
    seq=812,
    site=wire.WireSite(
        id="hq",
        name="The Help Bar",
        time_zone="Europe/London",
        picture_days=30,
        public_url="https://help.example.org",
        hours={
            "monday": wire.WireSpan("08:30", "17:00"),
            "friday": wire.WireSpan("09:00", "00:00"),
        },
        seats={"B": [1, 2, 3], "C": []},
    ),
    line=[VISIT],
    on_duty=["Maya", "Ben"],
    last_number=14,
    day="2026-06-01",
    visits=[wire.VisitUpdate(VISIT, "B14", "waiting", 3)],
)
STATE_WITH_TOPICS = msgspec.structs.replace(
    STATE,
    site=msgspec.structs.replace(
        STATE.site,
        topics=[
            wire.WireTopic("network", "Network & VPN", "wifi"),
            wire.WireTopic("other-things", "Other things"),
        ],
    ),
)
STATE_WITH_TAKES = msgspec.structs.replace(
    STATE, takes={"PhotoAttached": 1, "VisitCheckedIn": 1, "VisitorLeft": 1}
)
STATE_WITH_CALLS = msgspec.structs.replace(
    STATE_WITH_TAKES,
    site=msgspec.structs.replace(STATE.site, help_phone="5500"),
    calls=[wire.WireCall("C7", None, "Maya", 809), wire.WireCall("B12", 2, "", 802)],
    next=[wire.WirePlace("B14", 3), wire.WirePlace("C8", None)],
    seats_taken=[5],
)
PUSH_WITH_STATUS = wire.Push(
    "hq",
    LATER,
    [wire.to_wire(event("PhotoAttached"), 12.5)],
    wire.StationStatus(41, 86_412.25, 1, "lost", "low", "0.1.0"),
    "7a9f0c52-9c0e-4a53-b1a5-0f5a4c7a1e11",
    90_061.75,
)
PUSH_WITH_VISITS = msgspec.structs.replace(
    PUSH_WITH_STATUS,
    status=wire.StationStatus(41, 86_412.25, 1, "lost", "low", "0.1.0", 23),
)
STATUS_ALONE = wire.Push(
    "hq",
    LATER,
    [],
    wire.StationStatus(0, None, 0, "showing", "ok", "0.1.0"),
    "7a9f0c52-9c0e-4a53-b1a5-0f5a4c7a1e11",
    65.0,
)
