"""A home whose line changes at random, and every state a desk could have read meanwhile."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import update

from kiosk import wire
from kiosk.domain.events import (
    About,
    Event,
    Outcome,
    PhotoAttached,
    VisitCheckedIn,
    VisitFacts,
    VisitFinished,
    VisitorLeft,
    VisitRecalled,
    VisitReturned,
)
from kiosk.domain.visit import Visit
from kiosk.server.auth.members import Role
from kiosk.server.desk.states import DeskStates, Reader
from kiosk.server.home import Home, open_home
from kiosk.server.queue.acts import ActRequest
from kiosk.server.queue.line import Line
from kiosk.server.store import tables
from kiosk.server.store.visit_rows import load_open
from kiosk.server.sync import ingest
from tests.doubles.clock import FakeClock
from tests.doubles.words import SITE

Json = dict[str, Any]


class BusyLine:
    """One home, one member, and any number of desks that read when they like."""

    def __init__(self, folder: Path, seed: int = 0) -> None:
        self.clock = FakeClock()
        self.home: Home = open_home(SITE, folder, self.clock)
        self.chance = random.Random(seed)
        added = self.home.members.add("Ana 0", Role.LEAD)
        assert added is not None
        self.member = added[0]
        self.states = DeskStates(SITE)
        self._ids = 0
        self._visitors = 0
        self._names = 0

    def close(self) -> None:
        """Closes the home."""
        self.home.close()

    def happens(self) -> None:
        """One thing, whatever it is; some come to nothing."""
        self.clock.pass_s(self.chance.choice((0, 0.4, 5, 90)))
        things: list[Callable[[], object]] = [
            self._comes,
            self._comes,
            self._comes,
            self._shows,
            self._picture_arrives,
            lambda: self.home.acts.call_next(self._asked()),
            lambda: self._act(self.home.acts.call),
            lambda: self._act(self.home.acts.absent),
            lambda: self._does(VisitRecalled(self.member.id)),
            lambda: self._does(VisitReturned()),
            lambda: self._does(VisitFinished(self.member.id, Outcome.FIXED)),
            lambda: self._does(VisitorLeft()),
            self._member_is_renamed,
            self.home.no_shows.run,
        ]
        self.chance.choice(things)()

    def reads(self, before: Json | None = None) -> Json:
        """What a desk is sent that has `before`; everything without."""
        epoch, after = (before["epoch"], before["seq"]) if before else ("", 0)
        answer = self.states.answer(self.home.state.read(), Reader(self.member, epoch, after))
        found: Json = msgspec.json.decode(answer)
        return found

    def truth(self) -> list[str]:
        """Who waits, first to be called first, straight from the store."""
        with self.home.store.read() as connection:
            return [visit.id for visit in Line(load_open(connection, SITE.site_id)).waiting]

    def _comes(self) -> None:
        self._visitors += 1
        letter = self.chance.choice("BC")
        facts = VisitCheckedIn(f"{letter}{self._visitors}", letter, self.chance.choice((None, 1)))
        words = {"first_name": f"Ada {self._visitors}", "phone_token": f"{self._visitors:022d}"}
        self._offer(self._id(), facts, letter, words)

    def _shows(self) -> None:
        if visit := self._somebody():
            self._offer(visit.id, PhotoAttached(f"{self._new():064x}", 9, 4, 3), visit.station)

    def _picture_arrives(self) -> None:
        awaited = list(self.home.picture_store.awaited())
        if awaited:
            visit_id, photo = self.chance.choice(awaited)
            with self.home.store.append() as ledger:
                this = tables.pictures.c.photo == photo
                here = {"received_at": ledger.received_at}
                ledger.connection.execute(update(tables.pictures).where(this).values(here))
                ledger.note_change(visit_id)

    def _member_is_renamed(self) -> None:
        before, self._names = self._names, self._names + 1
        assert self.home.members.rename(f"Ana {before}", f"Ana {self._names}") is not None

    def _act(self, act: Callable[[str, ActRequest], object]) -> None:
        if visit := self._somebody():
            act(visit.id, self._asked())

    def _does(self, facts: VisitFacts) -> None:
        if visit := self._somebody():
            self.home.acts.act(visit.id, facts, self._asked())

    def _somebody(self) -> Visit | None:
        with self.home.store.read() as connection:
            found = load_open(connection, SITE.site_id)
        return self.chance.choice(found) if found else None

    def _offer(
        self, visit_id: str, facts: VisitFacts, letter: str, words: dict[str, str] | None = None
    ) -> None:
        about = About("visit", visit_id)
        now, origin = self.clock.now(), f"station:{letter}"
        event = Event(self._id(), SITE.site_id, about, "visitor", origin, now, facts, words or {})
        age_s = self.chance.choice((0.0, 30.0, 600.0))
        push = wire.Push(SITE.site_id, now, [wire.to_wire(event, age_s)])
        with self.home.store.append() as ledger:
            ingest.accept(ledger, wire.ReadPush(push), letter, self.home.store.epoch)

    def _asked(self) -> ActRequest:
        return ActRequest(self._id(), self.member.id)

    def _id(self) -> str:
        return str(UUID(int=(0x01A00000 << 96) + (7 << 76) + (2 << 62) + self._new()))

    def _new(self) -> int:
        self._ids += 1
        return self._ids
