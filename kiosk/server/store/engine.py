"""The server's database: opened, migrated to the present schema, read and written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from threading import Lock

import uuid6
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, select
from sqlalchemy.exc import DatabaseError, InternalError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from kiosk.faults import SettingsFault, StoreClosed, StoreFault
from kiosk.journal import LogEvent, log
from kiosk.server.store.dialect import WRITES, Backend, insert_missing
from kiosk.server.store.read_marks import mark_key
from kiosk.server.store.tables import meta


class SchemaAge(StrEnum):
    """How the schema of a store stands to the one this program has."""

    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"


class ServerDatabase:
    """The opened store. Reads may run side by side; writes go one at a time, in order of arrival.

    `epoch` is a random id of this store; an older copy put in its place gets a new one, so that
    stations offer again. `mark_key` signs how far readers have read.
    """

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self._is_lost = False
        self._is_closed = False
        with _opening(backend.place):
            self._engine = backend.open_engine()
            self._writing = Lock()
            try:
                with backend.migration(self._engine) as connection:
                    _upgrade(connection, backend.place)
                self.epoch = self._epoch()
                with self.write() as connection:
                    self.mark_key = mark_key(connection)
            except BaseException:
                self._engine.dispose()
                raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view of the store."""
        with self._outages(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, site_id: str | None = None) -> Iterator[Connection]:
        """All or nothing, on disk when the block ends; StoreFault when no name leads there.

        No other process writes about the site meanwhile; None: about any site.
        """
        with self._writing, self._outages(), self._engine.connect() as connection:
            writing = connection.execution_options(**{WRITES: True})
            with writing.begin():
                self.backend.lock_site(writing, site_id)
                yield writing
                if not self.backend.is_there():
                    raise StoreFault("the data folder was deleted or replaced; start again")
        if self._is_lost:
            self._is_lost = False
            log(LogEvent.DATABASE_BACK)

    def checkpoint(self) -> None:
        """Makes deleted rows unreadable in the store's files.

        StoreFault when a reader is in the way; try again.
        """
        with self._writing:
            erased = self.backend.erase_deleted(self._engine)
        if not erased:
            raise StoreFault("somebody reads what is to be erased")

    def close(self) -> None:
        """Closes the connections; one that is in use, or opened later, once it is returned."""
        self._is_closed = True
        event.listen(self._engine.pool, "checkin", lambda _, record: record.invalidate())
        self._engine.dispose()

    @contextmanager
    def _outages(self) -> Iterator[None]:
        """StoreFault while a database elsewhere is away, full, or has no connection left."""
        try:
            yield
        except (OperationalError, InternalError, PoolTimeout) as fault:
            if self.backend.in_folder:
                raise
            if self._is_closed:
                raise StoreClosed(f"{self.backend.place}: closed") from fault
            broken = getattr(fault, "orig", None)
            reason = type(broken or fault).__name__
            if not self._is_lost:
                self._is_lost = True
                log(LogEvent.DATABASE_LOST, place=self.backend.place, reason=reason)
            said = first_line(broken) if broken else "no connection to it is free"
            raise StoreFault(f"{self.backend.place}: {said}") from fault

    def _epoch(self) -> str:
        with self.write() as connection:
            new = {"key": "epoch", "value": str(uuid6.uuid7())}
            connection.execute(insert_missing(meta).values(new))
            return stored_epoch(connection)


def stored_epoch(connection: Connection) -> str:
    """The epoch of the store, which another process may have renewed."""
    return str(connection.scalar(select(meta.c.value).where(meta.c.key == "epoch")))


@contextmanager
def _opening(place: str) -> Iterator[None]:
    """StoreFault, which commands say in one line, for a store that cannot be written."""
    try:
        yield
    except OSError as fault:
        raise StoreFault(f"{place}: {fault.strerror}") from fault
    except ProgrammingError as fault:
        raise SettingsFault(
            f"{place}: expected a database this account may use: {first_line(fault.orig)}"
        ) from fault
    except DatabaseError as fault:
        raise StoreFault(f"{place}: {first_line(fault.orig)}") from fault


def first_line(fault: BaseException | None) -> str:
    """What a database said, without the statement and the values that it shows beneath."""
    return f"{fault}".partition("\n")[0]


def schema_age(revision: str | None) -> SchemaAge:
    """How a store of this revision stands to the program; None: a store without any."""
    scripts = ScriptDirectory.from_config(_migrations())
    if revision == scripts.get_current_head():
        return SchemaAge.CURRENT
    known = {script.revision for script in scripts.walk_revisions()}
    return SchemaAge.OLDER if revision is None or revision in known else SchemaAge.NEWER


def newer_fault(place: str) -> SettingsFault:
    """The fault of a store that a newer program has had."""
    expected = "expected a store of this version or an older one, this one is of a newer"
    return SettingsFault(f"{place}: {expected}: go on with the newer program")


def _upgrade(connection: Connection, place: str) -> None:
    """SettingsFault for a store that a newer program has had; it stays as it is."""
    age = schema_age(MigrationContext.configure(connection).get_current_revision())
    if age is SchemaAge.CURRENT:
        return
    if age is SchemaAge.NEWER:
        raise newer_fault(place)
    config = _migrations()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _migrations() -> Config:
    config = Config()
    scripts = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", scripts.replace("%", "%%"))  # % would begin a name
    return config
