"""Retention on the server: deletes pictures and private words that are past their time.

Each step may be cut short anywhere and is done again. Nothing is deleted on one clock's word
(`store.known_time`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, func, select

from kiosk.journal import LogEvent, log
from kiosk.server.pictures.picture_store import PictureStore
from kiosk.server.store.dialect import upsert
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import audit, event_private, events, job_runs, visit_private, visits

AUDIT_KEPT: Final = timedelta(days=180)
WORDS_EVERY: Final = timedelta(days=1)
_JOB: Final = "words"


class Retention:
    """What one site deletes, and when."""

    def __init__(self, store: SiteStore, picture_store: PictureStore) -> None:
        self._store = store
        self._picture_store = picture_store

    def run(self, *, clock_is_right: bool = False) -> bool:
        """Deletes what is past its time; False when the clock is not believed: nothing was then.

        Words once a day, whoever asks; `clock_is_right` is a person's word for it. A fault of the
        pictures' place is raised once the words are gone: they do not wait for it.
        """
        if clock_is_right:
            self._store.known_time.confirm()
        doubt = self._store.known_time.doubt()
        if doubt is not None:
            log(LogEvent.RETENTION_REFUSED, clock=doubt.reason.value)
            return False
        now = self._store.now()
        try:
            self._picture_store.purge()
        finally:
            if clock_is_right or self._due(now):
                self._delete_words(now)
                self._store.checkpoint()
                self._note_done(now)
        return True

    def _due(self, now: datetime) -> bool:
        with self._store.read() as connection:
            last = self._last_done(connection)
        return last is None or not last <= now < last + WORDS_EVERY

    def _last_done(self, connection: Connection) -> datetime | None:
        mine = (job_runs.c.site_id == self._store.site_id) & (job_runs.c.job == _JOB)
        return connection.scalar(select(job_runs.c.done_at).where(mine))

    def _delete_words(self, now: datetime) -> None:
        """Names, notes, words and phones' tokens of old visits; the visits stay, to be counted."""
        before = now - timedelta(days=self._store.site.text_days)
        # From the words to their visits: visits without words are not read again every day.
        words_of_visits = select(visit_private.c.visit_id).join(visits)
        words_of_visits = words_of_visits.where(
            visits.c.site_id == self._store.site_id, visits.c.joined_at < before
        )
        words_of_events = select(event_private.c.event_id).join(events)
        words_of_events = words_of_events.outerjoin(visits, visits.c.id == events.c.about_id).where(
            events.c.site_id == self._store.site_id,
            func.coalesce(visits.c.joined_at, events.c.received_at) < before,
        )
        old_entries = (audit.c.site_id == self._store.site_id) & (audit.c.at < now - AUDIT_KEPT)
        deletions = {
            "visits": delete(visit_private).where(visit_private.c.visit_id.in_(words_of_visits)),
            "events": delete(event_private).where(event_private.c.event_id.in_(words_of_events)),
            "audit": delete(audit).where(old_entries),
        }
        with self._store.append() as ledger:
            counts = {
                what: ledger.connection.execute(how).rowcount for what, how in deletions.items()
            }
            if counts["visits"] or counts["events"]:
                # A visit may be open for longer than its words are kept.
                ledger.note_line_change()
        if any(counts.values()):
            log(LogEvent.WORDS_FORGOTTEN, **counts)

    def _note_done(self, now: datetime) -> None:
        key = {"site_id": self._store.site_id, "job": _JOB}
        with self._store.write() as connection:
            connection.execute(upsert(job_runs, key, {"done_at": now}))
