"""SQLite: the store is a file in the home's folder, and has one writer at a time."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from kiosk.faults import StoreFault
from kiosk.machine import sqlite_copy
from kiosk.machine.files import NamedFile
from kiosk.server.store.dialect.backend import WRITES, ChangeLine

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


def file_of(folder: Path) -> Path:
    """The database file in `folder`."""
    return folder / "server.db"


class SqliteFile:
    """A store in one file."""

    in_folder = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = file_of(folder)
        self._opened: NamedFile | None = None

    @property
    def place(self) -> str:
        """The folder."""
        return str(self._folder)

    def open_engine(self) -> Engine:
        """The engine on the file, which is made, for this account alone."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path.touch(mode=0o600)
        self._opened = NamedFile(self._path)
        engine = create_engine(
            # Written as text, a % or ? would mean something.
            URL.create("sqlite", database=str(self._path)),
            connect_args={"check_same_thread": False},
            # To open one takes longer than most of what is asked: those of a busy moment are kept.
            pool_size=_KEPT_OPEN,
            max_overflow=_THREADS_AT_MOST - _KEPT_OPEN,
            hide_parameters=True,  # they are people's words, and faults are logged
            json_serializer=lambda value: msgspec.json.encode(value).decode(),
            json_deserializer=msgspec.json.decode,
        )
        event.listen(engine, "connect", _configure)
        event.listen(engine, "begin", _begin)
        return engine

    @contextmanager
    def migration(self, engine: Engine) -> Iterator[Connection]:
        """No other process opens it meanwhile: while it turns to WAL, SQLite does not wait."""
        handle = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            with engine.connect() as connection:
                writing = connection.execution_options(**{WRITES: True})
                with writing.begin():
                    yield writing
        finally:
            os.close(handle)

    def lock_site(self, connection: Connection, site_id: str | None) -> None:
        """Whoever writes has locked the whole file already, when it began."""

    def change_line(self) -> ChangeLine:
        """There is one server process alone."""
        raise AssertionError("only for a store that several processes share")

    @contextmanager
    def alone(self, job: str) -> Iterator[bool]:
        """There is one server process alone."""
        yield True

    def is_made(self) -> bool:
        """Whether the file is there."""
        return self._path.exists()

    def is_there(self) -> bool:
        """Whether the name still leads to the file that was opened."""
        assert self._opened is not None, "asked of a store that is open"
        return self._opened.is_there()

    def erase_deleted(self, engine: Engine) -> bool:
        """Truncates the write-ahead log: until then deleted rows can still be read there."""
        with closing(engine.raw_connection()) as raw:
            cursor = raw.cursor()
            # Shorter than others wait: no call gets in meanwhile.
            cursor.execute("pragma busy_timeout = 200")
            cursor.execute("pragma wal_checkpoint(truncate)")
            truncated = bool(cursor.fetchone() == (0, 0, 0))
            cursor.execute(f"pragma {_BUSY}")
        return truncated

    def revision(self) -> str | None:
        """The revision of the schema in the file."""
        try:
            with closing(self._untouched()) as store:
                sqlite_copy.check(store)
                if not store.execute(_HAS_REVISION).fetchone():
                    return None
                found = store.execute("select version_num from alembic_version").fetchone()
        except (sqlite3.Error, OSError) as fault:
            raise StoreFault(f"{self._path}: {fault}") from fault
        return None if found is None else str(found[0])

    def site_ids(self) -> Sequence[str]:
        """Those in the file."""
        try:
            with closing(self._untouched()) as store:
                rows = store.execute("select site_id from sites order by site_id").fetchall()
        except (sqlite3.Error, OSError) as fault:
            raise StoreFault(f"{self._path}: {fault}") from fault
        return [str(row[0]) for row in rows]

    def _untouched(self) -> sqlite3.Connection:
        """To read only; beside a file that nobody has open, SQLite would leave two others."""
        is_open = self._path.with_name(f"{self._path.name}-wal").exists()
        return sqlite_copy.connect(self._path, "ro" if is_open else "ro&immutable=1")

    def version(self) -> str:
        """As the library says."""
        return f"SQLite {sqlite3.sqlite_version}"


def _configure(raw: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    assert isinstance(raw, sqlite3.Connection)
    # The driver's own transaction handling begins too late; ours begins in `_begin`.
    raw.isolation_level = None
    for pragma in _PRAGMAS:
        raw.execute(f"pragma {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("begin immediate" if writes else "begin")
