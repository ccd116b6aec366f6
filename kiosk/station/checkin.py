"""Owns what happens at this station when a visitor checks in: number, seat, and all of it on disk.

Runs on the station thread only. Never asks the network: what the home last said is enough.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

from kiosk import wire
from kiosk.clock import Clock
from kiosk.domain import commands
from kiosk.domain.events import About, Event, PhotoAttached, VisitFacts
from kiosk.domain.names import clean_name
from kiosk.domain.numbers import free_seat, number_of
from kiosk.domain.site import Site
from kiosk.domain.snapshot import Link, PictureFate, Receipt, SeatMark, StationSnapshot, link_with
from kiosk.domain.visit import VisitState, check_in
from kiosk.faults import StoreDamaged, StoreFault
from kiosk.journal import LogEvent, log
from kiosk.pictures.clean import measure
from kiosk.pictures.folder import PictureFolder, photo_id
from kiosk.station.identity import StationIdentity
from kiosk.station.retention import Purge
from kiosk.station.server_time import ServerTime
from kiosk.station.store.backups import Backups
from kiosk.station.store.database import store_faults
from kiosk.station.store.recovery import Condition, StoreRecovery
from kiosk.station.store.space import Level, Space
from kiosk.station.store.store import Store
from kiosk.station.store.visits import OwnVisit
from kiosk.vision.reading import Reading
from kiosk.wire.reading import WireLine, WireMeaning, WireRead, read_to_text

_NO_ONE_YET = "Walk-up kiosk"
"""The name on the welcome screen of a station that has never heard from its home."""
PHONE_TOKEN_BYTES = 16
"""128 random bits in the phone page's address (notes: server 5)."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a visitor told, and how the line stood then."""

    first_name: str
    topic: str | None
    link: Link
    reading: Reading
    """What was read on the picture; nothing without one."""


