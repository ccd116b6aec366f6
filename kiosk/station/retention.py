"""Retention on a station: deletes pictures, private words, damaged files and stray files in time.

Every step may be repeated, so that a kill between two of them only delays the rest. Nothing is
deleted by this machine's clock alone.
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
"""How long words stay after the server has a visit, in case it is restored from its backup.

Retention runs each hour and new backups follow: after 24 hours the words are in no file.
"""


@dataclass(frozen=True, slots=True)
class Retention:
    """`record` writes the event that a visit's picture was erased."""

    recovery: StoreRecovery
    pictures: PictureFolder
    server_time: ServerTime
    record: Callable[[str, PhotoErased, datetime], None]

    def run(self, site: Site) -> None:
        """Deletes what has expired; the site says how long pictures are kept."""
        agreed = self.server_time.agreed()
        if agreed is not None:
            self.recovery.store.clock_correction.correct(agreed)
            self._delete_pictures(agreed, agreed - timedelta(days=site.picture_days))
        self._delete_words(agreed and agreed - timedelta(days=site.picture_days))
        if agreed is not None:
            self.recovery.store.visits.close_begun_before(site.here_since(agreed))
            self.recovery.delete_old_damaged(agreed)
        self.sweep()
        self.recovery.store.truncate_log()

    def sweep(self) -> None:
        """Removes files that belong to no visit; logs those that cannot go, or are missing."""
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

    def _delete_pictures(self, now: datetime, before: datetime) -> None:
        store = self.recovery.store
        old = store.photos.older_than(before)
        with store.transaction():  # one for all: a visitor may be waiting for each flush to disk
            for offer in old:
                store.photos.erase(offer, now)
                self.record(offer.visit_id, PhotoErased(offer.photo, EraseReason.RETENTION), now)
        for offer in old:
            with suppress(OSError):
                self.drop_file(offer.photo)  # else the sweep tries again, and logs it
        if old:
            log(LogEvent.PICTURES_PURGED, count=len(old))

    def _delete_words(self, begun_before: datetime | None) -> None:
        """By the server's time alone: it has the visit, whatever this machine's clock says."""
        now = self.server_time.now()
        if now is None:
            return
        words = self.recovery.store.private_words
        words.note_delivered(now)
        deleted = words.delete(now - WORDS_KEPT, begun_before)
        if deleted:
            log(LogEvent.WORDS_PURGED, count=deleted)
