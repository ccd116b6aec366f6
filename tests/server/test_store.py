"""The server's store: made once, opened by several at a time, private, and durable."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event
from typing import cast

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from kiosk.server.home import open_home
from kiosk.server.store import dialect
from kiosk.server.store.dialect import store_of
from kiosk.server.store.engine import ServerDatabase
from kiosk.server.store.tables import meta, metadata
from tests.doubles.stores import SQLITE, Stores
from tests.server.conftest import SITE
from tests.server.fake_clock import MONDAY, FakeClock

pytestmark = pytest.mark.usefixtures("stores")


@pytest.fixture
def database(tmp_path: Path, stores: Stores) -> Iterator[ServerDatabase]:
    opened = ServerDatabase(store_of(tmp_path / "server"))
    yield opened
    opened.close()


def test_the_migrations_make_the_very_tables_the_code_uses(database: ServerDatabase) -> None:
    with database.read() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    assert differences == []


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_what_is_committed_survives_a_power_cut_and_what_is_deleted_is_overwritten(
    database: ServerDatabase,
) -> None:
    with database.read() as connection:
        said = {
            name: connection.exec_driver_sql(f"pragma {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        }

    full = 2
    assert said == {
        "journal_mode": "wal",
        "synchronous": full,
        "secure_delete": 1,
        "foreign_keys": 1,
    }


def test_the_epoch_belongs_to_the_store(database: ServerDatabase, tmp_path: Path) -> None:
    again = ServerDatabase(store_of(tmp_path / "server"))
    other = ServerDatabase(store_of(tmp_path / "other"))
    epochs = (database.epoch, again.epoch, other.epoch)
    again.close()
    other.close()

    assert epochs[0] == epochs[1] != epochs[2]


def test_several_may_make_the_same_store_at_once(tmp_path: Path) -> None:
    """`kiosk serve` and `kiosk pair` started by one script, before the store is there."""
    start = Barrier(6)

    def opens(_: int) -> str:
        start.wait(120)
        home = open_home(SITE, tmp_path / "server", FakeClock(MONDAY))
        epoch = home.store.epoch
        home.close()
        return epoch

    with ThreadPoolExecutor(6) as pool:
        epochs = list(pool.map(opens, range(6)))

    assert len(set(epochs)) == 1


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_nobody_else_on_the_machine_may_read_it(tmp_path: Path) -> None:
    """It holds names and the hashes of six-digit PINs."""
    umask = os.umask(0o022)
    try:
        home = open_home(SITE, tmp_path / "server", FakeClock(MONDAY))
        home.devices.pair_station("B")
        modes = {
            path.name: stat.S_IMODE(path.stat().st_mode)
            for path in [tmp_path / "server", *(tmp_path / "server").iterdir()]
        }
        home.close()
    finally:
        os.umask(umask)

    assert modes == {
        "server": 0o700,
        "pictures": 0o700,
        "uploads": 0o700,
        "server.db": 0o600,
        "server.db-wal": 0o600,
        "server.db-shm": 0o600,
    }


_COUNT = select(func.count()).select_from(meta).where(meta.c.key.startswith("test "))
"""The rows that a test wrote, beside those of the store's own."""


def test_a_reader_sees_one_moment_while_others_write(database: ServerDatabase) -> None:
    with database.read() as reading:
        before = reading.scalar(_COUNT)
        with database.write() as writing:
            writing.execute(insert(meta).values(key="test a", value="1"))
        during = reading.scalar(_COUNT)
    with database.read() as reading:
        after = reading.scalar(_COUNT)

    assert (before, during, after) == (0, 0, 1)


def test_readers_wait_for_no_writer(database: ServerDatabase) -> None:
    writing, read = Event(), Event()

    def writes() -> None:
        with database.write() as connection:
            connection.execute(insert(meta).values(key="test a", value="1"))
            writing.set()
            assert read.wait(120), "the reader waited for the writer"

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(writes)
        assert writing.wait(120)
        with database.read() as connection:
            found = connection.scalar(_COUNT)
        read.set()
        done.result(120)

    assert found == 0


def test_a_write_that_fails_leaves_nothing(database: ServerDatabase) -> None:
    def writes() -> None:
        with database.write() as connection:
            connection.execute(insert(meta).values(key="test a", value="1"))
            connection.execute(insert(meta).values(key="test a", value="2"))

    with pytest.raises(IntegrityError):
        writes()

    with database.write() as connection:
        assert connection.scalar(_COUNT) == 0


def test_a_fault_of_the_store_does_not_say_the_words_in_it(database: ServerDatabase) -> None:
    def writes() -> None:
        with database.write() as connection:
            row = insert(meta).values(key="epoch", value="Zebedee")
            connection.execute(row)

    with pytest.raises(IntegrityError) as caught:
        writes()

    assert "Zebedee" not in str(caught.value)


def test_more_threads_than_connections_all_get_their_turn(database: ServerDatabase) -> None:
    start = Barrier(40)

    def asks(number: int) -> int:
        start.wait(120)
        if number % 4 == 0:
            with database.write() as connection:
                connection.execute(insert(meta).values(key=f"test {number}", value=""))
        with database.read() as connection:
            return connection.scalar(_COUNT) or 0

    with ThreadPoolExecutor(40) as pool:
        counts = list(pool.map(asks, range(40)))

    assert max(counts) == 10


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
@pytest.mark.parametrize("opened", ["before the store is closed", "after it"])
def test_a_connection_in_use_is_closed_when_it_is_returned(tmp_path: Path, opened: str) -> None:
    """A request that still reads while the server ends leaves no open file behind."""
    database = ServerDatabase(store_of(tmp_path / "closing"))
    if opened == "after it":
        database.close()
    with database.read() as connection:
        raw = cast("sqlite3.Connection", connection.connection.dbapi_connection)
        if opened != "after it":
            database.close()
        assert connection.scalar(_COUNT) == 0

    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        raw.execute("select 1")


def test_a_row_is_written_or_replaced_and_one_that_is_there_may_stay(
    database: ServerDatabase,
) -> None:
    key = {"key": "test a"}
    with database.write() as connection:
        for value in ("1", "2"):
            connection.execute(dialect.upsert(meta, key, {"value": value}))
        connection.execute(dialect.insert_missing(meta).values(key="test a", value="3"))
        several = dialect.upsert_rows(meta, ["key"], ["value"])
        connection.execute(several, [{"key": f"test {name}", "value": "4"} for name in "bc"])
        found = connection.execute(
            select(meta.c.key, meta.c.value).where(meta.c.key.startswith("test ")).order_by("key")
        )

        assert [tuple(row) for row in found] == [("test a", "2"), ("test b", "4"), ("test c", "4")]
