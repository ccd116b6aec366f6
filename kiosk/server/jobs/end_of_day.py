"""Owns the end of the day: visits still open some time after closing end as left, reason closed.

Never takes a visitor out of a member's hands: who is being helped stays until the day is over.
Never believes a clock that was set ahead: who was here then stays until the next closing it shows.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.clock import Clock
from kiosk.domain import commands as c
from kiosk.domain.events import HoldReason, LeaveReason
from kiosk.domain.site import Site
from kiosk.domain.visit import State, Visit
from kiosk.journal import LogEvent, log
from kiosk.server.queue.execute import by_the_clock, execute
from kiosk.server.store.changes import Feed
from kiosk.server.store.clock_watch import ClockWatch
from kiosk.server.store.engine import ServerDatabase
from kiosk.server.store.ledger import Ledger
from kiosk.server.store.visit_rows import load_open, load_visit


class EndOfDay:
    """The end of each day on one site."""

    def __init__(self, database: ServerDatabase, site: Site, clock: Clock, feed: Feed) -> None:
        self._database = database
        self._site = site
        self._clock = clock
        self._feed = feed
        self._watch = ClockWatch(clock)

    def end_day(self) -> int:
        """Ends visits whose day is over, earlier days' too; how many. Any process may call it."""
        now, here_at = self._clock.now(), self._watch.set_ahead_at()
        with self._database.read() as connection:
            if not self._over(connection, now, here_at):
                return 0
        with self._database.write() as connection:
            ledger = Ledger(connection, self._site, now)
            over = self._over(connection, now, here_at)
            for visit in over:
                _end(ledger, visit)
        log(LogEvent.TIMER_FIRED, work="closing", count=len(over))
        self._feed.publish(ledger.seq)
        return len(over)

    def _over(self, connection: Connection, now: datetime, here_at: datetime | None) -> list[Visit]:
        opened = load_open(connection, self._site.site_id)
        return [visit for visit in opened if self._ends_at(visit, here_at) <= now]

    def _ends_at(self, visit: Visit, here_at: datetime | None) -> datetime:
        """`here_at`: when everybody here was still here, by a clock that was set ahead."""
        grace = timedelta(seconds=self._site.closing_grace_s)
        serving = visit.state is State.SERVING
        since = visit.began_at or visit.joined_at if serving else visit.joined_at
        since = since if here_at is None else max(since, here_at)
        if serving:
            return self._site.day_ended(since) + grace
        ends_at = self._site.day_closed(since) + grace
        if visit.hold_reason is HoldReason.ABSENT and visit.held_until is not None:
            # Called, and nobody came: that is a no-show, when its own time is over.
            return max(ends_at, visit.held_until + grace)
        return ends_at


def _end(ledger: Ledger, visit: Visit) -> None:
    if visit.state is State.SERVING:
        # Put aside first: who helped, and from when, stays on it. Nobody is at the seat any more.
        _do(ledger, visit.id, c.HoldVisit(HoldReason.ABSENT, ledger.received_at))
    _do(ledger, visit.id, c.LeaveQueue(LeaveReason.CLOSED))


def _do(ledger: Ledger, visit_id: str, command: c.VisitCommand) -> None:
    visit = load_visit(ledger.connection, visit_id)
    assert visit is not None, "rows of visits are not deleted"
    refused = execute(ledger, visit, command, by_the_clock())
    assert refused is None, "every open state but serving may leave, and serving may be held"
