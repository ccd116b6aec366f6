"""A whole store copied to another place, opened on both sides and as one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from kiosk.faults import SettingsFault, StoreDamaged, StoreFault
from kiosk.machine.sqlite_copy import words_of
from kiosk.server.store.copies.rows import Told, copy_rows, holds_a_home, only_site
from kiosk.server.store.dialect import Backend
from kiosk.server.store.engine import ServerDatabase, first_line
from kiosk.server.store.processes.folder_claim import tie


@contextmanager
def opened(backend: Backend) -> Iterator[ServerDatabase]:
    """The store in that place, made or brought up to date, and closed at the end of the block."""
    database = ServerDatabase(backend)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def in_words(place: str) -> Iterator[None]:
    """StoreFault, in the words of the database or the system, for what fails within the block."""
    try:
        yield
    except StoreDamaged as fault:
        raise StoreFault(f"{place}: the store is damaged: {fault}") from fault
    except DBAPIError as fault:
        raise StoreFault(f"{place}: {first_line(fault.orig)}") from fault
    except (sqlite3.Error, OSError) as fault:
        raise StoreFault(f"{place}: {words_of(fault)}") from fault


def require_answer(backend: Backend) -> None:
    """SettingsFault for a database that does not answer, or that no home can be kept in."""
    if not backend.in_folder:
        backend.open_engine().dispose()


def has_home(backend: Backend) -> bool:
    """Whether the store of a home is in that place; SettingsFault when that cannot be told."""
    require_answer(backend)
    if not backend.is_made():
        return False
    with opened(backend) as database, database.read() as connection:
        return holds_a_home(connection)


@contextmanager
def fill_store(
    old: Backend, new: Backend, told: Told
) -> Iterator[tuple[Connection, Mapping[str, int]]]:
    """Copies `old` to `new`; the block may change the copy before it is committed.

    Yields the connection to the copy, and the rows by table. SettingsFault when `new` has a home.
    """
    with (
        opened(old) as before,
        opened(new) as after,
        before.read() as source,
        after.write() as target,
    ):
        if holds_a_home(target):
            expected = "expected an empty database, a home is in this one"
            how = "name it in site.toml (database) if it was moved before, else make another one"
            raise SettingsFault(f"{new.place}: {expected}: {how}")
        yield target, copy_rows(source, target, told)
    if new.in_folder and any(Path(new.place).glob("*.db-*")):
        # Whoever takes the file alone would leave behind what is still in its log.
        raise StoreFault(f"{new.place}: the copy is not whole in its one file")


def copy_store(old: Backend, new: Backend) -> None:
    """Copies `old` to `new` as it is."""
    with fill_store(old, new, _silent):
        pass


def replace_store(data: Path, old: Backend, new: Backend) -> None:
    """Makes the database `new` hold what `old` holds, and ties it to the folder `data`."""
    with (
        opened(old) as before,
        opened(new) as after,
        before.read() as source,
        after.write() as target,
    ):
        copy_rows(source, target, _silent)
        tie(data, target, only_site(target))


def _silent(_done: int, _whole: int) -> None:
    """Nobody waits for it."""
