"""SQLite's own SQL and files: what another database engine does differently.

The rest of the server speaks SQLAlchemy's common language; only the column types and the partial
indexes in `tables` also name an engine.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import URL, ColumnElement, Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.compiler import SQLCompiler

from kiosk.faults import StoreFault
from kiosk.machine import sqlite_copy

WRITES = "kiosk_writes"
"""The execution option of a connection that will write: it takes the lock when it begins."""
_KEPT_OPEN = 24
_THREADS_AT_MOST = 64
"""Of all that may ask at once: the requests', the phones', the jobs'."""
_HAS_REVISION = "select 1 from sqlite_master where name = 'alembic_version'"
_BUSY = "busy_timeout = 5000"
_PRAGMAS = (
    "journal_mode = wal",
    "synchronous = full",
    "secure_delete = on",
    "foreign_keys = on",
    _BUSY,
)


def upsert(table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> Insert:
    """Writes `values` in the row of `key`, which is made when it is not there."""
    row = insert(table).values(**key, **values)
    return row.on_conflict_do_update(index_elements=list(key), set_=dict(values))


def upsert_rows(table: Table, key: Sequence[str], names: Collection[str]) -> Insert:
    """As `upsert`, for rows that are bound later and have a value for each of `names`."""
    row = insert(table)
    return row.on_conflict_do_update(
        index_elements=list(key), set_={name: row.excluded[name] for name in names}
    )


def insert_missing(table: Table) -> Insert:
    """Rows that are there already stay as they are."""
    return insert(table).on_conflict_do_nothing()


def json_text(column: ColumnElement[Any], name: str) -> ColumnElement[str]:
    """The text under `name` in a column of JSON."""
    text: ColumnElement[str] = column[name].as_string()
    return text


def binding_order(compiled: SQLCompiler) -> Sequence[str]:
    """The names of a statement's values in the order in which the driver takes them."""
    assert compiled.positiontup is not None, "SQLite's placeholders have no names"
    return compiled.positiontup


def file_of(folder: Path) -> Path:
    """The database file in `folder`."""
    return folder / "server.db"


def open_engine(folder: Path) -> Engine:
    """The engine on the database file in `folder`, which is made, for this account alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = file_of(folder)
    path.touch(mode=0o600)
    engine = create_engine(
        URL.create("sqlite", database=str(path)),  # written as text, a % or ? would mean something
        connect_args={"check_same_thread": False},
        # To open one takes longer than most of what is asked: those of a busy moment are kept.
        pool_size=_KEPT_OPEN,
        max_overflow=_THREADS_AT_MOST - _KEPT_OPEN,
        hide_parameters=True,  # they are people's words, and faults are logged
        json_serializer=lambda value: msgspec.json.encode(value).decode(),
        json_deserializer=msgspec.json.decode,
    )

    @event.listens_for(engine, "connect")
    def _configure(raw: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        assert isinstance(raw, sqlite3.Connection)
        # The driver's own transaction handling begins too late; ours begins in `_begin`.
        raw.isolation_level = None
        for pragma in _PRAGMAS:
            raw.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    return engine


@contextmanager
def migration_lock(folder: Path) -> Iterator[None]:
    """No other process opens the store meanwhile: while it turns to WAL, SQLite does not wait."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def checkpoint(engine: Engine) -> bool:
    """Truncates the write-ahead log; False when a reader still needs it. No writer may be active.

    Until then deleted rows can still be read there.
    """
    with closing(engine.raw_connection()) as raw:
        cursor = raw.cursor()
        # Shorter than others wait: no call gets in meanwhile.
        cursor.execute("pragma busy_timeout = 200")
        cursor.execute("pragma wal_checkpoint(truncate)")
        truncated = bool(cursor.fetchone() == (0, 0, 0))
        cursor.execute(f"pragma {_BUSY}")
    return truncated


def revision_of(folder: Path) -> str | None:
    """The revision of the schema in `folder`, read from a store that is checked and left as it is.

    None: it has no schema. StoreDamaged when it is not whole, StoreFault when it cannot be read.
    """
    try:
        with closing(sqlite_copy.connect(file_of(folder), "ro")) as store:
            sqlite_copy.check(store)
            if not store.execute(_HAS_REVISION).fetchone():
                return None
            found = store.execute("select version_num from alembic_version").fetchone()
    except (sqlite3.Error, OSError) as fault:
        raise StoreFault(f"{fault}") from fault
    return None if found is None else str(found[0])


def version() -> str:
    """The database engine and its version, as people read it."""
    return f"SQLite {sqlite3.sqlite_version}"
