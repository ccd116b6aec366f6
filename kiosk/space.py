"""Disk space of a kiosk or a server: pictures stop first, visits last while the disk fills up.

Holds a reserve file, because on a full disk SQLite cannot even delete rows. Never deletes anything
of a visit.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from kiosk.journal import LogEvent, log
from kiosk.machine.files import DiskSpace, disk_space, flush

RESERVE_BYTES: Final = 100_000_000


class Level(StrEnum):
    """How much space there is."""

    OK = "ok"
    LOW = "low"
    """Pictures are not kept; a person should make room."""
    FULL = "full"
    """The reserve is in use; visits without pictures go on."""


@dataclass(frozen=True, slots=True)
class Needs:
    """The space that must be free, in bytes and as a share of the disk.

    A large disk that is nearly full still has room for months of pictures: `pictures_at_most_bytes`
    is all that its share can ask for.
    """

    pictures_bytes: int = 500_000_000
    pictures_share: float = 0.1
    pictures_at_most_bytes: int = 5_000_000_000
    visits_bytes: int = 100_000_000
    reserve_bytes: int = RESERVE_BYTES

    def allow_pictures(self, room: DiskSpace) -> bool:
        """Whether there is room for pictures."""
        share = min(self.pictures_share * room.total, self.pictures_at_most_bytes)
        return room.free >= max(self.pictures_bytes, share)


class Space:
    """The space of one folder and its reserve. One thread at a time."""

    def __init__(
        self,
        folder: Path,
        needs: Needs | None = None,
        room: Callable[[Path], DiskSpace] = disk_space,
    ) -> None:
        self._folder = folder
        self._reserve = folder / "reserve"
        self._needs = needs or Needs()
        self._room = room
        self.level = Level.OK

    def check(self) -> Level:
        """Measures the space; releases the reserve when little else is left. Fast."""
        free, enough = self._measure()
        if free < self._needs.visits_bytes:
            self.release_reserve()
        self._note(Level.OK if enough else Level.LOW if self._is_made() else Level.FULL)
        return self.level

    def maintain(self) -> Level:
        """As `check`, and makes the reserve while there is room for it."""
        if self._measure()[1]:
            self._make_reserve()
        return self.check()

    def release_reserve(self) -> bool:
        """Frees the reserve; False when it was in use already."""
        try:
            self._reserve.unlink()
        except OSError:
            return False
        self._note(Level.FULL)
        return True

    def _measure(self) -> tuple[int, bool]:
        """Free bytes, and whether pictures may be kept; the reserve must fit in beside them."""
        room = self._room(self._folder)
        missing = 0 if self._is_made() else self._needs.reserve_bytes
        return room.free, self._needs.allow_pictures(DiskSpace(room.free - missing, room.total))

    def _is_made(self) -> bool:
        with suppress(OSError):
            return self._reserve.stat().st_blocks > 0 or self._needs.reserve_bytes == 0
        return self._needs.reserve_bytes == 0

    def _make_reserve(self) -> None:
        """Allocates the blocks: deleting a sparse file would free nothing."""
        if self._is_made():
            return
        try:
            handle = os.open(self._reserve, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            try:
                os.posix_fallocate(handle, 0, self._needs.reserve_bytes)
            finally:
                os.close(handle)
            flush(self._folder)
        except OSError:
            with suppress(OSError):
                self._reserve.unlink()

    def _note(self, level: Level) -> None:
        if level is self.level:
            return
        self.level = level
        log(LogEvent.DISK_ROOMY if level is Level.OK else LogEvent.DISK_FILLING, room=level.value)
