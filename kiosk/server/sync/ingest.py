"""Ingest of what stations offer: each event judged alone, so that one bad one blocks nothing."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from kiosk import wire
from kiosk.domain.events import STATION_FACTS, Event, VisitCheckedIn, VisitSeated
from kiosk.journal import LogEvent, log
from kiosk.server.fleet.seats import seats_by_letter
from kiosk.server.store.ledger.ledger import Ledger
from kiosk.server.sync import credible
from kiosk.server.sync.event_time import EventClock
from kiosk.wire import RefusalCode


def accept(
    ledger: Ledger, push: wire.Push, letter: str, epoch: str, max_visits: int | None = None
) -> wire.Pushed:
    """Stores what can be stored; the answer names each id as acknowledged or set aside.

    From the first visit beyond `max_visits` on nothing is read and no id is named: the station
    keeps those events and offers them again.
    """
    acknowledged: list[str] = []
    set_aside: list[wire.SetAside] = []
    event_clock = EventClock(ledger.received_at, push.sent_at, push.up_s or 0.0)
    push = _credible(push, seats_by_letter(ledger.connection, ledger.site).get(letter, ()))
    tokens = (offered.private.get("phone_token") for offered in push.events)
    ledger.preload(
        {offered.about.id for offered in push.events}, {token for token in tokens if token}
    )
    known = ledger.known([offered.id for offered in push.events])
    for offered in push.events:
        begins = offered.type == VisitCheckedIn.__name__ and offered.id not in known
        if begins and max_visits is not None and ledger.begun >= max_visits:
            break
        refusal = None if offered.id in known else _take(ledger, offered, letter, event_clock)
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
    return wire.Pushed(epoch, ledger.seq, acknowledged, set_aside)


def _take(
    ledger: Ledger, offered: wire.WireEvent, letter: str, event_clock: EventClock
) -> wire.SetAside | None:
    try:
        at = event_clock.resolve(offered.at, offered.age_s)
        event = wire.from_wire(offered, at)
    except wire.TooNew as fault:
        return wire.SetAside(offered.id, RefusalCode.TOO_NEW, str(fault)[:300])
    except ValueError as fault:
        return wire.SetAside(offered.id, RefusalCode.MALFORMED, str(fault)[:300])
    code = _not_allowed(ledger, event, letter)
    if code is not None:
        return wire.SetAside(event.id, code, "")
    ledger.add(event, aged=offered.age_s is not None)
    return None


def _credible(push: wire.Push, seats: Collection[int]) -> wire.Push:
    """The push without values that cannot be; each event stays."""
    return replace(push, events=[_credible_event(each, push.up_s, seats) for each in push.events])


def _credible_event(
    offered: wire.WireEvent, up_s: float | None, seats: Collection[int]
) -> wire.WireEvent:
    placed = offered.type in (VisitCheckedIn.__name__, VisitSeated.__name__)
    return replace(
        offered,
        age_s=credible.age_s(offered.age_s, up_s),
        facts=credible.facts(offered.facts, seats) if placed else offered.facts,
        private=dict(credible.words(offered.private)),
    )


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
