"""Reloads the lists of people and of devices when their files change, by polling.

A list that cannot be used is logged once, and the list before it stays in use. A row that cannot be
used is logged and left out.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from kiosk.directory.csv_list import ReadList
from kiosk.faults import SettingsFault
from kiosk.journal import LogEvent, log
from kiosk.retry import Backoff, Worker

CHECK_EVERY_S: Final = 15.0
MOST_ROWS_LOGGED: Final = 20
"""Rows left out of one list that are named in the log; `kiosk doctor` names the first ones too."""

Content = TypeVar("Content")


class ReloadingFile(Generic[Content]):
    """One file: `read` raises SettingsFault if it cannot be used, `use` gets what it holds."""

    def __init__(
        self,
        path: Path,
        read: Callable[[Path], ReadList[Content]],
        use: Callable[[Content], None],
    ) -> None:
        self._path = path
        self._read = read
        self._use = use
        self._last_state: tuple[int, ...] | None = ()  # as no file ever is: the first check reads

    def check(self) -> None:
        """Reads the file if it has changed since the last check. Blocks on the disk."""
        state = _file_state(self._path)
        if state == self._last_state:
            return
        self._last_state = state  # from before reading: a write meanwhile is read next time
        try:
            read = self._read(self._path)
        except SettingsFault as fault:
            log(LogEvent.LIST_REFUSED, reason=str(fault))
            return
        self._use(read.content)
        left_out = len(read.left_out)
        log(LogEvent.LIST_READ, list=self._path.name, rows=read.rows, left_out=left_out)
        for complaint in read.left_out[:MOST_ROWS_LOGGED]:
            log(LogEvent.ROW_LEFT_OUT, reason=complaint)


class FileWatch:
    """Checks all of the files four times a minute, on a thread of its own ("lists")."""

    def __init__(self, files: list[ReloadingFile[Any]], *, every_s: float = CHECK_EVERY_S) -> None:
        self._files = files
        self._every_s = every_s
        self._worker = Worker("lists", self._check, Backoff(every_s, every_s, random.Random()))

    def start(self) -> None:
        """Starts the thread, which checks at once; without files there is none."""
        if self._files:
            self._worker.start()

    def stop(self) -> None:
        """Ends the thread."""
        self._worker.stop()

    def _check(self) -> float:
        for file in self._files:
            file.check()
        return self._every_s


def _file_state(path: Path) -> tuple[int, ...] | None:
    """Times, size and inode, which differ once a file is written or replaced; None without one."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino
