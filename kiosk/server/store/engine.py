"""Owns opening the server's database: engine, durability, schema version and store epoch."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock

import msgspec
import uuid6
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from kiosk.faults import StoreFault
from kiosk.server.store.tables import meta

_WRITE = "kiosk_write"
_BUSY = "busy_timeout = 5000"
_PRAGMAS = (
    "journal_mode = wal",
    "synchronous = full",
    "secure_delete = on",
    "foreign_keys = on",
    _BUSY,
)


class ServerDatabase:
    """The opened store. Reads may run side by side; writes go one at a time, in order of arrival.

    `epoch` is a random id of this store; a restore gives a new one, so that stations offer again.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / "server.db"
        path.touch(mode=0o600)
        self._engine = _engine(path)
        self._writing = Lock()
        with _alone(folder), self.write() as connection:
            _upgrade(connection)
        self.epoch = self._epoch()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view of the store."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """All or nothing, on disk when the block ends."""
        with self._writing, self._engine.connect() as connection:
            writing = connection.execution_options(**{_WRITE: True})
            with writing.begin():
                yield writing

    def checkpoint(self) -> None:
        """Empties the log beside the store: what was deleted is not readable there any more.

        StoreFault when somebody reads; try again.
        """
        with self._writing, closing(self._engine.raw_connection()) as raw:
            cursor = raw.cursor()
            # Not as long as others wait: no call gets in meanwhile.
            cursor.execute("pragma busy_timeout = 200")
            cursor.execute("pragma wal_checkpoint(truncate)")
            blocked = cursor.fetchone() != (0, 0, 0)
            cursor.execute(f"pragma {_BUSY}")
        if blocked:
            raise StoreFault("a reader holds the write-ahead log")

    def close(self) -> None:
        """Lets go of the file."""
        self._engine.dispose()

    def _epoch(self) -> str:
        with self.write() as connection:
            found = connection.scalar(select(meta.c.value).where(meta.c.key == "epoch"))
            if found is None:
                found = str(uuid6.uuid7())
                connection.execute(meta.insert().values(key="epoch", value=found))
            return str(found)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other process opens the store meanwhile: SQLite waits for nobody on its way to WAL."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _engine(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args={"check_same_thread": False},
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
        writes = connection.get_execution_options().get(_WRITE, False)
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    return engine


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
