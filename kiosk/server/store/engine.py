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
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, event, select
from sqlalchemy.exc import DatabaseError

from kiosk.faults import StoreFault
from kiosk.machine.files import NamedFile
from kiosk.server.store import dialect
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

    def __init__(self, folder: Path) -> None:
        with _opening(folder):
            self._engine = dialect.open_engine(folder)
            self._file = NamedFile(dialect.file_of(folder))
            self._writing = Lock()
            with dialect.migration_lock(folder), self.write() as connection:
                _upgrade(connection)
            self.epoch = self._epoch()
            with self.write() as connection:
                self.mark_key = mark_key(connection)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view of the store."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """All or nothing, on disk when the block ends; StoreFault when no name leads there."""
        with self._writing, self._engine.connect() as connection:
            writing = connection.execution_options(**{dialect.WRITES: True})
            with writing.begin():
                yield writing
                if not self._file.is_there():
                    raise StoreFault("the data folder was deleted or replaced; start again")

    def checkpoint(self) -> None:
        """Makes deleted rows unreadable in the log beside the store.

        StoreFault when a reader holds it; try again.
        """
        with self._writing:
            truncated = dialect.checkpoint(self._engine)
        if not truncated:
            raise StoreFault("a reader holds the write-ahead log")

    def close(self) -> None:
        """Closes the connections; one that is in use, or opened later, once it is returned."""
        event.listen(self._engine.pool, "checkin", lambda _, record: record.invalidate())
        self._engine.dispose()

    def _epoch(self) -> str:
        with self.write() as connection:
            found = connection.scalar(select(meta.c.value).where(meta.c.key == "epoch"))
            if found is None:
                found = str(uuid6.uuid7())
                connection.execute(meta.insert().values(key="epoch", value=found))
            return str(found)


@contextmanager
def _opening(folder: Path) -> Iterator[None]:
    """StoreFault, which commands say in one line, for a folder that cannot be written."""
    try:
        yield
    except OSError as fault:
        raise StoreFault(f"{folder}: {fault.strerror}") from fault
    except DatabaseError as fault:
        raise StoreFault(f"{folder}: {fault.orig}") from fault


def schema_age(revision: str | None) -> SchemaAge:
    """How a store of this revision stands to the program; None: a store without any."""
    scripts = ScriptDirectory.from_config(_migrations())
    if revision == scripts.get_current_head():
        return SchemaAge.CURRENT
    known = {script.revision for script in scripts.walk_revisions()}
    return SchemaAge.OLDER if revision is None or revision in known else SchemaAge.NEWER


def _upgrade(connection: Connection) -> None:
    config = _migrations()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _migrations() -> Config:
    config = Config()
    scripts = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", scripts.replace("%", "%%"))  # % would begin a name
    return config
