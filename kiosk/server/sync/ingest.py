"""Ingest of what stations offer: each event judged alone, so that one bad one blocks nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from kiosk import wire
from kiosk.domain.events import STATION_FACTS, Event, VisitCheckedIn, VisitSeated
from kiosk.journal import LogEvent, log
from kiosk.server.fleet.seats import seats_by_letter
from kiosk.server.store.ledger.ledger import Ledger
from kiosk.server.sync import credible
from kiosk.server.sync.event_time import EventClock
from kiosk.wire import RefusalCode


@dataclass(frozen=True, slots=True)
class Accepted:
    """The answer to a push, and the names of the fields whose values were voided."""

    answer: wire.Pushed
    voided: Collection[str]


def accept(
    ledger: Ledger, read: wire.ReadPush, letter: str, epoch: str, max_visits: int | None = None
) -> Accepted:
    """Stores what can be stored; the answer names each id as acknowledged or set aside.

    From the first visit beyond `max_visits` on nothing is read and no id is named: the station
    keeps those events and offers them again.
    """
    acknowledged: list[str] = []
    set_aside = list(read.refused)
    event_clock = EventClock(ledger.received_at, read.push.sent_at, read.push.up_s or 0.0)
    seats = seats_by_letter(ledger.connection, ledger.site).get(letter, ())
    push, voided = _credible(read.push, seats)
    tokens = (offered.private.get("phone_token") for offered in push.events)
    ledger.preload(
        {offered.about.id for offered in push.events}, {token for token in tokens if token}
    )
    known = ledger.known([offered.id for offered in push.events])
    for offered in push.events:
        begins = offered.type == VisitCheckedIn.__name__ and offered.id not in known
        if begins and max_visits is not None and ledger.begun >= max_visits:
            break
        refusal = None
        if offered.id not in known:
            refusal = _take(ledger, offered, letter, event_clock, voided)
        if refusal is None:
            acknowledged.append(offered.id)
            known.add(offered.id)
        else:
            set_aside.append(refusal)
    ledger.flush()
    if acknowledged:
        log(LogEvent.EVENTS_ACCEPTED, station=letter, count=len(acknowledged), seq=ledger.seq)
    for refusal in set_aside:
        log(LogEvent.EVENT_SET_ASIDE, event_id=refusal.id, code=refusal.code)
    answer = wire.Pushed(epoch, ledger.seq, acknowledged, set_aside)
    return Accepted(answer, voided.union(read.voided))


def _take(
    ledger: Ledger,
    offered: wire.WireEvent,
    letter: str,
    event_clock: EventClock,
    voided: set[str],
) -> wire.SetAside | None:
    event = _judged(offered, event_clock.resolve(offered.at, offered.age_s), voided)
    if isinstance(event, wire.SetAside):
        return event
    code = _not_allowed(ledger, event, letter)
    if code is not None:
        return wire.SetAside(event.id, code, "")
    ledger.add(event, aged=offered.age_s is not None)
    return None


def _judged(offered: wire.WireEvent, at: datetime, voided: set[str]) -> Event | wire.SetAside:
    """The event, without optional facts that cannot be; or why it means nothing even so."""
    try:
        return wire.from_wire(offered, at)
    except wire.TooNew as fault:
        return wire.SetAside(offered.id, RefusalCode.TOO_NEW, str(fault)[:300])
    except ValueError as fault:
        kept, names = wire.void_facts(offered)
        if not names:
            return wire.SetAside(offered.id, RefusalCode.MALFORMED, str(fault)[:300])
    voided.update(names)
    return _judged(kept, at, voided)


def _credible(push: wire.Push, seats: Collection[int]) -> tuple[wire.Push, set[str]]:
    """The push without values that cannot be, and their names; each event stays."""
    voided: set[str] = set()
    events = [_credible_event(each, push.up_s, seats, voided) for each in push.events]
    return replace(push, events=events), voided


def _credible_event(
    offered: wire.WireEvent, up_s: float | None, seats: Collection[int], voided: set[str]
) -> wire.WireEvent:
    facts, private = offered.facts, credible.words(offered.private)
    if offered.type in (VisitCheckedIn.__name__, VisitSeated.__name__):
        facts = credible.facts(facts, seats)
        voided.update(f"facts.{name}" for name in facts if facts[name] != offered.facts[name])
    if "phone_token" in offered.private and "phone_token" not in private:
        voided.add("private.phone_token")
    age_s = credible.age_s(offered.age_s, up_s)
    return replace(offered, age_s=age_s, facts=facts, private=dict(private))


def _not_allowed(ledger: Ledger, event: Event, letter: str) -> RefusalCode | None:
    """A station speaks only of its own site, its own letter and its own visitors."""
    if event.site_id != ledger.site.site_id or event.about.kind != "visit":
        return RefusalCode.WRONG_SITE
    if event.origin != f"station:{letter}" or event.actor.startswith("member:"):
        return RefusalCode.WRONG_ORIGIN
    if type(event.facts) not in STATION_FACTS:
        return RefusalCode.HOME_ONLY
    visit = ledger.visit(event.about.id)
    if isinstance(event.facts, VisitCheckedIn):
        ours = event.facts.station == letter and visit is None
        return None if ours else RefusalCode.NOT_YOURS
    if visit is None:
        return RefusalCode.UNKNOWN_VISIT
    return None if visit.station == letter else RefusalCode.NOT_YOURS
