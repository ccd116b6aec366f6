"""Check-in service: gives a visitor a number and a seat, and commits the visit to disk.

Runs on the station thread only. Never asks the network: the last answer of the server is enough.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Final

from kiosk.domain import commands
from kiosk.domain.checkin_request import CheckInRequest, PictureReading
from kiosk.domain.events import About, Event, PhotoAttached, VisitFacts
from kiosk.domain.names import clean_name
from kiosk.domain.numbers import free_seat, number_of
from kiosk.domain.site import Site
from kiosk.domain.snapshot import Link, PictureFate, Receipt, SeatMark, StationSnapshot
from kiosk.domain.visit import VisitState, check_in
from kiosk.faults import StoreDamaged, StoreFault
from kiosk.journal import LogEvent, log
from kiosk.pictures.clean import measure
from kiosk.pictures.folder import photo_id
from kiosk.station.identity import StationIdentity
from kiosk.station.retention import Retention
from kiosk.station.snapshot import Snapshots
from kiosk.station.store.database import store_faults
from kiosk.station.store.recovery import StoreRecovery
from kiosk.station.store.space import Level
from kiosk.station.store.store import Store
from kiosk.station.store.visits import OwnVisit
from kiosk.station.writer import StationFolder
from kiosk.wire.reading import WireLine, WireMeaning, WireRead, read_to_text

PHONE_TOKEN_BYTES: Final = 16
"""128 random bits in the phone page's address: nobody finds another visitor's page by trying."""
_CORNER_DIGITS: Final = 4
"""Decimals of a corner that are sent: finer than one pixel of a picture 10,000 pixels wide."""


@dataclass(frozen=True, slots=True)
class EventRecorder:
    """Appends this station's events to its outbox, each with a new id."""

    recovery: StoreRecovery
    identity: StationIdentity
    new_id: Callable[[], str]

    def record(
        self,
        visit_id: str,
        facts: VisitFacts,
        at: datetime,
        *,
        actor: str = "visitor",
        private: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Call inside the transaction that writes what the event is about."""
        event = Event(
            id=self.new_id(),
            site_id=self.identity.site_id,
            about=About("visit", visit_id),
            actor=actor,
            origin=self.identity.origin,
            at=at,
            facts=facts,
            private=private,
        )
        store = self.recovery.store
        store.outbox.append(event, store.visits.order_of(visit_id))

    def record_timed(self, visit_id: str, facts: VisitFacts, at: datetime) -> None:
        """Records what happened because its time had come, not because somebody acted."""
        self.record(visit_id, facts, at, actor="timer")


class CheckInService:
    """Checks visitors in at one station."""

    def __init__(
        self,
        folder: StationFolder,
        recorder: EventRecorder,
        snapshots: Snapshots,
        retention: Retention,
    ) -> None:
        self._folder = folder
        self._recorder = recorder
        self._identity = recorder.identity
        self._snapshots = snapshots
        self._retention = retention

    def check_in(self, request: CheckInRequest, *, link: Link) -> Receipt:
        """The receipt of a visit that is on disk when this returns; StoreFault when it is not.

        A disk without room loses the picture, not the visit. A damaged store is repaired first.
        """
        request = replace(request, first_name=clean_name(request.first_name))
        photo = self._save_picture(request.picture) if request.picture else None
        without = PictureFate.NO_ROOM if request.picture else PictureFate.NONE
        fate = PictureFate.KEPT if photo else without
        try:
            return self._commit(request, photo, fate, link)
        except StoreDamaged as damaged:
            self._folder.recovery.repair(str(damaged))
            return self._commit(request, photo, fate, link)
        except StoreFault:
            freed = self._folder.space.release_reserve()
            if photo is None and not freed:
                raise
            if photo is not None:
                with suppress(StoreFault), store_faults():  # else the next sweep deletes it
                    self._retention.drop_file(photo.photo)
            return self._commit(request, None, without, link)

    @property
    def _store(self) -> Store:
        return self._folder.store

    def _commit(
        self, request: CheckInRequest, photo: PhotoAttached | None, fate: PictureFate, link: Link
    ) -> Receipt:
        """Reads nothing after the commit: a read that failed would make the caller commit twice."""
        at = self._folder.clock.now()
        with store_faults():
            before = self._snapshots.read(link)
            reachable = before.link in {Link.ONLINE, Link.DEGRADED}
            with self._store.transaction():
                visit, token = self._open_visit(before.site, request, at)
                if photo:
                    self._attach(visit.id, photo, request.reading or PictureReading(), at)
                receipt = self._receipt(visit, before, token if reachable else None)
        log(LogEvent.VISIT_CHECKED_IN, visit_id=visit.id, picture=photo is not None)
        if fate is PictureFate.NO_ROOM:
            log(LogEvent.PICTURE_NOT_KEPT, visit_id=visit.id)
        return replace(receipt, picture=fate)

    def _open_visit(
        self, site: Site, request: CheckInRequest, at: datetime
    ) -> tuple[OwnVisit, str]:
        """The new visit and the token of its phone page."""
        letter = self._identity.letter
        counter = self._store.visits.draw()
        number = number_of(letter, counter)
        seat = free_seat(site.seats.get(letter, ()), self._store.visits.taken())
        visit = OwnVisit(self._recorder.new_id(), number, seat, VisitState.WAITING.value)
        self._store.visits.add(visit, counter.day, at)
        command = commands.CheckIn(
            visit.id, site.site_id, number, letter, seat, request.topic, request.picture_declined
        )
        token = secrets.token_urlsafe(PHONE_TOKEN_BYTES)
        private = {"first_name": request.first_name, "phone_token": token}
        self._recorder.record(visit.id, check_in(command), at, private=private)
        return visit, token

    def _attach(
        self, visit_id: str, photo: PhotoAttached, reading: PictureReading, at: datetime
    ) -> None:
        self._store.photos.add(photo.photo, visit_id, at)
        facts = replace(photo, codes=tuple(code.text for code in reading.codes))
        self._recorder.record(visit_id, facts, at, private=_private_text(reading))

    def _save_picture(self, jpeg: bytes) -> PhotoAttached | None:
        """The fact about the picture, whose file is on disk when this returns.

        None where the disk has no room for it.
        """
        width, height = measure(jpeg)
        photo = photo_id(jpeg)
        try:
            with store_faults():
                if self._folder.space.check() is not Level.OK:
                    return None
                self._folder.pictures.save(photo, jpeg)
        except StoreFault:
            return None
        return PhotoAttached(photo, len(jpeg), width, height)

    def _receipt(self, visit: OwnVisit, before: StationSnapshot, token: str | None) -> Receipt:
        site = before.site
        seats = site.seats.get(self._identity.letter, ())
        taken = self._store.visits.taken()
        phone_url = f"{site.public_url}/v/{token}" if token and site.public_url else None
        return Receipt(
            visit_id=visit.id,
            number=visit.number,
            seat=visit.seat,
            seats=tuple(SeatMark(seat, seat in taken) for seat in seats),
            people_ahead=before.people_waiting,
            on_duty=before.on_duty,
            phone_url=phone_url,
        )


def _private_text(reading: PictureReading) -> Mapping[str, str]:
    """What was read, as the wire carries it: private, for whoever helps, deleted like a name."""
    if reading.is_empty:
        return {}
    read = WireRead(
        quote=reading.quote,
        lines=[
            WireLine(
                line.text,
                [round(part, _CORNER_DIGITS) for point in line.corners for part in point],
            )
            for line in reading.lines
        ],
        codes=[WireMeaning(code.text, code.meaning) for code in reading.codes],
        tags=[WireMeaning(tag.text, tag.meaning) for tag in reading.tags],
    )
    text = read_to_text(read)
    return {"read_words": text} if text else {}
