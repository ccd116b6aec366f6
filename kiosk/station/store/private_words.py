"""Owns how long a visitor's own words stay on this box: name and phone token.

Never touches the facts beside them, which statistics need.
"""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database


class Words:
    """The private words of this station's visits."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note_settled(self, now: datetime) -> None:
        """Notes that the home has all of a visit, facts and picture, at latest since `now`.

        `now` is by the home's clock: only its time has gone by for certain.
        """
        with self._db.atomic():
            self._db.execute(_SETTLE, (now.isoformat(),))

    def forget(self, settled_before: datetime, begun_before: datetime | None) -> int:
        """Empties the words of visits the home has since before then; how many visits' words.

        And those surely begun before `begun_before`, whoever has them: their time is over.
        """
        begun = begun_before.isoformat() if begun_before else ""
        with self._db.atomic():
            gone = self._db.execute(_FORGET, (settled_before.isoformat(), begun)).rowcount
            if gone:
                self._owe(owed=True)
        return gone

    def owed(self) -> bool:
        """Whether words emptied here may still lie in the log or in backups."""
        return self._db.execute("select 1 from purge where owed").fetchone() is not None

    def paid(self) -> None:
        """The log is empty and no backup is older than the last emptying."""
        with self._db.atomic():
            self._owe(owed=False)

    def _owe(self, *, owed: bool) -> None:
        self._db.execute("insert or replace into purge values (1, ?)", (owed,))


_SETTLE = """
update visits set settled_at = ? where settled_at is null
and id in (select e.visit_id from event_private p join events e on e.id = p.event_id)
and not exists (
    select 1 from outbox o join events e on e.id = o.event_id where e.visit_id = visits.id
)
and not exists (
    select 1 from photos p where p.visit_id = visits.id
    and p.acknowledged_at is null and p.set_aside_code is null and p.erased_at is null
)
"""
_FORGET = """
delete from event_private where event_id in (
    select e.id from event_private p join events e on e.id = p.event_id
    join visits v on v.id = e.visit_id
    where v.settled_at <= ?1 or (v.dated and v.at < ?2)
)
"""
