"""No-shows: a visitor who was called and is absent has a grace, then the visit ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.domain.events import HoldReason, VisitMarkedNoShow
from kiosk.domain.visit import Visit
from kiosk.journal import LogEvent, log
from kiosk.server.queue.execute import by_timer, execute
from kiosk.server.queue.live_line import LiveLine
from kiosk.server.store.clock_watch import ClockWatch
from kiosk.server.store.site_store import SiteStore


class NoShows:
    """The absent visitors of one site."""

    def __init__(self, store: SiteStore, line: LiveLine) -> None:
        self._store = store
        self._line = line
        self._watch = ClockWatch(store.clock)
        self._seen_s: dict[tuple[str, datetime], float] = {}
        """When each absence was first seen, by the clock that nobody can set."""

    def run(self) -> int:
        """Marks visits whose grace is over as no-shows; how many. Any process may call it.

        After the clock was set ahead, whoever is away has the whole grace once more.
        """
        now, set_at = self._store.now(), self._watch.set_ahead_at()
        grace = timedelta(seconds=self._store.site.absent_grace_s)
        if set_at is not None and now < set_at + grace:
            return 0
        with self._store.read() as connection:
            if not self._overdue(connection, now):
                return 0
        with self._store.append() as ledger:
            overdue = self._overdue(ledger.connection, now)
            for visit in overdue:
                execute(ledger, visit, VisitMarkedNoShow(), by_timer())
        log(LogEvent.TIMER_FIRED, work="no_show", count=len(overdue))
        return len(overdue)

    def _overdue(self, connection: Connection, now: datetime) -> list[Visit]:
        """The absent alone: who waits for coffee or parts is no no-show, however long it takes."""
        up_s = self._store.clock.monotonic_s()
        absent = {
            (visit.id, visit.held_until): visit
            for visit in self._line.read(connection).line.visits
            if visit.hold_reason is HoldReason.ABSENT and visit.held_until is not None
        }
        self._seen_s = {key: self._seen_s.get(key, up_s) for key in absent}
        grace_s = self._store.site.absent_grace_s
        return [
            visit
            for (visit_id, until), visit in absent.items()
            if until <= now or up_s - self._seen_s[visit_id, until] >= grace_s
        ]
