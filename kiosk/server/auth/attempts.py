"""Owns how often a member may type a code that no kiosk shows.

A try is counted before the code is looked at: many at once do not get more of them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from kiosk.clock import Clock
from kiosk.server.store.engine import ServerDatabase
from kiosk.server.store.tables import code_tries

MOST_WRONG_CODES: Final = 5
BLOCKED_FOR: Final = timedelta(minutes=15)


class AttemptLimit:
    """The wrong codes of each member, forgotten after a while or with a right one."""

    def __init__(self, database: ServerDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def take(self, member_id: str) -> int:
        """Counts a try; the seconds to wait when there is none left, else 0."""
        now = self._clock.now()
        with self._database.write() as connection:
            connection.execute(delete(code_tries).where(code_tries.c.until <= now))
            mine = select(code_tries).where(code_tries.c.member_id == member_id)
            row = connection.execute(mine).mappings().first()
            if row is not None and row["wrong"] >= MOST_WRONG_CODES:
                return int((row["until"] - now).total_seconds()) + 1
            tried = {"wrong": row["wrong"] + 1 if row else 1, "until": now + BLOCKED_FOR}
            counted = upsert(code_tries).values(member_id=member_id, **tried)
            connection.execute(
                counted.on_conflict_do_update(index_elements=["member_id"], set_=tried)
            )
        return 0

    def right(self, member_id: str) -> None:
        """That was a code some kiosk shows."""
        with self._database.write() as connection:
            connection.execute(delete(code_tries).where(code_tries.c.member_id == member_id))
