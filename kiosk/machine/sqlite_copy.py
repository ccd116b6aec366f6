"""Copies and checks of an SQLite file in use, without blocking its writer or waiting for it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from kiosk.faults import StoreDamaged
from kiosk.machine.files import PART, make_private, replace_durably

_STEPS: Final = 10_000
"""Instructions of SQLite's virtual machine between two checks of the time: some milliseconds."""
_DAMAGE: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_CANNOT_READ: Final = frozenset(
    {
        sqlite3.SQLITE_IOERR_READ,
        sqlite3.SQLITE_IOERR_SHORT_READ,
        sqlite3.SQLITE_IOERR_DATA,
        sqlite3.SQLITE_IOERR_CORRUPTFS,
    }
)
"""Errors of a disk that no longer returns its bytes; waiting does not repair it."""


def is_damage(fault: Exception) -> bool:
    """Whether `fault` means that the file itself is bad, not that it cannot be used just now."""
    code = getattr(fault, "sqlite_errorcode", None)
    return code is not None and (code & 0xFF in _DAMAGE or code in _CANNOT_READ)


def words_of(fault: BaseException) -> str:
    """What went wrong, as SQLite or the system says it: without a path, without what rows hold."""
    return getattr(fault, "strerror", None) or f"{fault}".partition("\n")[0] or "it failed"


def connect(path: Path, mode: str = "rw") -> sqlite3.Connection:
    """A connection to the existing file, for reading beside its writer; never creates one.

    Mode `ro` leaves the file as it is, `ro&immutable=1` also its folder, where nobody writes it;
    `rw` recovers a WAL that a crash left beside it.
    """
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=5.0)


def check(connection: sqlite3.Connection, out_of_time: Callable[[], bool] | None = None) -> bool:
    """True when the file is sound, False when the check ran out of time; StoreDamaged otherwise."""
    connection.set_progress_handler(out_of_time, _STEPS)
    try:
        found = connection.execute("pragma quick_check(1)").fetchall()
    except sqlite3.DatabaseError as fault:
        if getattr(fault, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            return False
        if is_damage(fault):
            raise StoreDamaged(words_of(fault)) from fault
        raise
    finally:
        connection.set_progress_handler(None, 0)
    if found != [("ok",)]:
        raise StoreDamaged("its pages do not fit together")
    return True


def is_sound(path: Path) -> bool:
    """Whether the file exists and holds a sound database."""
    try:
        with closing(connect(path)) as connection:
            return path.stat().st_size > 0 and check(connection)
    except (StoreDamaged, sqlite3.Error, OSError):
        return False


def copy_database(path: Path, to: Path) -> None:
    """Copies `path` to `to` atomically: compacted, checked, and durable when this returns.

    StoreDamaged when the file or its copy is bad; sqlite3.Error or OSError when it cannot be copied
    now.
    """
    part = to.with_name(to.name + PART)
    try:
        make_private(part)
        with closing(connect(path)) as connection:
            check(connection)
            _vacuum_into(connection, part)
        with closing(connect(part)) as copy:
            check(copy)
        replace_durably(part, to)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _vacuum_into(connection: sqlite3.Connection, part: Path) -> None:
    try:
        with _as_text(part) as path:
            connection.execute("vacuum into ?", (path,))
    except sqlite3.DatabaseError as fault:
        if is_damage(fault):
            raise StoreDamaged(words_of(fault)) from fault
        raise


@contextmanager
def _as_text(path: Path) -> Iterator[str]:
    """The path as SQLite takes it, by a handle of its folder where the name is in no encoding."""
    if os.fsencode(path) == str(path).encode(errors="replace"):
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
