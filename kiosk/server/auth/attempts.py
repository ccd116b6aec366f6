"""Owns how often a member may type a code that no kiosk shows.

A try is counted before the code is looked at: many at once do not get more of them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select

from kiosk.server.store.dialect import upsert
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import attempt_limits

MOST_WRONG_CODES: Final = 5
BLOCKED_FOR: Final = timedelta(minutes=15)


class AttemptLimit:
    """The wrong codes of each member, forgotten after a while or with a right one."""

    def __init__(self, store: SiteStore) -> None:
        self._store = store

    def take(self, member_id: str) -> int:
        """Counts a try; the seconds to wait when there is none left, else 0."""
        now = self._store.now()
        with self._store.write() as connection:
            connection.execute(delete(attempt_limits).where(attempt_limits.c.until <= now))
            mine = select(attempt_limits).where(attempt_limits.c.member_id == member_id)
            row = connection.execute(mine).mappings().first()
            if row is not None and row["wrong"] >= MOST_WRONG_CODES:
                return int((row["until"] - now).total_seconds()) + 1
            tried = {"wrong": row["wrong"] + 1 if row else 1, "until": now + BLOCKED_FOR}
            connection.execute(upsert(attempt_limits, {"member_id": member_id}, tried))
        return 0

    def right(self, member_id: str) -> None:
        """That was a code some kiosk shows."""
        with self._store.write() as connection:
            connection.execute(
                delete(attempt_limits).where(attempt_limits.c.member_id == member_id)
            )
