"""A home moves from its file to PostgreSQL and back: nothing is lost, and nobody signs in again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Connection, Table, delete, insert, select, text

from kiosk.cli import kiosk
from kiosk.faults import SettingsFault, StoreFault
from kiosk.journal import LogEvent
from kiosk.machine.folder_lock import exclusive
from kiosk.server.home import Home, HomeMeans, open_home
from kiosk.server.store.copies import move
from kiosk.server.store.copies.rows import copy_rows, digest
from kiosk.server.store.copies.store import has_home, opened
from kiosk.server.store.dialect import store_of
from kiosk.server.store.tables import meta, metadata, visits
from tests.conftest import ExpectLog
from tests.doubles.home_with_kiosk import HomeWithKiosk
from tests.doubles.postgres import Cluster
from tests.doubles.stores import SQLITE
from tests.doubles.words import SITE
from tests.server.fake_clock import MONDAY

pytestmark = pytest.mark.parametrize("engine", [SQLITE], indirect=True)


@pytest.fixture
def database(cluster: Cluster, engine: str) -> Iterator[str]:
    """The address of a database of this test with nothing in it."""
    assert engine == SQLITE
    name = cluster.make()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def site(tmp_path: Path, engine: str) -> Iterator[HomeWithKiosk]:
    """A home in a file with two visits and a member who is signed in, its kiosk, all stopped."""
    assert engine == SQLITE
    site = HomeWithKiosk(tmp_path)
    site.comes("Priya")
    site.comes("Anders")
    site.home.devices.pair_station("C")
    site.live.close()
    yield site
    site.box.close()


def moves(folder: Path, to: str, database: str = "") -> Result:
    config = folder / "site.toml"
    named = f'database = "{database}"\n' if database else ""
    config.write_text(f'{named}id = "hq"\nname = "The Lab"\ndata_dir = "home"\n', encoding="utf-8")
    return CliRunner().invoke(kiosk, ["move-home", "--config", str(config), "--to", to])


def home_in(site: HomeWithKiosk, database: str = "") -> Home:
    means = HomeMeans(database=database)
    return open_home(SITE, site.folder / "home", site.clock, means=means)


def all_of(home: Home) -> dict[str, int]:
    """The hash of every table but `meta`, whose epoch changes."""
    with home.store.read() as connection:
        return {
            table.name: digest(connection, table)
            for table in metadata.sorted_tables
            if table is not meta
        }


def test_it_goes_to_postgresql_and_comes_back_as_it_was(site: HomeWithKiosk, database: str) -> None:
    with closing(home_in(site)) as home:
        before, epoch = all_of(home), home.store.epoch

    there = moves(site.folder, database)
    with closing(home_in(site, database)) as home:
        in_database, other_epoch = all_of(home), home.store.epoch
    back = moves(site.folder, "file", database)
    with closing(home_in(site)) as home:
        after, last_epoch = all_of(home), home.store.epoch

    assert (there.exit_code, back.exit_code) == (0, 0), there.output + back.output
    assert "2 visits" in there.output
    assert before == in_database == after
    assert len({epoch, other_epoch, last_epoch}) == 3
    [aside] = (site.folder / "home").glob("moved-*")
    assert [path.name for path in aside.iterdir()] == ["server.db"]


def test_the_kiosk_goes_on_with_the_home_that_moved(
    site: HomeWithKiosk, database: str, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EPOCH_CHANGED)
    unsent = site.box.checked_in(name="Bea")
    moving = move.Moving(SITE.site_id, site.folder / "home", "")
    move.move_homes([moving], database, site.clock.now(), lambda *_: None)

    with closing(home_in(site, database)) as home:
        site.live.home = home
        site.sync()
        site.sync()
        numbers = [visit.number for visit in site.live.open()]
        taken = site.live.visit(unsent)

    assert (sorted(numbers), site.box.waiting()) == (["B501", "B502", "B503"], [])
    assert taken is not None


@pytest.mark.parametrize(
    "to",
    [
        "file",
        "postgresql://kiosk:s3cret@/none?host=/nowhere",
        "my.db",
        "",
        "mysql://kiosk:s3cret@/a",
    ],
)
def test_where_nothing_can_be_moved_to_is_one_line(site: HomeWithKiosk, to: str) -> None:
    said = moves(site.folder, to)

    assert (said.exit_code, len(said.output.splitlines())) == (2, 1)
    assert "s3cret" not in said.output
    assert (site.folder / "home" / "server.db").exists()


def test_a_running_server_is_stopped_first(site: HomeWithKiosk, database: str) -> None:
    with exclusive(site.folder / "home"):
        said = moves(site.folder, database)

    assert (said.exit_code, "no running kiosk or server" in said.output) == (2, True)


def test_a_folder_without_a_home_has_nothing_to_move(tmp_path: Path, database: str) -> None:
    said = moves(tmp_path, database)

    assert (said.exit_code, "expected the store of a home" in said.output) == (2, True)


def test_a_move_that_was_cut_off_leaves_the_file_and_says_so(
    site: HomeWithKiosk, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(_home: object, _at: object) -> Path:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(move, "_set_aside", dies)
        first = moves(site.folder, database)
    again = moves(site.folder, database)

    assert (first.exit_code, again.exit_code) == (1, 2)
    assert "this one holds hq: name it in site.toml" in again.output
    with closing(home_in(site)) as home:
        assert len(home.members.all()) == 1


def test_a_copy_that_is_not_what_was_read_is_no_move(site: HomeWithKiosk, database: str) -> None:
    spoils = (
        "create function spoil() returns trigger language plpgsql as"
        " $$ begin new.number := 'B9'; return new; end $$"
    )
    with opened(store_of(site.folder, database)) as store, store.write() as connection:
        connection.execute(text(spoils))
        connection.execute(
            text("create trigger s before insert on visits for each row execute function spoil()")
        )

    said = moves(site.folder, database)

    assert (said.exit_code, "visits: the copy is not what was read" in said.output) == (1, True)
    assert (site.folder / "home" / "server.db").exists()
    with opened(store_of(site.folder, database)) as store, store.read() as connection:
        assert connection.scalars(select(visits.c.number)).all() == []


def test_a_database_that_was_left_is_no_homes_any_more(site: HomeWithKiosk, database: str) -> None:
    moves(site.folder, database)
    moves(site.folder, "file", database)

    with pytest.raises(SettingsFault, match=r"take the line database = … out of site.toml"):
        home_in(site, database)


def test_without_its_database_a_home_that_moved_begins_no_empty_store(
    site: HomeWithKiosk, database: str
) -> None:
    moves(site.folder, database)

    with pytest.raises(SettingsFault, match=r"expected database = … in site.toml"):
        home_in(site)
    assert not (site.folder / "home" / "server.db").exists()


def test_a_file_beside_a_store_in_a_database_is_no_second_home(
    site: HomeWithKiosk, database: str
) -> None:
    moves(site.folder, database)
    (site.folder / "home" / "server.db").touch()

    with pytest.raises(SettingsFault, match=r"expected no server.db beside a store in a database"):
        home_in(site, database)


ODD = "x\0y \N{GRINNING FACE} ’"


def a_row(table: Table, *, full: bool) -> dict[str, object]:
    """A value for every column: odd ones, or nothing where nothing may be."""
    row: dict[str, object] = {}
    for column in table.columns:
        if column.nullable and not full:
            row[column.name] = None
        elif column.foreign_keys:
            row[column.name] = "x" * 30
        elif column.type.python_type is str:
            length = getattr(column.type, "length", None)
            row[column.name] = "x" if length == 1 else "x" * 30 if column.primary_key else ODD
        else:
            row[column.name] = {
                int: 7,
                float: 0.1 + 0.2,
                bool: True,
                bytes: bytes(range(32)),
                dict: {"b": [ODD, None, 1.5], "a": {"deep": True}},
            }.get(column.type.python_type, MONDAY)
    return row


def fill(connection: Connection, *, full: bool) -> None:
    connection.execute(delete(meta))
    for table in metadata.sorted_tables:
        connection.execute(insert(table).values(a_row(table, full=full)))


@pytest.mark.parametrize("full", [True, False])
def test_every_table_is_the_same_on_both_engines(
    tmp_path: Path, database: str, *, full: bool
) -> None:
    with (
        opened(store_of(tmp_path / "a")) as first,
        opened(store_of(tmp_path, database)) as second,
        opened(store_of(tmp_path / "b")) as third,
    ):
        with first.write() as connection:
            fill(connection, full=full)
        for source, target in ((first, second), (second, third)):
            with source.read() as old, target.write() as new:
                counts = copy_rows(old, new, lambda _done, _whole: None)
                assert set(counts.values()) == {1}
        with first.read() as old, second.read() as there, third.read() as new:
            hashes = [
                [digest(connection, table) for table in metadata.sorted_tables]
                for connection in (old, there, new)
            ]

    assert hashes[0] == hashes[1] == hashes[2]


def test_a_row_that_fits_nowhere_is_named_by_its_table(tmp_path: Path, database: str) -> None:
    with opened(store_of(tmp_path)) as first, opened(store_of(tmp_path, database)) as second:
        with first.write() as connection:
            fill(connection, full=True)
            connection.execute(text("update stations set letter = 'too long'"))
        with (
            first.read() as old,
            pytest.raises(StoreFault, match="stations: a row does not fit"),
            second.write() as new,
        ):
            copy_rows(old, new, lambda _done, _whole: None)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("no database", "file is not a database"),
        ("torn", "database disk image is malformed"),
        ("a row", "events: a row cannot be read"),
        ("a time", "visits: a row cannot be read"),
        ("nothing", "expected the store of a home"),
    ],
)
def test_a_file_that_cannot_be_read_whole_stays_where_it_is(
    site: HomeWithKiosk, database: str, harm: str, said: str
) -> None:
    file = site.folder / "home" / "server.db"
    if harm == "nothing":
        file.unlink()
    elif harm == "no database":
        file.write_bytes(b"a letter" * 1_000)
    elif harm == "torn":
        with closing(sqlite3.connect(file)) as db:
            page = db.execute("select rootpage from sqlite_master where name = 'events'").fetchone()
        whole = bytearray(file.read_bytes())
        whole[(page[0] - 1) * 4_096 : page[0] * 4_096] = b"\xff" * 4_096
        file.write_bytes(whole)
    else:
        broken = "events set facts = '{'" if harm == "a row" else "visits set joined_at = 'noon'"
        with closing(sqlite3.connect(file)) as db, db:
            db.execute(f"update {broken}")

    ended = moves(site.folder, database)

    assert (ended.exit_code, len(ended.output.splitlines())) == (2 if harm == "nothing" else 1, 1)
    assert (said in ended.output, "Error" in ended.output) == (True, False), ended.output
    assert file.exists() == (harm != "nothing")
    assert not list((site.folder / "home").glob("moved-*"))
    assert not has_home(store_of(site.folder, database))


def test_a_database_that_fails_under_way_leaves_the_home_where_it_was(
    site: HomeWithKiosk, database: str
) -> None:
    full = (
        "create function fill() returns trigger language plpgsql as"
        " $$ begin raise exception 'no more room' using errcode = '53100'; end $$"
    )
    with opened(store_of(site.folder, database)) as store, store.write() as connection:
        connection.execute(text(full))
        connection.execute(
            text("create trigger f before insert on visits for each row execute function fill()")
        )

    ended = moves(site.folder, database)

    assert (ended.exit_code, len(ended.output.splitlines())) == (1, 1)
    assert ended.output.endswith(": no more room\n")
    with closing(home_in(site)) as home:
        assert len(home.members.all()) == 1
