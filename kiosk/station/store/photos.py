"""The picture rows of the store: what is still to be sent or deleted.

The files themselves are in `kiosk.pictures.folder`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk import wire
from kiosk.domain.events import PhotoAttached


@dataclass(frozen=True, slots=True)
class PhotoOffer:
    """A picture the server does not have yet."""

    photo: str
    visit_id: str


class Photos:
    """The picture rows of this station's store."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, photo: str, visit_id: str, at: datetime) -> None:
        """Adds a picture that waits to be sent; the same picture twice is one row."""
        self._db.execute(
            "insert or ignore into photos (photo, visit_id, at) values (?, ?, ?)",
            (photo, visit_id, at.isoformat()),
        )

    def announced(self, visit_id: str) -> Sequence[PhotoAttached]:
        """What events say of the visit's pictures that are not erased, in the order recorded."""
        kind = PhotoAttached.__name__
        rows = self._db.execute(
            """
            select facts from events where visit_id = ?1 and type = ?2 and exists (
                select 1 from photos where visit_id = ?1 and erased_at is null
                and photo = json_extract(events.facts, '$.photo')
            )
            order by rowid
            """,
            (visit_id, kind),
        ).fetchall()
        told = (wire.facts_from_builtins(kind, json.loads(facts)) for (facts,) in rows)
        return [facts for facts in told if isinstance(facts, PhotoAttached)]

    def pending(self, limit: int, passed_over: Collection[str] = ()) -> Sequence[PhotoOffer]:
        """Pictures to send whose event the server already has, newest visit first.

        Those of visits `passed_over` are left out.
        """
        rows = self._db.query(
            """
            select p.photo, p.visit_id from photos p join visits v on v.id = p.visit_id
            where p.acknowledged_at is null and p.set_aside_code is null and p.erased_at is null
            and not exists (
                select 1 from outbox o join events e on e.id = o.event_id
                where e.visit_id = p.visit_id and o.set_aside_code is null
            )
            and p.visit_id not in (select value from json_each(?))
            order by v.visit_order desc limit ?
            """,
            (json.dumps(list(passed_over)), limit),
        )
        return [PhotoOffer(**row) for row in rows]

    def acknowledge(self, offer: PhotoOffer, at: datetime) -> None:
        """The server has it; its file may be deleted."""
        self._update("acknowledged_at = ?", at.isoformat(), offer)

    def assume_sent(self, photos: Sequence[str]) -> None:
        """The server got these after the backup that is now the store was made."""
        with self._db.atomic():
            self._db.execute(
                """
                update photos set acknowledged_at = at
                where acknowledged_at is null and photo in (select value from json_each(?))
                """,
                (json.dumps(photos),),
            )

    def set_aside(self, offer: PhotoOffer, code: str, at: datetime) -> None:
        """The server will never take it."""
        with self._db.atomic():
            self._update("set_aside_code = ?", code, offer)
            self._update("set_aside_at = ?", at.isoformat(), offer)

    def refused(self, limit: int) -> Sequence[str]:
        """Pictures of visits that have not ended that the server will never get, newest first."""
        rows = self._db.execute(
            """
            select p.photo from photos p join visits v on v.id = p.visit_id
            where p.set_aside_code is not null and p.erased_at is null
            and v.state not in ('finished', 'no_show', 'left')
            order by v.visit_order desc limit ?
            """,
            (limit,),
        )
        return [row[0] for row in rows.fetchall()]

    def count_failure(self, offer: PhotoOffer) -> int:
        """How often the server failed over this picture alone, this time included."""
        with self._db.atomic():
            (count,) = self._db.execute(
                "update photos set failures = failures + 1 where photo = ? and visit_id = ?"
                " returning failures",
                (offer.photo, offer.visit_id),
            ).fetchone()
        return int(count)

    def offer_again(self) -> None:
        """Offers refused pictures to a server whose store is another one now.

        The one before may have refused them only because it did not have the picture's event.
        """
        with self._db.atomic():
            self._db.execute("update photos set set_aside_code = null")

    def erase(self, offer: PhotoOffer, at: datetime) -> None:
        """Notes that the picture is erased for good."""
        self._update("erased_at = ?", at.isoformat(), offer)

    def older_than(self, at: datetime) -> Sequence[PhotoOffer]:
        """Pictures surely taken before `at` that are still here."""
        rows = self._db.query(
            """
            select photo, visit_id from photos
            where time_trusted and at < ? and erased_at is null and acknowledged_at is null
            """,
            (at.isoformat(),),
        )
        return [PhotoOffer(**row) for row in rows]

    def keeps(self, photo: str) -> bool:
        """Whether that file must be here."""
        rows = self._db.execute(
            f"select 1 from photos where photo = ? and {_HERE}", (photo,)
        ).fetchall()
        return bool(rows)

    def kept(self) -> frozenset[str]:
        """Every picture whose file must be here; the same picture may belong to two visits."""
        rows = self._db.execute(f"select photo from photos where {_HERE}").fetchall()
        return frozenset(row[0] for row in rows)

    def _update(self, change: str, value: str, offer: PhotoOffer) -> None:
        with self._db.atomic():
            self._db.execute(
                f"update photos set {change} where photo = ? and visit_id = ?",
                (value, offer.photo, offer.visit_id),
            )


_HERE = "acknowledged_at is null and erased_at is null"
"""Word for word the condition of the partial index, or SQLite does not use it."""