class Reception:
    """Check-in and housekeeping of one station."""

    def __init__(
        self,
        badge: StationIdentity,
        data: Path,
        clock: Clock,
        new_id: Callable[[], str],
        space: Space | None = None,
    ) -> None:
        self._badge = badge
        self._clock = clock
        self._new_id = new_id
        self.server_time = ServerTime(clock)
        with store_faults():
            data.mkdir(parents=True, exist_ok=True)
            self.space = space or Space(data)
            self.pictures = PictureFolder(data / "pictures")
        self.backups = Backups(data / "station.db", data / "backups")
        self.recovery = StoreRecovery(data / "station.db", self.backups, clock, self.pictures.has)
        self.purging = Purge(self.recovery, self.pictures, self.server_time, self._record_timed)
        self.recovery.reading(self.purging.sweep)

    @property
    def store(self) -> Store:
        """The store of now; StoreFault while there is none."""
        return self.recovery.store

    def check_in(
        self,
        first_name: str,
        jpeg: bytes | None,
        topic: str | None = None,
        *,
        link: Link,
        reading: Reading | None = None,
    ) -> Receipt:
        """A visit with its number, on disk when this returns; StoreFault when it is not.

        Where the disk has no room the picture is let go, not the visit; a store found damaged is
        put back first.
        """
        said = _Said(clean_name(first_name), topic, link, reading or Reading())
        shot = self._keep_picture(jpeg) if jpeg else None
        lost = PictureFate.NO_ROOM if jpeg else PictureFate.NONE
        try:
            return self._kept(said, shot, PictureFate.KEPT if shot else lost)
        except StoreDamaged as damaged:
            self.recovery.repair(str(damaged))
            return self._kept(said, shot, PictureFate.KEPT if shot else lost)
        except StoreFault:
            freed = self.space.give_up_reserve()
            if shot is None and not freed:
                raise
            if shot is not None:
                with suppress(StoreFault), store_faults():
                    self.purging.drop_file(shot.photo)  # else the next sweep finds it
            return self._kept(said, None, lost)

    def snapshot(self, link: Link = Link.OFFLINE) -> StationSnapshot:
        """What the welcome screen may show now; `link` as the exchanges with the server say."""
        home = self.store.visits.home()
        backlog = self.store.outbox.backlog()
        refused_s = self.store.refusal.lasted_s()
        line = home.line if home else ()
        return StationSnapshot(
            site=wire.site_from_wire(home.site) if home else Site(self._badge.site_id, _NO_ONE_YET),
            people_waiting=len(line) + self.store.visits.waiting_besides(line),
            on_duty=tuple(home.on_duty) if home else (),
            link=link_with(link, backlog) if refused_s is None else Link.REFUSED,
            waiting_events=backlog.waiting,
            waiting_visits=backlog.visits,
            oldest_s=backlog.oldest_s,
            refused_s=None if refused_s is None else int(refused_s),
        )

    def status(self, camera: str, taken: Collection[str] = ()) -> wire.StationStatus:
        """How this station fares once the server has the events `taken`.

        `camera` as its face says.
        """
        backlog = self.store.outbox.backlog(taken)
        return wire.StationStatus(
            waiting=backlog.waiting,
            oldest_s=backlog.oldest_s,
            set_aside=backlog.set_aside,
            camera=camera,
            store=self._fares(),
            version=version("walkup-kiosk"),
            visits=backlog.visits,
        )

    def _fares(self) -> str:
        """A disk that fills comes first: somebody can still do something about that."""
        whole = self.recovery.condition is Condition.WHOLE
        told = whole or self.space.level is not Level.ROOMY
        return self.space.level.value if told else Condition.RESTORED.value

    def purge(self) -> bool:
        """Deletes what is past its keeping time; True when backups must be made anew after it."""
        with store_faults():
            self.purging.run(self.snapshot().site)
            return self.store.words.owed()

    def pay(self) -> None:
        """No backup holds what was emptied; nor does the log, unless somebody still reads it."""
        with store_faults():
            if self.store.truncate_log():
                self.store.words.paid()

    def look(self) -> None:
        """How the disk stands, and the write-ahead log, which is emptied when it has grown."""
        with store_faults():
            self.space.tend()
            self.recovery.look_at_log()

    def now(self) -> datetime:
        """The station's wall clock."""
        return self._clock.now()

    def _kept(self, said: _Said, shot: PhotoAttached | None, fate: PictureFate) -> Receipt:
        """Nothing is read after the commit: what fails then would be tried, and kept, twice."""
        at = self._clock.now()
        with store_faults():
            before = self.snapshot(said.link)
            reachable = before.link in {Link.ONLINE, Link.DEGRADED}
            with self.store.transaction():
                visit, token = self._open_visit(before.site, said, at)
                if shot:
                    self.store.photos.add(shot.photo, visit.id, at)
                    told = replace(shot, codes=tuple(code.code for code in said.reading.codes))
                    self._record(visit.id, told, at, private=_words(said.reading))
                receipt = self._receipt(visit, before, token if reachable else None)
        log(LogEvent.VISIT_CHECKED_IN, visit_id=visit.id, picture=shot is not None)
        if fate is PictureFate.NO_ROOM:
            log(LogEvent.PICTURE_NOT_KEPT, visit_id=visit.id)
        return replace(receipt, picture=fate)

    def _open_visit(self, site: Site, said: _Said, at: datetime) -> tuple[OwnVisit, str]:
        counter = self.store.visits.draw()
        number = number_of(self._badge.letter, counter)
        seat = free_seat(site.seats.get(self._badge.letter, ()), self.store.visits.taken())
        visit = OwnVisit(self._new_id(), number, seat, VisitState.WAITING.value)
        self.store.visits.add(visit, counter.day, at)
        letter = self._badge.letter
        command = commands.CheckIn(visit.id, site.site_id, number, letter, seat, said.topic)
        token = secrets.token_urlsafe(PHONE_TOKEN_BYTES)
        private = {"first_name": said.first_name, "phone_token": token}
        self._record(visit.id, check_in(command), at, private=private)
        return visit, token

    def _keep_picture(self, jpeg: bytes) -> PhotoAttached | None:
        """The fact that will tell of the picture, whose file is on disk when this returns.

        None where the disk has no room for it.
        """
        width, height = measure(jpeg)
        photo = photo_id(jpeg)
        try:
            with store_faults():
                if self.space.look() is not Level.ROOMY:
                    return None
                self.pictures.save(photo, jpeg)
        except StoreFault:
            return None
        return PhotoAttached(photo, len(jpeg), width, height)

    def _record(
        self,
        visit_id: str,
        facts: VisitFacts,
        at: datetime,
        *,
        actor: str = "visitor",
        private: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        event = Event(
            id=self._new_id(),
            site_id=self._badge.site_id,
            about=About("visit", visit_id),
            actor=actor,
            origin=self._badge.origin,
            at=at,
            facts=facts,
            private=private,
        )
        self.store.outbox.append(event, self.store.visits.order_of(visit_id))

    def _record_timed(self, visit_id: str, facts: VisitFacts, at: datetime) -> None:
        self._record(visit_id, facts, at, actor="timer")

    def _receipt(self, visit: OwnVisit, before: StationSnapshot, token: str | None) -> Receipt:
        site = before.site
        seats = site.seats.get(self._badge.letter, ())
        taken = self.store.visits.taken()
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


def _words(reading: Reading) -> Mapping[str, str]:
    """What was read, as it travels: for the eyes of who helps, and emptied like a name."""
    if not reading.lines and not reading.tags:
        return {}
    read = WireRead(
        quote=reading.quote,
        lines=[
            WireLine(line.text, [round(part, 4) for point in line.corners for part in point])
            for line in reading.lines
        ],
        codes=[WireMeaning(code.code, code.meaning) for code in reading.codes],
        tags=[WireMeaning(tag.text, tag.device) for tag in reading.tags],
    )
    text = read_to_text(read)
    return {"read_words": text} if text else {}
