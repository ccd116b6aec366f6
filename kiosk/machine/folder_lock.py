"""Exclusive lock on a data folder (flock). The kernel releases it when the process ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.faults import SettingsFault, StoreFault

_FILE = "lock"


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Holds the lock within the block and creates the folder if needed.

    SettingsFault when another process holds it, StoreFault when the folder cannot be used.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / _FILE).open("a")
    except OSError as fault:
        raise StoreFault(f"{folder}: {fault.strerror}") from fault
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            expected = "data_dir: expected a folder that no running kiosk or server uses"
            raise SettingsFault(f"{folder}: {expected}") from fault
        yield


def is_in_use(folder: Path) -> bool:
    """Whether a process holds the lock now; False when there is none to hold."""
    try:
        lock = (folder / _FILE).open("r")
    except OSError:
        return False
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
        return False
