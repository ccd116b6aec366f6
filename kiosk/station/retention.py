"""Owns what a station deletes once its time is over: pictures, words, bad files, stray files.

Each step may be repeated, so that a kill between two of them only delays the rest. Nothing goes by
this box's clock alone.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kiosk.domain.events import EraseReason, PhotoErased
from kiosk.domain.site import Site
from kiosk.journal import LogEvent, log
from kiosk.pictures.folder import PictureFolder
from kiosk.station.server_time import ServerTime
from kiosk.station.store.recovery import StoreRecovery

WORDS_KEPT: Final = timedelta(hours=22)
"""How long words stay after the home has a visit, for a home put back from its backup meanwhile.

A purge comes each hour and is followed by a new backup: after 24 hours they are in no file.
"""


@dataclass(frozen=True, slots=True)
class Purge:
    """What `record` is told of happened by itself; it writes the event of a visit."""

    recovery: StoreRecovery
    pictures: PictureFolder
    server_time: ServerTime
    record: Callable[[str, PhotoErased, datetime], None]

    def run(self, site: Site) -> None:
        """Deletes what may go now; the site says how long pictures are kept."""
        agreed = self.server_time.agreed()
        if agreed is not None:
            self.recovery.store.dates.settle(agreed)
            self._pictures(agreed, agreed - timedelta(days=site.picture_days))
        self._words(agreed and agreed - timedelta(days=site.picture_days))
        if agreed is not None:
            self.recovery.store.visits.end_before(site.day_began(agreed))
            self.recovery.forget_old(agreed)
        self.sweep()
        self.recovery.store.truncate_log()

    def sweep(self) -> None:
        """Removes files that belong to no visit; tells of those that stay, or are gone."""
        kept = self.recovery.store.photos.kept()
        swept = self.pictures.sweep(kept)
        if swept:
            log(LogEvent.PICTURES_SWEPT, count=swept)
        stuck = len(self.pictures.strays(kept))
        if stuck:
            log(LogEvent.PICTURES_STUCK, count=stuck)
        missing = sum(not self.pictures.has(photo) for photo in kept)
        if missing:
            log(LogEvent.PICTURES_MISSING, count=missing)

    def drop_file(self, photo: str) -> None:
        """Deletes the file unless another visit still needs the very same picture."""
        if not self.recovery.store.photos.keeps(photo):
            self.pictures.delete(photo)

    def _pictures(self, now: datetime, before: datetime) -> None:
        store = self.recovery.store
        old = store.photos.older_than(before)
        with store.transaction():  # one, as a visitor waits meanwhile for each flush to the disk
            for offer in old:
                store.photos.erase(offer, now)
                self.record(offer.visit_id, PhotoErased(offer.photo, EraseReason.RETENTION), now)
        for offer in old:
            with suppress(OSError):
                self.drop_file(offer.photo)  # else the sweep tries again, and tells
        if old:
            log(LogEvent.PICTURES_PURGED, count=len(old))

    def _words(self, begun_before: datetime | None) -> None:
        """By the home's time alone: it has what is emptied here, whatever this box's clock says."""
        now = self.server_time.now()
        if now is None:
            return
        words = self.recovery.store.words
        words.note_settled(now)
        gone = words.forget(now - WORDS_KEPT, begun_before)
        if gone:
            log(LogEvent.WORDS_PURGED, count=gone)
