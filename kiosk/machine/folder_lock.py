"""Exclusive lock on a data folder (flock). The kernel releases it when the process ends."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kiosk.faults import SettingsFault, StoreFault

_FILE = "lock"


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Holds the lock within the block and creates the folder if needed.

    SettingsFault when another process holds it, or when it is no folder; StoreFault when it cannot
    be used.
    """
    with _opened(folder) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            raise _in_use(folder) from fault
        yield


@contextmanager
def shared(folder: Path) -> Iterator[bool]:
    """Holds the folder together with others of its kind; whether nobody else had it before.

    SettingsFault when a process has it for itself alone, StoreFault when it cannot be used.
    """
    with _opened(folder) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            alone = True
        except OSError:
            alone = False
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as fault:
            raise _in_use(folder) from fault
        yield alone


def is_in_use(folder: Path) -> bool:
    """Whether a process holds the lock now; False when there is none to hold."""
    try:
        lock = (folder / _FILE).open("r")
    except OSError:
        return False
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        return False


def _opened(folder: Path) -> IO[str]:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return (folder / _FILE).open("a")
    except (FileExistsError, NotADirectoryError) as fault:
        raise SettingsFault(f"{folder}: data_dir: expected a folder, got a file") from fault
    except OSError as fault:
        raise StoreFault(f"{folder}: {fault.strerror}") from fault


def _in_use(folder: Path) -> SettingsFault:
    expected = "data_dir: expected a folder that no running kiosk or server uses"
    return SettingsFault(f"{folder}: {expected}")
