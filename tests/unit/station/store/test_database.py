"""How the file is kept: flushed at every commit, overwritten when deleted, bound by constraints."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.faults import StoreFault
from kiosk.station.store.database import (
    WritingDatabase,
    migrations,
    open_database,
    store_faults,
)

FORMER_NAMES = {
    "what_the_server_refused": "token_refusal",
    "what_may_be_forgotten": "retention",
    "what_the_server_stumbles_over": "failure_counts",
    "since_when_it_is_set_aside": "set_aside_time",
    "pictures_are_found_by_visit": "picture_indexes",
}
"""Names under which a file may have recorded its migrations, and their names of now."""


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)],
)
def test_the_store_is_opened_so_that_a_power_cut_loses_nothing(
    tmp_path: Path, pragma: str, expected: object
) -> None:
    with closing(open_database(tmp_path / "station.db")) as db:
        assert db.execute(f"pragma {pragma}").fetchone() == (expected,)


def test_the_store_does_not_fill_memory_with_pages_as_it_grows(tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "station.db")) as db:
        assert db.execute("pragma cache_size").fetchone() == (-500,)


def test_a_store_opened_again_has_what_it_had_and_is_not_migrated_twice(tmp_path: Path) -> None:
    with closing(open_database(tmp_path / "station.db")) as db:
        db.execute("insert into counter values (1, '2026-06-01', 14, 0)")
        db.conn.commit()
    with closing(open_database(tmp_path / "station.db")) as db:
        kept = db.execute("select * from counter").fetchall()

    assert kept == [(1, "2026-06-01", 14, 0)]


def test_a_file_whose_migrations_bear_their_former_names_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    visit = ("v", 1, "B1", "2026-06-01", 3, "waiting", "2026-06-01T10:42:00+00:00", 0, 1, None)
    with closing(open_database(path)) as db, db.atomic():
        db.execute("insert into visits values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", visit)
        db.execute("insert into counter values (1, '2026-06-01', 14, 1)")
        for former, name in FORMER_NAMES.items():
            db.execute("update _sqlite_migrations set name = ? where name = ?", (former, name))
    with closing(open_database(path)) as db:
        visits = db.execute("select * from visits").fetchall()
        counter = db.execute("select * from counter").fetchall()
        applied = db.execute("select name from _sqlite_migrations order by id").fetchall()

    assert (visits, counter) == ([visit], [(1, "2026-06-01", 14, 1)])
    assert [name for (name,) in applied] == [
        "first_schema",
        *FORMER_NAMES.values(),
        "plain_columns",
        "read_mark",
    ]


def test_a_file_with_the_former_columns_keeps_its_rows(tmp_path: Path) -> None:
    db = WritingDatabase(sqlite3.connect(tmp_path / "station.db", isolation_level=None))
    migrations.apply(db, stop_before="plain_columns")
    db.execute("insert into events values ('e','hq','v','visitor','B','t','X','{}',1,'b',0.5)")
    db.execute("insert into outbox values ('e', 1, 1, 'server_stumbles', '', 7, null)")
    db.execute("insert into purge values (1, 1)")
    db.conn.close()

    with closing(open_database(tmp_path / "station.db")) as opened:
        outbox = opened.execute("select failures, set_aside_code from outbox").fetchall()
        backups = opened.execute("select stale from backups").fetchall()

    assert (outbox, backups) == ([(7, "server_fails")], [(1,)])


@pytest.mark.parametrize("reason", ["a folder", "not a database", "no room for a folder"])
def test_a_store_that_cannot_be_opened_is_a_fault_of_the_store(tmp_path: Path, reason: str) -> None:
    path = tmp_path / "station.db"
    if reason == "a folder":
        path.mkdir()
    elif reason == "not a database":
        path.write_bytes(b"SQLite format 4\x00" * 400)
    else:
        (tmp_path / "file").touch()
        path = tmp_path / "file" / "station.db"

    with pytest.raises(StoreFault):
        open_database(path)


@pytest.mark.parametrize("fault", [sqlite3.OperationalError("locked"), OSError("disk")])
def test_what_the_disk_raises_is_a_fault_without_its_words(fault: Exception) -> None:
    with pytest.raises(StoreFault) as caught, store_faults():
        raise fault

    assert str(caught.value) == type(fault).__name__
    assert caught.value.retryable


@pytest.mark.parametrize(
    "wrong",
    [
        "insert into outbox values ('nothing', 1, 1, null, null, 0, null)",
        "insert into event_private values ('nothing', '{}')",
        "insert into photos (photo, visit_id, at) values ('p', 'nothing', 'x')",
        "insert into counter values (2, '2026-06-01', 1, 0)",
        "insert into visits values ('w', 2, 'B1', '2026-06-01', null, 'waiting', 'x', 0, 0, null)",
        "insert into visits values ('w', 1, 'B2', '2026-06-01', null, 'waiting', 'x', 0, 0, null)",
        "insert into visits values ('v', 2, 'B2', '2026-06-01', null, 'waiting', 'x', 0, 0, null)",
        "insert into visits values ('w', 2, 'B2', '2026-06-01', 'one', 'waiting', 'x', 0, 0, null)",
    ],
)
def test_the_schema_itself_refuses_rows_that_cannot_be(tmp_path: Path, wrong: str) -> None:
    with closing(open_database(tmp_path / "station.db")) as db:
        db.execute(
            "insert into visits values ('v', 1, 'B1', '2026-06-01', 1, 'waiting', 'x', 0, 0, null)"
        )

        with pytest.raises(sqlite3.IntegrityError):
            db.execute(wrong)
