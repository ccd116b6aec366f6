"""Check-in service: gives a visitor a number and a seat, and commits the visit to disk.

Also gives seats that came free to whoever stands, and adds to a visit what was read too late for
its check-in.

Runs on the station thread only. Never asks the network: the last answer of the server is enough.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from msgspec import UNSET

from kiosk.clock import Clock
from kiosk.domain import commands
from kiosk.domain.checkin_request import CheckInRequest, Corners, PictureReading
from kiosk.domain.events import PhotoAttached, VisitSeated
from kiosk.domain.names import clean_name
from kiosk.domain.numbers import number_of
from kiosk.domain.seats import free_seat, seats_to_give, standing
from kiosk.domain.site import Site
from kiosk.domain.snapshot import Link, PictureFate, Receipt, SeatMark, StationSnapshot
from kiosk.domain.visit import VisitState, check_in
from kiosk.faults import StoreDamaged, StoreFault
from kiosk.journal import LogEvent, log
from kiosk.pictures.clean import measure
from kiosk.pictures.folder import photo_id
from kiosk.space import Level
from kiosk.station.retention import Retention
from kiosk.station.snapshot import Snapshots
from kiosk.station.store.database import store_faults
from kiosk.station.store.recovery import StoreRecovery
from kiosk.station.store.store import Store
from kiosk.station.store.visits import OwnVisit
from kiosk.station.writer import EventRecorder, StationFolder
from kiosk.wire.events import is_code
from kiosk.wire.reading import WireFrame, WireLine, WireMeaning, WireRead, read_to_text

PHONE_TOKEN_BYTES: Final = 16
"""128 random bits in the phone page's address: nobody finds another visitor's page by trying."""
_CORNER_DIGITS: Final = 4
"""Decimals of a corner that are sent: finer than one pixel of a picture 10,000 pixels wide."""


@dataclass(frozen=True, slots=True)
class Seating:
    """The seats of one station; call every method inside the transaction that it is part of."""

    recovery: StoreRecovery
    recorder: EventRecorder
    clock: Clock

    def seat_standing(self) -> int:
        """Gives free seats to visitors who stand, longest first; how many got one."""
        seats, taken, today = self._seats()
        visits = self.recovery.store.visits
        if free_seat(seats, taken) is None:
            return 0  # mostly so while somebody stands: nobody needs to be looked for
        given = seats_to_give(seats, taken, standing(visits.without_seat(), today))
        for visit, seat in given:
            visits.give_seat(visit.id, seat)
            self.recorder.record(visit.id, VisitSeated(seat), self.clock.now(), actor="station")
        return len(given)

    def free_seat(self) -> int | None:
        """The seat for somebody who comes now; None when every seat is taken."""
        self.seat_standing()
        seats, taken, _ = self._seats()
        return free_seat(seats, taken)

    def marks(self) -> tuple[SeatMark, ...]:
        """Every seat of this station, and whether somebody holds it."""
        seats, taken, _ = self._seats()
        return tuple(SeatMark(seat, seat in taken) for seat in seats)

    def _seats(self) -> tuple[tuple[int, ...], frozenset[int], str]:
        """The seats of this station, those of them that are taken, and the server's day.

        A seat may have been another station's until today, and its visitor still sits there.
        """
        visits = self.recovery.store.visits
        home = visits.home()
        if home is None:
            return (), frozenset(), ""
        seats = home.site.seats.get(self.recorder.identity.letter, ())
        return tuple(seats), visits.taken() | frozenset(home.seats_taken), home.day


class CheckInService:
    """Checks visitors in at one station."""

    def __init__(
        self,
        folder: StationFolder,
        recorder: EventRecorder,
        snapshots: Snapshots,
        retention: Retention,
        seating: Seating,
    ) -> None:
        self._folder = folder
        self._recorder = recorder
        self._snapshots = snapshots
        self._retention = retention
        self._seating = seating

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

    def add_reading(self, visit_id: str, reading: PictureReading) -> bool:
        """Records what was read on the visit's picture after the check-in; False when it may not.

        The picture is announced once more, with the words: an older server knows that event. None
        are added to a picture that is gone, or that has words from after the check-in already.
        """
        try:
            return self._add_reading(visit_id, reading)
        except StoreDamaged as damaged:
            self._folder.recovery.repair(str(damaged))
            return self._add_reading(visit_id, reading)

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

    def _add_reading(self, visit_id: str, reading: PictureReading) -> bool:
        if reading.is_empty:
            return False
        with store_faults(), self._store.transaction():
            announced = self._store.photos.announced(visit_id)
            if len(announced) != 1:
                return False
            self._store.private_words.expect_more(visit_id)
            self._announce(visit_id, announced[0], reading, self._folder.clock.now())
        log(LogEvent.READING_ADDED, visit_id=visit_id)
        return True

    def _open_visit(
        self, site: Site, request: CheckInRequest, at: datetime
    ) -> tuple[OwnVisit, str]:
        """The new visit and the token of its phone page."""
        letter = self._recorder.identity.letter
        counter = self._store.visits.draw()
        number = number_of(letter, counter)
        seat = self._seating.free_seat()
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
        self._announce(visit_id, photo, reading, at)

    def _announce(
        self, visit_id: str, photo: PhotoAttached, reading: PictureReading, at: datetime
    ) -> None:
        codes = (code.text for code in reading.codes)
        facts = replace(photo, codes=tuple(filter(is_code, codes)))
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
        phone_url = f"{site.public_url}/v/{token}" if token and site.public_url else None
        return Receipt(
            visit_id=visit.id,
            number=visit.number,
            seat=visit.seat,
            seats=self._seating.marks(),
            people_ahead=before.people_waiting if before.board else None,
            on_duty=before.board.on_duty if before.board else (),
            phone_url=phone_url,
        )


def _private_text(reading: PictureReading) -> Mapping[str, str]:
    """What was read, as the wire carries it: private, for whoever helps, deleted like a name."""
    if reading.is_empty:
        return {}
    read = WireRead(
        quote=reading.quote,
        lines=[WireLine(line.text, _flat(line.corners)) for line in reading.lines],
        codes=[WireMeaning(code.text, code.meaning, code.member) for code in reading.codes],
        tags=[WireMeaning(tag.text, tag.meaning, kind=tag.kind or UNSET) for tag in reading.tags],
        frames=[WireFrame(_flat(frame.corners), frame.code) for frame in reading.frames],
    )
    text = read_to_text(read)
    return {"read_words": text} if text else {}


def _flat(corners: Corners) -> list[float]:
    """Within the picture: a slanted paragraph's frame may reach beyond it."""
    return [round(min(max(part, 0.0), 1.0), _CORNER_DIGITS) for point in corners for part in point]
