"""Owns how a command becomes an event of the home: judged by the domain, recorded in the ledger.

Never opens a transaction: one ledger may carry several acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import uuid6

from kiosk.domain.commands import VisitCommand
from kiosk.domain.events import About, Event
from kiosk.domain.visit import Refused, Visit, decide
from kiosk.server.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class EventMeta:
    """Why an event comes about: its id, who acted, and the words that go with it."""

    event_id: str
    actor: str
    private: Mapping[str, str] = field(default_factory=dict)


def by_the_clock() -> EventMeta:
    """Time has come; nobody asked."""
    return EventMeta(str(uuid6.uuid7()), "timer")


def execute(
    ledger: Ledger, visit: Visit, command: VisitCommand, cause: EventMeta
) -> Refused | None:
    """Records what `command` comes to on `visit`, or says why not."""
    facts = decide(visit, command, ledger.received_at)
    if isinstance(facts, Refused):
        return facts
    ledger.append(
        Event(
            id=cause.event_id,
            site_id=visit.site_id,
            about=About("visit", visit.id),
            actor=cause.actor,
            origin="server",
            at=ledger.received_at,
            facts=facts,
            private=cause.private,
        )
    )
    return None
