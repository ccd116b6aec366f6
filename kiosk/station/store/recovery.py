"""Recovery of the store: checks the file, sets a damaged one aside, restores a backup.

A damaged file is kept for people to look at and never repaired in place. Runs on the station thread
only.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from kiosk.clock import Clock
from kiosk.faults import StoreDamaged, StoreFault
from kiosk.journal import LogEvent, log
from kiosk.machine import sqlite_copy
from kiosk.machine.files import PART, NamedFile, copy_whole, flush, replace_durably
from kiosk.station.store.backups import Backups
from kiosk.station.store.database import store_faults
from kiosk.station.store.store import Store

CHECK_WITHIN_S: Final = 5.0
"""How long the check at a start may take; each backup checks the rest while the kiosk runs."""
ASIDE_KEPT: Final = timedelta(days=14)
"""How long a damaged file stays for people to look at."""
LOG_STEADY_BYTES: Final = 16_000_000
LOG_ALARM_BYTES: Final = 64_000_000
"""The size a write-ahead log is kept under, and the size at which the journal warns.

A log grows without limit while another process holds a read transaction open.
"""
_ASIDE: Final = ".corrupt-"
_BESIDE: Final = ("-wal", "-shm")
"""SQLite's files beside a database; left beside another file they would damage it."""
_T = TypeVar("_T")


class Condition(StrEnum):
    """What became of the store on this machine."""

    WHOLE = "whole"
    RESTORED = "restored"
    """A backup replaced a file that was damaged or gone."""
    NEW = "anew"
    """No backup was left; the store began empty."""


