"""The pictures that the server stores: their bytes in a place for files, rows in `pictures`.

Each is checked and encoded anew on arrival, and deleted after the site's retention time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

import uuid6
from sqlalchemy import select, update

from kiosk.domain.events import About, EraseReason, Event, PhotoErased
from kiosk.faults import PictureFault, StoreFault
from kiosk.journal import LogEvent, log
from kiosk.pictures.clean import CleanPicture, clean
from kiosk.pictures.folder import photo_id
from kiosk.server.pictures.cleaning_process import Cleaner
from kiosk.server.pictures.files import PictureFiles
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import pictures, visits

THUMB = ".thumb.jpg"
WHOLE = ".jpg"
PURGE_BATCH: Final = 20
"""Pictures erased in one transaction: some 30 ms, for which a member's call may have to wait."""


class PictureStore:
    """Pictures of one site's visits."""

    def __init__(self, store: SiteStore, files: PictureFiles, clean: Cleaner = clean) -> None:
        self._store = store
        self._clean = clean
        self._files = files
        self._receiving = Lock()

    def sweep(self) -> None:
        """Removes what a crash left: unfinished files, and files of erased pictures.

        Call it before the first picture is received. A place that does not answer is swept later.
        """
        try:
            self._sweep()
        except StoreFault as fault:
            log(LogEvent.PICTURES_UNREACHABLE, reason=f"{fault}")

    def sweep_if_shared(self) -> None:
        """Removes, beside whoever uses it, what a fault of the place left behind."""
        if self._files.is_shared:
            self.sweep()

    def delete_left(self) -> None:
        """As `sweep_if_shared`, for somebody who waits; StoreFault when nobody knows what is left.

        A folder keeps no such files beyond the next start of its server.
        """
        if not self._files.is_shared:
            return
        try:
            self._sweep()
        except StoreFault as fault:
            raise StoreFault(f"pictures erased earlier may still be kept: {fault}") from fault

    def _sweep(self) -> None:
        query = select(pictures.c.photo, pictures.c.erased_at)
        with self._store.read() as connection:
            rows = connection.execute(query).all()
        kept = {photo for photo, erased_at in rows if erased_at is None}
        erased = {photo for photo, _ in rows} - kept
        swept = self._files.sweep(kept, erased, self._oldest_kept())
        if swept:
            log(LogEvent.PICTURES_SWEPT, count=swept)

    def expects(self, visit_id: str, photo: str, letter: str) -> bool | None:
        """Whether this picture has still to be sent; False once it was received or erased.

        None when no event of a station with that letter announced it.
        """
        query = (
            select(pictures.c.received_at, pictures.c.erased_at)
            .join(visits, visits.c.id == pictures.c.visit_id)
            .where(pictures.c.photo == photo, pictures.c.visit_id == visit_id)
            .where(visits.c.station == letter, visits.c.site_id == self._store.site_id)
        )
        with self._store.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else row == (None, None)

    def awaited(self) -> Collection[tuple[str, str]]:
        """Visit and id of all announced pictures that have still to be sent."""
        query = select(pictures.c.visit_id, pictures.c.photo).where(
            pictures.c.received_at.is_(None), pictures.c.erased_at.is_(None)
        )
        with self._store.read() as connection:
            return [(row[0], row[1]) for row in connection.execute(query)]

    def receive(self, visit_id: str, photo: str, content: bytes) -> None:
        """Stores a picture, encoded anew; PictureFault when it is not the one announced.

        An erased picture is not stored again. Receiving the same picture twice is harmless.
        """
        if photo_id(content) != photo:
            raise PictureFault("not the bytes that were announced")
        picture = self._clean(content)
        with self._receiving:
            # Before the write transaction: calls of members must not wait for the disk.
            self._files.save(photo, picture.thumb, THUMB)
            self._files.save(photo, picture.jpeg, WHOLE)
            self._mark_received(visit_id, photo, picture)

    def _mark_received(self, visit_id: str, photo: str, picture: CleanPicture) -> None:
        awaited = (
            (pictures.c.photo == photo)
            & (pictures.c.visit_id == visit_id)
            & pictures.c.received_at.is_(None)
            & pictures.c.erased_at.is_(None)
        )
        with self._store.append() as ledger:
            sizes = {"width": picture.width, "height": picture.height}
            received = {"received_at": ledger.received_at, **sizes}
            arrived = update(pictures).where(awaited).values(received)
            kept = ledger.connection.execute(arrived).rowcount
            if kept:
                ledger.note_change(visit_id)
        if not kept:
            self.drop([photo])

    def drop(self, photos: Collection[str]) -> None:
        """Deletes the files of erased pictures, except those that another visit still has.

        Call it after the commit that erased them.
        """
        if not photos:
            return
        query = select(pictures.c.photo).where(
            pictures.c.photo.in_(photos), pictures.c.erased_at.is_(None)
        )
        with self._store.write() as connection:
            self._files.delete(set(photos) - set(connection.scalars(query)))

    def read(self, photo: str, suffix: str) -> bytes | None:
        """The picture's bytes; None when it was not received yet, or was erased."""
        query = select(pictures.c.photo).where(
            pictures.c.photo == photo,
            pictures.c.site_id == self._store.site_id,
            pictures.c.erased_at.is_(None),
        )
        with self._store.read() as connection:
            if connection.execute(query).first() is None:
                return None
        return self._files.read(photo, suffix)

    def purge(self) -> int:
        """Erases pictures past the retention time, events first, then files; returns how many.

        In batches: one write to the disk serves all of one, and whoever calls meanwhile waits for
        no more than that. StoreFault says how many are left; the next purge takes them.
        """
        expired = self._taken_before(self._oldest_kept())
        if not expired:
            return 0
        gone = 0
        try:
            # Before the first event: nobody's call waits for a place that does not answer.
            self._files.check()
            for first in range(0, len(expired), PURGE_BATCH):
                batch = expired[first : first + PURGE_BATCH]
                self._erase(batch)
                gone += len(batch)
        except StoreFault as fault:
            left = len(expired) - gone
            what = "1 picture" if left == 1 else f"{left} pictures"
            raise StoreFault(f"{what} past their days could not be deleted: {fault}") from fault
        finally:
            if gone:
                log(LogEvent.PICTURES_PURGED, count=gone)
        return gone

    def _oldest_kept(self) -> datetime:
        return self._store.now() - timedelta(days=self._store.site.picture_days)

    def _taken_before(self, before: datetime) -> list[tuple[str, str]]:
        query = select(pictures.c.photo, pictures.c.visit_id).where(
            pictures.c.site_id == self._store.site_id,
            pictures.c.taken_at < before,
            pictures.c.erased_at.is_(None),
        )
        with self._store.read() as connection:
            return [(row[0], row[1]) for row in connection.execute(query)]

    def _erase(self, expired: Sequence[tuple[str, str]]) -> None:
        with self._store.append() as ledger:
            ledger.preload([visit_id for _, visit_id in expired])
            for photo, visit_id in expired:
                facts = PhotoErased(photo, EraseReason.RETENTION)
                about = About("visit", visit_id)
                event_id, site_id = str(uuid6.uuid7()), self._store.site_id
                at = ledger.received_at
                ledger.append(Event(event_id, site_id, about, "timer", "server", at, facts))
        self.drop([photo for photo, _ in expired])
