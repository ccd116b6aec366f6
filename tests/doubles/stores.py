"""Where the homes of a test keep their stores: in files, or in databases of the tests' PostgreSQL.

A test names folders alone; which engine it runs on it need not know.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import psycopg
import pytest

from kiosk.server.store import dialect
from kiosk.server.store.dialect.postgresql import PostgresDatabase
from kiosk.server.store.dialect.sqlite import file_of
from kiosk.server.store.engine import ServerDatabase
from tests.doubles.postgres import Cluster
from tests.doubles.waiting import HANG_S

SQLITE, POSTGRESQL = "sqlite", "postgresql"
ENGINES = (SQLITE, POSTGRESQL)


class Stores:
    """Stores in files."""

    def copy(self, made: Path, folder: Path) -> None:
        """The home in `folder` begins as the one in `made`, which nobody has opened."""
        shutil.copytree(made, folder)

    def address(self, folder: Path) -> str:
        """What `--database` says of the home in `folder`."""
        return ""

    def blank(self, folder: Path) -> None:
        """The home in `folder` has a store without tables."""
        folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def opened(self, folder: Path) -> Iterator[Any]:
        """The store of the home in `folder`, as somebody else's program reads and writes it."""
        with closing(sqlite3.connect(file_of(folder), timeout=HANG_S)) as db, db:
            yield db

    def reader(self, folder: Path) -> Any:  # noqa: ANN401  the drivers have no type in common
        """As `opened`, until it is closed; it writes nothing."""
        return sqlite3.connect(file_of(folder))

    def back_up(self, folder: Path, to: Path) -> None:
        """A copy as a backup takes it, while everything goes on; no reader may be open."""
        with closing(self.reader(folder)) as db:
            db.execute("vacuum into ?", (str(to),))

    def put_back(self, copy: Path, folder: Path) -> None:
        """The store of the home in `folder`, which is closed, is that copy from now on."""
        for path in folder.glob("server.db*"):
            path.unlink()
        shutil.copyfile(copy, file_of(folder))

    def apart(self) -> Stores:
        """Others, that may begin as those that these keep."""
        return self

    def keep(self, folder: Path) -> None:
        """The home in `folder` outlives the test, to be copied."""

    def close(self) -> None:
        """Nothing of the test is needed any more."""


class DatabaseStores(Stores):
    """Stores in databases: each folder has one, made when it is first asked for."""

    def __init__(self, cluster: Cluster, kept: dict[Path, str]) -> None:
        self._cluster = cluster
        self._kept = kept
        self._names: dict[Path, str] = {}
        self._lock = Lock()

    def copy(self, made: Path, folder: Path) -> None:
        super().copy(made, folder)
        self._names[folder] = self._cluster.make(self._name(made))

    def address(self, folder: Path) -> str:
        return self._cluster.url(self._name(folder))

    def blank(self, folder: Path) -> None:
        super().blank(folder)
        self._names[folder] = self._cluster.make()

    @contextmanager
    def opened(self, folder: Path) -> Iterator[Any]:
        with psycopg.connect(self.address(folder)) as db:
            yield db

    def reader(self, folder: Path) -> Any:  # noqa: ANN401  the drivers have no type in common
        return psycopg.connect(self.address(folder), autocommit=True)

    def back_up(self, folder: Path, to: Path) -> None:
        self._cluster.cut_off(self._names[folder])
        self._names[to] = self._cluster.make(self._names[folder])

    def put_back(self, copy: Path, folder: Path) -> None:
        self._cluster.drop(self._names[folder])
        self._names[folder] = self._cluster.make(self._names[copy])

    def apart(self) -> Stores:
        return DatabaseStores(self._cluster, self._kept)

    def keep(self, folder: Path) -> None:
        self._kept[folder] = self._names.pop(folder)

    def close(self) -> None:
        self._cluster.drop(*self._names.values())

    def use(self, patch: pytest.MonkeyPatch) -> None:
        """Whoever opens the home in a folder, and names no database, gets its database."""
        patch.setattr(dialect, "SqliteFile", lambda folder: PostgresDatabase(self.address(folder)))

    def _name(self, folder: Path) -> str:
        with self._lock:
            if folder in self._kept:
                return self._kept[folder]
            if folder not in self._names:
                self._names[folder] = self._cluster.make(_bare(self._cluster))
            return self._names[folder]


@cache
def _bare(cluster: Cluster) -> str:
    """A database with the present schema and nothing else; to be copied is faster than to migrate.

    Its epoch and key are taken away: each home makes its own.
    """
    name = cluster.make()
    database = PostgresDatabase(cluster.url(name))
    ServerDatabase(database).close()
    with database.connect(autocommit=True) as raw:
        raw.execute("delete from meta")
    return name
