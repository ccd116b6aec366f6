"""Owns forgetting: pictures, then words, then what the log of the disk still holds of them.

Each step may be cut short anywhere and is done again. Never trusts a clock that cannot be right.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from kiosk.clock import Clock
from kiosk.domain.site import Site
from kiosk.journal import LogEvent, log
from kiosk.server.pictures.picture_store import PictureStore
from kiosk.server.store.engine import ServerDatabase
from kiosk.server.store.tables import audit, chores, event_private, events, visit_private, visits

AUDIT_KEPT: Final = timedelta(days=180)
WORDS_EVERY: Final = timedelta(days=1)
LONGEST_SILENCE: Final = timedelta(days=400)
"""A clock further ahead of the last purge than this has jumped: the home was not off that long."""
CLOCK_SLACK: Final = timedelta(minutes=5)
"""How far clocks are set back in good order."""
_WORK: Final = "words"


class Retention:
    """What one site forgets, and when."""

    def __init__(
        self, database: ServerDatabase, picture_store: PictureStore, site: Site, clock: Clock
    ) -> None:
        self._database = database
        self._picture_store = picture_store
        self._site = site
        self._clock = clock

    def run(self, *, clock_is_right: bool = False) -> bool:
        """Deletes what is past its time; False when the clock cannot be right: nothing was then.

        Words once a day, whoever asks; `clock_is_right` is a person's word for it.
        """
        now = self._clock.now()
        doubt = None if clock_is_right else self._doubt(now)
        if doubt is not None:
            log(LogEvent.RETENTION_REFUSED, clock=doubt)
            return False
        self._picture_store.purge()
        if clock_is_right or self._due(now):
            self._forget_words(now)
            self._database.checkpoint()
            self._note_done(now)
        return True

    def _doubt(self, now: datetime) -> str | None:
        """Why the clock cannot be right, None when it may be."""
        newest = (
            select(events.c.received_at)
            .where(events.c.site_id == self._site.site_id)
            .order_by(events.c.seq.desc())
            .limit(1)
        )
        with self._database.read() as connection:
            known = connection.scalar(newest)
            last = self._last_done(connection) or known
        if known is not None and now < known - CLOCK_SLACK:
            return "behind"
        return "ahead" if last is not None and now - last > LONGEST_SILENCE else None

    def _due(self, now: datetime) -> bool:
        with self._database.read() as connection:
            last = self._last_done(connection)
        return last is None or not last <= now < last + WORDS_EVERY

    def _last_done(self, connection: Connection) -> datetime | None:
        mine = (chores.c.site_id == self._site.site_id) & (chores.c.work == _WORK)
        return connection.scalar(select(chores.c.done_at).where(mine))

    def _forget_words(self, now: datetime) -> None:
        """Names, notes, words and phones' tokens of old visits; the visits stay, to be counted."""
        before = now - timedelta(days=self._site.text_days)
        # From the words to their visits: what has been forgotten is not looked at every day.
        beside = select(visit_private.c.visit_id).join(visits)
        beside = beside.where(visits.c.site_id == self._site.site_id, visits.c.joined_at < before)
        told = select(event_private.c.event_id).join(events)
        told = told.outerjoin(visits, visits.c.id == events.c.about_id).where(
            events.c.site_id == self._site.site_id,
            func.coalesce(visits.c.joined_at, events.c.received_at) < before,
        )
        seen = (audit.c.site_id == self._site.site_id) & (audit.c.at < now - AUDIT_KEPT)
        with self._database.write() as connection:
            gone = {
                "visits": delete(visit_private).where(visit_private.c.visit_id.in_(beside)),
                "events": delete(event_private).where(event_private.c.event_id.in_(told)),
                "audit": delete(audit).where(seen),
            }
            counts = {what: connection.execute(how).rowcount for what, how in gone.items()}
        if any(counts.values()):
            log(LogEvent.WORDS_FORGOTTEN, **counts)

    def _note_done(self, now: datetime) -> None:
        row = upsert(chores).values(site_id=self._site.site_id, work=_WORK, done_at=now)
        again = row.on_conflict_do_update(index_elements=["site_id", "work"], set_={"done_at": now})
        with self._database.write() as connection:
            connection.execute(again)
