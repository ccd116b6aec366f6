"""Planted bugs: what the simulation must find. They live here only, put over the real classes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import requests
from sqlalchemy import select

from kiosk import wire
from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.events import Event, VisitCheckedIn
from kiosk.domain.numbers import Counter
from kiosk.domain.snapshot import Link, Receipt
from kiosk.domain.visit import VisitState
from kiosk.faults import LinkFault
from kiosk.server.auth.devices import Caller
from kiosk.server.queue.acts import ActRequest, QueueActs
from kiosk.server.store.ledger.ledger import Ledger
from kiosk.server.store.tables import events
from kiosk.server.store.visit_rows import load_visit
from kiosk.server.sync.api import SyncApi
from kiosk.server.sync.event_time import EventClock
from kiosk.station.checkin import CheckInService
from kiosk.station.store.outbox import Outbox
from kiosk.station.store.photos import Photos
from kiosk.station.store.visits import OwnVisit, Visits
from kiosk.sync import transport
from kiosk.sync.ports import Offered, OfferedPhoto
from kiosk.sync.transport import HttpSyncClient
from kiosk.sync.up import SyncUp
from tests.doubles.fuse import Died
from tests.simulation.members import Team

Plant = Callable[[pytest.MonkeyPatch], None]


def home_acknowledges_before_the_commit(patch: pytest.MonkeyPatch) -> None:
    accept = SyncApi._accept

    def too_early(api: SyncApi, read: wire.ReadPush, caller: Caller) -> tuple[wire.Pushed, int]:
        try:
            return accept(api, read, caller)
        except Died:
            return wire.Pushed(api.store.epoch, 0, [event.id for event in read.push.events]), 0

    patch.setattr(SyncApi, "_accept", too_early)


def station_shows_the_number_before_the_commit(patch: pytest.MonkeyPatch) -> None:
    add, check_in = Visits.add, CheckInService.check_in
    drawn: list[OwnVisit] = []

    def noted(visits: Visits, visit: OwnVisit, day: str, at: datetime) -> None:
        drawn.append(visit)
        add(visits, visit, day, at)

    def too_early(service: CheckInService, request: CheckInRequest, *, link: Link) -> Receipt:
        drawn.clear()
        try:
            return check_in(service, request, link=link)
        except Died:
            if not drawn:
                raise
            return Receipt(drawn[0].id, drawn[0].number, None, (), 0, (), None)

    patch.setattr(Visits, "add", noted)
    patch.setattr(CheckInService, "check_in", too_early)


def station_deletes_on_4xx(patch: pytest.MonkeyPatch) -> None:
    push = SyncUp._push

    def deleting(up: SyncUp, batch: Sequence[Offered]) -> None:
        try:
            push(up, batch)
        except LinkFault as fault:
            if not fault.reason.startswith("status 4"):
                raise
            outbox: Any = up._outbox
            outbox._folder.store.outbox.acknowledge([offer.event.id for offer in batch])

    patch.setattr(SyncUp, "_push", deleting)


def station_trusts_any_200(patch: pytest.MonkeyPatch) -> None:
    push, check = HttpSyncClient.push, transport._check
    epochs: list[str] = ["none yet"]

    def trusting(response: requests.Response, body: bytes) -> None:
        if response.status_code not in range(200, 300):
            check(response, body)

    def believed(
        link: HttpSyncClient, offers: Sequence[Offered], status: wire.StationStatus | None = None
    ) -> wire.Pushed:
        try:
            answer = push(link, offers, status)
        except LinkFault as fault:
            if fault.reason != "answer cannot be read":
                raise
            return wire.Pushed(epochs[-1], 0, [offer.event.id for offer in offers])
        epochs.append(answer.epoch)
        return answer

    patch.setattr(transport, "_check", trusting)
    patch.setattr(HttpSyncClient, "push", believed)


def clock_decides_the_order(patch: pytest.MonkeyPatch) -> None:
    def by_its_clock(_arrival: EventClock, at: datetime, _age_s: float | None) -> datetime:
        return at

    patch.setattr(EventClock, "resolve", by_its_clock)


def clock_decides_the_state(patch: pytest.MonkeyPatch) -> None:
    """Last writer wins: whatever bears the latest time is what the visit is."""
    fold = Ledger._fold

    def by_clock(ledger: Ledger, event: Event, *, aged: bool) -> None:
        fold(ledger, event, aged=aged)
        visit = load_visit(ledger.connection, event.about.id)
        mine = select(events.c.type).where(events.c.about_id == event.about.id)
        newest = ledger.connection.scalar(mine.order_by(events.c.at.desc()))
        if visit and newest == VisitCheckedIn.__name__:
            ledger._store(replace(visit, state=VisitState.WAITING))

    patch.setattr(Ledger, "_fold", by_clock)


def member_retries_under_a_new_id(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Team, "retry_id", lambda team, _attempt: team._new_id())


def home_forgets_empty_answers(patch: pytest.MonkeyPatch) -> None:
    remember = QueueActs._remember

    def forgetful(
        acts: QueueActs, ledger: Ledger, request: ActRequest, act: str, visit_id: str | None
    ) -> None:
        if visit_id is not None:
            remember(acts, ledger, request, act, visit_id)

    patch.setattr(QueueActs, "_remember", forgetful)


def station_ignores_the_epoch(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Outbox, "note_epoch", lambda _outbox, _epoch: False)


def station_never_offers_a_refused_picture_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Photos, "offer_again", lambda _photos: None)


def station_takes_silence_for_a_received_picture(patch: pytest.MonkeyPatch) -> None:
    upload = HttpSyncClient.upload

    def hopeful(
        link: HttpSyncClient, offer: OfferedPhoto, content: bytes, enough: Callable[[], bool]
    ) -> bool:
        try:
            return upload(link, offer, content, enough)
        except LinkFault:
            return True

    patch.setattr(HttpSyncClient, "upload", hopeful)


def station_counts_anew_whatever_it_has_drawn(patch: pytest.MonkeyPatch) -> None:
    def told(counter: Counter, day: str, last: int, *, all_known: bool) -> Counter:
        return Counter(day, last)

    patch.setattr(Counter, "with_server_count", told)


def station_keeps_late_words_to_itself(patch: pytest.MonkeyPatch) -> None:
    append = Outbox.append

    def silent(outbox: Outbox, event: Event, visit_order: int) -> None:
        append(outbox, event, visit_order)
        if "read_words" in event.private:
            outbox.acknowledge([event.id])

    patch.setattr(Outbox, "append", silent)


def home_believes_no_mark(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(SyncApi, "_renew_if_proved", lambda _api, _push: None)


BUGS: Mapping[Plant, int] = {
    home_acknowledges_before_the_commit: 17,
    station_shows_the_number_before_the_commit: 7,
    station_deletes_on_4xx: 3,
    station_trusts_any_200: 33,
    clock_decides_the_order: 2,
    clock_decides_the_state: 2,
    member_retries_under_a_new_id: 1,
    home_forgets_empty_answers: 1,
    station_ignores_the_epoch: 4,
    station_never_offers_a_refused_picture_again: 20,
    station_takes_silence_for_a_received_picture: 2,
    station_counts_anew_whatever_it_has_drawn: 121,
    station_keeps_late_words_to_itself: 0,
    home_believes_no_mark: 2,
}
"""Each with a seed that found it lately: tried first, for others may take a minute."""
