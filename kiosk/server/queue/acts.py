"""Owns what members do to the queue: each act one transaction, remembered by its request id.

Two tablets never get one visitor: the site's counter row is locked before the line is read, and a
repeated request gets the first answer, an empty one included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select

from kiosk.clock import Clock
from kiosk.domain import commands as c
from kiosk.domain.events import HoldReason, LeaveReason
from kiosk.domain.queue import next_in_line
from kiosk.domain.site import Site
from kiosk.domain.visit import Refused, Visit
from kiosk.journal import LogEvent, log
from kiosk.server.queue.execute import EventMeta, by_the_clock, execute
from kiosk.server.store.changes import Feed
from kiosk.server.store.clock_watch import ClockWatch
from kiosk.server.store.engine import ServerDatabase
from kiosk.server.store.ledger import Ledger
from kiosk.server.store.tables import answers, events
from kiosk.server.store.visit_rows import load_open, load_visit

ANSWERS_KEPT = timedelta(days=1)
"""How long a request id is remembered (notes: server 7)."""


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks, under an id that a retry uses again."""

    id: str
    member_id: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request came to: the visit concerned (None: nobody waits), and why not, if refused."""

    visit_id: str | None
    refused: Refused | None = None


class Desk:
    """The acts of members, and of the clock, on one site's queue."""

    def __init__(self, database: ServerDatabase, site: Site, clock: Clock, feed: Feed) -> None:
        self._database = database
        self._site = site
        self._clock = clock
        self._feed = feed
        self._watch = ClockWatch(clock)

    def call_next(self, request: Request) -> Answer:
        """Calls whoever is next; the same answer for the same request id."""
        with self._database.write() as connection:
            ledger = Ledger(connection, self._site, self._clock.now())
            known = self._known(ledger, request)
            if known is not None:
                return known
            place = next_in_line(load_open(connection, self._site.site_id))
            if place is not None:
                cause = _by_member(request)
                execute(ledger, place.visit, c.CallVisit(request.member_id), cause)
            answer = Answer(place.visit.id if place else None)
            self._remember(ledger, request, answer.visit_id)
        self._feed.publish(ledger.seq)
        return answer

    def call(self, visit_id: str, request: Request) -> Answer | None:
        """Calls this visitor, in turn or not; None when there is no such visit."""
        with self._database.read() as connection:
            first = next_in_line(load_open(connection, self._site.site_id))
        out_of_turn = first is None or first.visit.id != visit_id
        return self.act(visit_id, c.CallVisit(request.member_id, out_of_turn), request)

    def act(
        self,
        visit_id: str,
        command: c.VisitCommand,
        request: Request,
        private: Mapping[str, str] | None = None,
    ) -> Answer | None:
        """Does `command` on a visit of this site; None when there is no such visit."""
        with self._database.write() as connection:
            ledger = Ledger(connection, self._site, self._clock.now())
            known = self._known(ledger, request)
            if known is not None:
                return known
            visit = load_visit(connection, visit_id)
            if visit is None or visit.site_id != self._site.site_id:
                return None
            refused = execute(ledger, visit, command, _by_member(request, private))
            if refused is not None:
                return Answer(visit_id, refused)
            self._remember(ledger, request, visit_id)
        self._feed.publish(ledger.seq)
        return Answer(visit_id)

    def absent(self, visit_id: str, request: Request) -> Answer | None:
        """Nobody at the seat: held, to become a no-show when the grace is over."""
        until = self._clock.now() + timedelta(seconds=self._site.absent_grace_s)
        return self.act(visit_id, c.HoldVisit(HoldReason.ABSENT, until), request)

    def leave(self, visit_id: str, request_id: str) -> Answer | None:
        """The visitor leaves the line by phone."""
        with self._database.write() as connection:
            ledger = Ledger(connection, self._site, self._clock.now())
            visit = load_visit(connection, visit_id)
            if visit is None or ledger.known([request_id]):
                return None if visit is None else Answer(visit_id)
            command = c.LeaveQueue(LeaveReason.VISITOR)
            refused = execute(ledger, visit, command, EventMeta(request_id, "visitor"))
        self._feed.publish(ledger.seq)
        return Answer(visit_id, refused)

    def end_absent(self) -> int:
        """Marks visits whose grace is over as no-shows; how many. Any process may call it.

        After the clock was set ahead, whoever is away has the whole grace once more.
        """
        now, set_at = self._clock.now(), self._watch.set_ahead_at()
        if set_at is not None and now < set_at + timedelta(seconds=self._site.absent_grace_s):
            return 0
        with self._database.read() as connection:
            if not self._overdue(connection, now):
                return 0
        with self._database.write() as connection:
            ledger = Ledger(connection, self._site, now)
            overdue = self._overdue(connection, now)
            for visit in overdue:
                execute(ledger, visit, c.MarkNoShow(), by_the_clock())
        log(LogEvent.TIMER_FIRED, work="no_show", count=len(overdue))
        self._feed.publish(ledger.seq)
        return len(overdue)

    def _overdue(self, connection: Connection, now: datetime) -> list[Visit]:
        """The absent alone: who waits for coffee or parts is no no-show, however long it takes."""
        return [
            visit
            for visit in load_open(connection, self._site.site_id)
            if visit.hold_reason is HoldReason.ABSENT
            and visit.held_until is not None
            and visit.held_until <= now
        ]

    def _known(self, ledger: Ledger, request: Request) -> Answer | None:
        query = select(answers.c.visit_id).where(answers.c.request_id == request.id)
        row = ledger.connection.execute(query).first()
        if row is None:
            told = select(events.c.about_id).where(events.c.id == request.id)
            row = ledger.connection.execute(told).first()
        return Answer(row[0]) if row else None

    def _remember(self, ledger: Ledger, request: Request, visit_id: str | None) -> None:
        ledger.connection.execute(
            answers.delete().where(answers.c.at < ledger.received_at - ANSWERS_KEPT)
        )
        ledger.connection.execute(
            insert(answers).values(
                request_id=request.id,
                site_id=self._site.site_id,
                member_id=request.member_id,
                visit_id=visit_id,
                at=ledger.received_at,
            )
        )


def _by_member(request: Request, private: Mapping[str, str] | None = None) -> EventMeta:
    return EventMeta(request.id, f"member:{request.member_id}", private or {})
