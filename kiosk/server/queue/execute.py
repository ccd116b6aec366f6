"""Runs one act on a visit: the domain checks it, the ledger appends the event.

Opens no transaction: one ledger may carry several acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import uuid6

from kiosk.domain.events import About, Event, VisitFacts
from kiosk.domain.visit import Refused, Visit, decide
from kiosk.server.store.ledger.ledger import Ledger


@dataclass(frozen=True, slots=True)
class EventMeta:
    """The envelope of an event: id, actor and private words."""

    event_id: str
    actor: str
    private: Mapping[str, str] = field(default_factory=dict)


def by_timer() -> EventMeta:
    """The envelope of an event that nobody asked for: its time has come."""
    return EventMeta(str(uuid6.uuid7()), "timer")


def by_command() -> EventMeta:
    """The envelope of an event that somebody asked for on the server's command line."""
    return EventMeta(str(uuid6.uuid7()), "command")


def execute(ledger: Ledger, visit: Visit, facts: VisitFacts, meta: EventMeta) -> Refused | None:
    """Records `facts` about `visit`, or says why not."""
    decided = decide(visit, facts, ledger.received_at)
    if isinstance(decided, Refused):
        return decided
    ledger.append(
        Event(
            id=meta.event_id,
            site_id=visit.site_id,
            about=About("visit", visit.id),
            actor=meta.actor,
            origin="server",
            at=ledger.received_at,
            facts=decided,
            private=meta.private,
        )
    )
    return None