class StoreRecovery:
    """The station's store, whatever happens to its file."""

    def __init__(
        self, path: Path, backups: Backups, clock: Clock, has_picture: Callable[[str], bool]
    ) -> None:
        self._path = path
        self._backups = backups
        self._clock = clock
        self._has_picture = has_picture
        self.condition = Condition.RESTORED if set_aside(path) else Condition.WHOLE
        self._store: Store | None = None
        self._file = NamedFile(path)
        self._closed = False
        self._log_large = False
        with store_faults():
            self._delete_partial()
        if self._is_lost():
            self.repair("missing")
        else:
            self._open()

    @property
    def store(self) -> Store:
        """The open store; StoreFault after `close`, and while none can be opened or restored."""
        if self._closed:
            raise StoreFault("closed")
        if self._store is not None and not self._file.is_there():
            raise StoreDamaged("deleted or replaced")
        if self._store is None and self._path.exists():
            self._open()
        if self._store is None:
            self._restore()
        assert self._store is not None, "restored or raised"
        return self._store

    def reading(self, read: Callable[[], _T]) -> _T:
        """The result of `read`; if it finds the file damaged, repairs it and reads once more."""
        try:
            with store_faults():
                return read()
        except StoreDamaged as damaged:
            self.repair(str(damaged))
        with store_faults():
            return read()

    def repair_if_damaged(self) -> None:
        """Checks the whole file, which another reader found damaged, and repairs it if it is."""
        try:
            with store_faults(), closing(sqlite_copy.connect(self._path)) as connection:
                sqlite_copy.check(connection)
        except StoreDamaged as damaged:
            self.repair(str(damaged))

    def repair(self, reason: str) -> None:
        """Sets the file aside and puts the newest good backup in its place, or an empty store."""
        with store_faults():
            rescued = self._rescued()
        self._close_store()
        log(LogEvent.STORE_DAMAGED, reason=reason)
        with store_faults():
            self._set_aside()
            if rescued is not None:
                replace_durably(rescued, self._path)
                self._open_as(Condition.RESTORED)
                return
        self._restore()

    def close(self) -> None:
        """Closes the file; everything committed is already on disk."""
        self._closed = True
        self._close_store()

    def check_log_size(self) -> None:
        """Empties a write-ahead log that has grown; logs once when that cannot be done."""
        large = self._log_bytes() > LOG_STEADY_BYTES and not self.store.truncate_log()
        alarming = large and self._log_bytes() > LOG_ALARM_BYTES
        if alarming and not self._log_large:
            log(LogEvent.LOG_LARGE, megabytes=self._log_bytes() // 1_000_000)
        self._log_large = alarming

    def delete_old_damaged(self, now: datetime) -> None:
        """Deletes files set aside for longer than `ASIDE_KEPT`, `now` being the true time.

        Their time runs from the first call, which stamps them. Once none is left, deleted here or
        by a person, the store counts as whole again.
        """
        with store_faults():
            for path in set_aside(self._path):
                if path.stat().st_mtime == 0:
                    os.utime(path, (now.timestamp(), now.timestamp()))
                elif path.stat().st_mtime < (now - ASIDE_KEPT).timestamp():
                    for part in (path, *_companions(path)):
                        part.unlink(missing_ok=True)
            if not set_aside(self._path):
                self.condition = Condition.WHOLE

    def _log_bytes(self) -> int:
        try:
            return _companions(self._path)[0].stat().st_size
        except FileNotFoundError:
            return 0

    def _is_lost(self) -> bool:
        """Whether a store was here and is gone; an empty file counts as gone.

        SQLite would silently begin a new database in it.
        """
        if not self._path.exists():
            return bool(self._backups.newest_first())
        return self._path.stat().st_size == 0

    def _open(self) -> None:
        ends_s = self._clock.monotonic_s() + CHECK_WITHIN_S
        try:
            self._store = Store(self._path, self._clock, lambda: self._clock.monotonic_s() > ends_s)
            self._file = NamedFile(self._path)
        except StoreDamaged as damaged:
            self.repair(str(damaged))

    def _rescued(self) -> Path | None:
        """A copy of the open store when its file was deleted or replaced under it, else None.

        All of it can still be read until it is closed, and only until then.
        """
        if self._store is None or self._file.is_there():
            return None
        self._path.parent.mkdir(parents=True, exist_ok=True)
        copy = self._path.with_name(f"{self._path.name}{PART}")
        copy.unlink(missing_ok=True)
        self._store.copy_to(copy)
        return copy

    def _set_aside(self) -> None:
        aside = self._path.with_name(f"{self._path.name}{_ASIDE}{self._clock.now():%Y%m%dT%H%M%SZ}")
        while aside.exists():
            aside = aside.with_name(f"{aside.name}x")
        self._path.touch(mode=0o600)  # a file that is gone leaves a trace, too
        for path, suffix in ((self._path, ""), *zip(_companions(self._path), _BESIDE, strict=True)):
            with suppress(FileNotFoundError):
                os.utime(path.rename(f"{aside}{suffix}"), (0, 0))
        flush(self._path.parent)

    def _close_store(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def _restore(self) -> None:
        assert not self._path.exists(), "a store is set aside before another takes its place"
        with store_faults():
            shown = _highest_shown(self._path)
            for copy in self._backups.newest_first():
                if self._replace_store(
                    copy, lambda store: store.prepare_restored(shown, self._has_picture)
                ):
                    self._open_as(Condition.RESTORED)
                    return
            self._replace_store(None, lambda store: store.prepare_new(shown))
            self._open_as(Condition.NEW)

    def _replace_store(self, copy: Path | None, prepare: Callable[[Store], None]) -> bool:
        """Prepares the file under another name, then renames it: a kill leaves all or nothing.

        False when the backup is damaged too.
        """
        part = self._path.with_name(self._path.name + PART)
        try:
            for stray in (part, *_companions(part)):
                stray.unlink(missing_ok=True)
            if copy is not None:
                copy_whole(copy, part)
            with closing(Store(part, self._clock)) as store:
                prepare(store)
        except StoreDamaged:
            return False
        replace_durably(part, self._path)
        return True

    def _open_as(self, condition: Condition) -> None:
        self.condition = condition
        self._store = Store(self._path, self._clock)
        self._file = NamedFile(self._path)
        log(LogEvent.STORE_PUT_BACK, condition=condition.value)

    def _delete_partial(self) -> None:
        part = self._path.with_name(self._path.name + PART)
        for stray in self._path.parent.glob(f"{part.name}*"):
            stray.unlink()


def set_aside(path: Path) -> list[Path]:
    """The damaged files kept for people, oldest first."""
    found = path.parent.glob(f"{path.name}{_ASIDE}*")
    return sorted(file for file in found if not file.name.endswith(_BESIDE))


def _companions(path: Path) -> list[Path]:
    return [path.with_name(path.name + suffix) for suffix in _BESIDE]


def _highest_shown(path: Path) -> int:
    """The highest number in the newest damaged file, 0 when it cannot be read."""
    for aside in set_aside(path)[-1:]:
        try:
            with closing(sqlite_copy.connect(aside, "ro")) as connection:
                [(last,)] = connection.execute("select max(last) from counter").fetchall()
                return min(int(last or 0), _LARGEST_SHOWN)
        except (sqlite3.Error, ValueError, TypeError):
            continue
    return 0


_LARGEST_SHOWN: Final = 90_000
"""Limit for a value read from a damaged page: numbers have five digits."""
