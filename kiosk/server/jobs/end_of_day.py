"""The end of the day: visits still open some time after closing end as left, reason closed.

Whoever is being helped then stays until the day itself is over. Nobody leaves while the desk is
open, also over midnight; where it never closes, a stay ends after a day and a night. A clock that
was set ahead is not believed: who was here then stays until the next closing that it shows.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.domain.events import HoldReason, LeaveReason, VisitFacts, VisitHeld, VisitorLeft
from kiosk.domain.visit import Visit, VisitState
from kiosk.journal import LogEvent, log
from kiosk.server.queue.execute import by_timer, execute
from kiosk.server.queue.live_line import LiveLine
from kiosk.server.store.clock_watch import ClockWatch
from kiosk.server.store.known_time import Doubt
from kiosk.server.store.ledger.ledger import Ledger
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.visit_rows import load_visit


class EndOfDay:
    """The end of each day on one site."""

    def __init__(self, store: SiteStore, line: LiveLine) -> None:
        self._store = store
        self._line = line
        self._closed_at: dict[datetime, datetime] = {}
        """When the desk closes for who was here since each instant: asked for every few seconds,
        and never another."""
        self._watch = ClockWatch(store.clock)

    def run(self) -> int:
        """Ends visits whose day is over, earlier days' too; how many. Any process may call it."""
        now, here_at = self._store.now(), self._here_at()
        with self._store.read() as connection:
            if not self._over(connection, now, here_at):
                return 0
        with self._store.append() as ledger:
            over = self._over(ledger.connection, now, here_at)
            for visit in over:
                _end(ledger, visit)
        log(LogEvent.TIMER_FIRED, work="closing", count=len(over))
        return len(over)

    def _here_at(self) -> datetime | None:
        """Since when the clock shows a time that is too late; None: it does not."""
        doubt = self._store.known_time.doubt()
        ahead = doubt.since if doubt is not None and doubt.reason is Doubt.AHEAD else None
        return self._watch.set_ahead_at() or ahead

    def _over(self, connection: Connection, now: datetime, here_at: datetime | None) -> list[Visit]:
        site = self._store.site
        visits = self._line.read(connection).line.visits
        since = [_since(visit, here_at) for visit in visits]
        known = self._closed_at
        self._closed_at = {at: known.get(at) or site.day_closed(at) for at in since}
        return [
            visit
            for visit, at in zip(visits, since, strict=True)
            if self._ends_at(visit, at) <= now
        ]

    def _ends_at(self, visit: Visit, since: datetime) -> datetime:
        site = self._store.site
        grace = timedelta(seconds=site.closing_grace_s)
        closed_at = self._closed_at[since]
        if visit.state is VisitState.SERVING:
            return max(site.day_ended(since), closed_at) + grace
        ends_at = closed_at + grace
        if visit.hold_reason is HoldReason.ABSENT and visit.held_until is not None:
            # Called, and nobody came: that is a no-show, when its own time is over.
            return max(ends_at, visit.held_until + grace)
        return ends_at


def _since(visit: Visit, here_at: datetime | None) -> datetime:
    """`here_at`: when everybody here was still here, by a clock that was set ahead."""
    serving = visit.state is VisitState.SERVING
    since = visit.began_at or visit.joined_at if serving else visit.joined_at
    return since if here_at is None else max(since, here_at)


def _end(ledger: Ledger, visit: Visit) -> None:
    if visit.state is VisitState.SERVING:
        # Held first: who helped, and from when, stays on it. Nobody is at the seat any more.
        _do(ledger, visit.id, VisitHeld(HoldReason.ABSENT, ledger.received_at))
    _do(ledger, visit.id, VisitorLeft(LeaveReason.CLOSED))


def _do(ledger: Ledger, visit_id: str, facts: VisitFacts) -> None:
    visit = load_visit(ledger.connection, visit_id)
    assert visit is not None, "rows of visits are not deleted"
    refused = execute(ledger, visit, facts, by_timer())
    assert refused is None, "every open state but serving may leave, and serving may be held"
