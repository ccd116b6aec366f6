"""Owns keeping a site's lists fresh: read at the start, and again whenever their file has changed.

A list that cannot be used is logged once, and the one before it stands. Never looks into a list.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from kiosk.faults import SettingsFault
from kiosk.journal import LogEvent, log
from kiosk.retry import Backoff, Worker

LOOK_EVERY_S: Final = 15.0

Content = TypeVar("Content")


class ReloadingFile(Generic[Content]):
    """One file: `read` raises SettingsFault if it is no such list, `use` is told what it holds."""

    def __init__(
        self, path: Path, read: Callable[[Path], Content], use: Callable[[Content], None]
    ) -> None:
        self._path = path
        self._read = read
        self._use = use
        self._known: tuple[int, ...] | None = ()  # as no file ever is: the first look reads

    def look(self) -> None:
        """Reads the file if it is another than at the last look. Blocks on the disk."""
        now = _state_of(self._path)
        if now == self._known:
            return
        self._known = now  # of before the reading: what is written meanwhile is read next time
        try:
            content = self._read(self._path)
        except SettingsFault as fault:
            log(LogEvent.LIST_REFUSED, reason=str(fault))
        else:
            self._use(content)
            log(LogEvent.LIST_READ, list=self._path.name)


class FileWatch:
    """Looks at all of them four times a minute, on a thread of its own ("lists")."""

    def __init__(self, lists: list[ReloadingFile[Any]], *, every_s: float = LOOK_EVERY_S) -> None:
        self._lists = lists
        self._every_s = every_s
        self._worker = Worker("lists", self._look, Backoff(every_s, every_s, random.Random()))

    def start(self) -> None:
        """Begins with a look at once."""
        if self._lists:
            self._worker.start()

    def stop(self) -> None:
        """Ends it."""
        self._worker.stop()

    def _look(self) -> float:
        for each in self._lists:
            each.look()
        return self._every_s


def _state_of(path: Path) -> tuple[int, ...] | None:
    """What differs once a file is written or put in place; None if it cannot be seen."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino
