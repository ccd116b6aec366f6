"""Private words of visits: names, read words and phone tokens, until retention deletes them.

Never touches the facts beside them, which statistics need.
"""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database


class PrivateWords:
    """The private words of this station's visits."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def note_delivered(self, now: datetime) -> None:
        """Stamps visits of which the server has everything, facts and picture, with `now`.

        `now` is the server's time, the only one that surely goes on.
        """
        with self._db.atomic():
            self._db.execute(_STAMP_DELIVERED, (now.isoformat(),))

    def expect_more(self, visit_id: str) -> None:
        """The server lacks words of this visit again, which may have been delivered before."""
        with self._db.atomic():
            self._db.execute(
                "update visits set home_has_since = null"
                " where id = ? and home_has_since is not null",
                (visit_id,),
            )

    def delete(self, delivered_before: datetime, begun_before: datetime | None) -> int:
        """Deletes words of visits delivered before then; how many rows.

        Also those of visits surely begun before `begun_before`, delivered or not.
        """
        begun = begun_before.isoformat() if begun_before else ""
        with self._db.atomic():
            deleted = self._db.execute(_DELETE, (delivered_before.isoformat(), begun)).rowcount
            if deleted:
                self._set_stale(stale=True)
        return deleted

    def backups_stale(self) -> bool:
        """Whether deleted words may still lie in the log or in backups."""
        return self._db.execute("select 1 from backups where stale").fetchone() is not None

    def backups_renewed(self) -> None:
        """The log is empty and no backup is older than the last deletion."""
        with self._db.atomic():
            self._set_stale(stale=False)

    def _set_stale(self, *, stale: bool) -> None:
        self._db.execute("insert or replace into backups values (1, ?)", (stale,))


_STAMP_DELIVERED = """
update visits set home_has_since = ? where home_has_since is null
and id in (select e.visit_id from event_private p join events e on e.id = p.event_id)
and not exists (
    select 1 from outbox o join events e on e.id = o.event_id where e.visit_id = visits.id
)
and not exists (
    select 1 from photos p where p.visit_id = visits.id
    and p.acknowledged_at is null and p.set_aside_code is null and p.erased_at is null
)
"""
_DELETE = """
delete from event_private where event_id in (
    select e.id from event_private p join events e on e.id = p.event_id
    join visits v on v.id = e.visit_id
    where v.home_has_since <= ?1 or (v.time_trusted and v.at < ?2)
)
"""
