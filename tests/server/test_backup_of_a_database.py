"""A home whose store is in PostgreSQL is backed up to a folder, and restored to either engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from kiosk.backup import Data, Kind, back_up, restore
from kiosk.cli import kiosk
from kiosk.faults import SettingsFault
from kiosk.journal import LogEvent
from kiosk.server.home import Home, HomeMeans, open_home
from kiosk.server.store.copies.move import Moving, move_homes
from kiosk.server.store.dialect import store_of
from kiosk.server.store.restored_backup import backed_up_at
from kiosk.server.store.tables import visits
from kiosk.server.store.visit_rows import load_open
from tests.conftest import ExpectLog
from tests.doubles.home_with_kiosk import HomeWithKiosk
from tests.doubles.pictures import jpeg
from tests.doubles.postgres import GUARDED, Cluster
from tests.doubles.stores import SQLITE
from tests.doubles.words import SITE

pytestmark = pytest.mark.parametrize("engine", [SQLITE], indirect=True)


@pytest.fixture
def addresses(cluster: Cluster, engine: str) -> Iterator[tuple[str, str]]:
    """The addresses of two empty databases."""
    assert engine == SQLITE
    names = (cluster.make(), cluster.make())
    yield cluster.url(names[0]), cluster.url(names[1])
    cluster.drop(*names)


@pytest.fixture
def site(tmp_path: Path, addresses: tuple[str, str]) -> Iterator[HomeWithKiosk]:
    """A home in the first database with two visits, one of them with a picture; all stopped."""
    site = HomeWithKiosk(tmp_path)
    visit_id = site.comes("Priya")
    site.box.checked_in(jpeg(), name="Anders")
    site.sync()
    assert site.live.visit(visit_id) is not None
    site.live.close()
    moving = Moving(SITE.site_id, tmp_path / "home", "")
    move_homes([moving], addresses[0], site.clock.now(), lambda *_: None)
    yield site
    site.box.close()


def data(folder: Path, database: str = "") -> Data:
    return Data(Kind.HOME, folder, database)


def home_of(site: HomeWithKiosk, where: Data) -> Home:
    return open_home(SITE, where.folder, site.clock, means=HomeMeans(database=where.database))


def numbers(home: Home) -> list[str]:
    with home.store.read() as connection:
        return sorted(visit.number for visit in load_open(connection, SITE.site_id))


def test_it_is_restored_to_a_file_and_to_another_database(
    site: HomeWithKiosk, tmp_path: Path, addresses: tuple[str, str]
) -> None:
    made = back_up(data(tmp_path / "home", addresses[0]), tmp_path / "backup", site.clock)
    places = [data(tmp_path / "one"), data(tmp_path / "two", addresses[1])]

    for place in places:
        restore(tmp_path / "backup", place, site.clock, replace=False)
        with closing(home_of(site, place)) as home:
            assert numbers(home) == ["B501", "B502"]
            with home.store.read() as connection:
                assert all(connection.scalars(select(visits.c.perhaps_helped)))

    assert made.counts["visits"] == 2
    assert [path.suffix for path in (tmp_path / "two").glob("*.db*")] == []


def test_what_was_in_the_database_is_set_aside_when_it_is_replaced(
    site: HomeWithKiosk, tmp_path: Path, addresses: tuple[str, str], expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EPOCH_CHANGED)
    place = data(tmp_path / "home", addresses[0])
    back_up(place, tmp_path / "backup", site.clock)
    with closing(home_of(site, place)) as home:
        site.live.home = home
        site.comes("Bea")

    with pytest.raises(SettingsFault, match="--replace sets it aside"):
        restore(tmp_path / "backup", place, site.clock, replace=False)
    restore(tmp_path / "backup", place, site.clock, replace=True)

    with closing(home_of(site, place)) as home:
        assert numbers(home) == ["B501", "B502"]
    [aside] = (tmp_path / "home").glob("replaced-*")
    with closing(home_of(site, data(aside))) as home:
        assert numbers(home) == ["B501", "B502", "B503"]


def test_the_home_knows_when_it_was_backed_up(
    site: HomeWithKiosk, tmp_path: Path, addresses: tuple[str, str]
) -> None:
    place = data(tmp_path / "home", addresses[0])

    made = back_up(place, tmp_path / "backup", site.clock)

    with closing(home_of(site, place)) as home, home.store.read() as connection:
        assert backed_up_at(connection) == made.made_at


def config(folder: Path, database: str) -> str:
    """The settings of the home in `home` there, with its store in that database."""
    file = folder / "site.toml"
    lines = ('id = "hq"', 'name = "The Lab"', 'data_dir = "home"', f'database = "{database}"')
    file.write_text("\n".join(lines), encoding="utf-8")
    return str(file)


def run(*words: str) -> Result:
    return CliRunner().invoke(kiosk, list(words))


def words_of(command: str, folder: Path, settings: str) -> tuple[str, ...]:
    """A command that works on the home of `settings`, and on what lies in `folder`."""
    return {
        "backup": ("backup", str(folder / "copy"), "--site", settings),
        "restore": ("restore", str(folder / "saved"), "--site", settings, "--replace"),
        "move-home": ("move-home", "--config", settings, "--to", "file"),
    }[command]


@pytest.mark.parametrize("command", ["backup", "restore", "move-home"])
def test_a_wrong_password_is_one_line_and_nothing_changes(
    site: HomeWithKiosk, tmp_path: Path, cluster: Cluster, addresses: tuple[str, str], command: str
) -> None:
    back_up(data(tmp_path / "home", addresses[0]), tmp_path / "saved", site.clock)
    with cluster.admin() as admin:
        admin.execute(f"drop role if exists {GUARDED}")
        admin.execute(f"create role {GUARDED} login password 'another'")
    url = addresses[0].replace("kiosk@", f"{GUARDED}:s3cret@")
    before = sorted(tmp_path.glob("home/*"))

    settings = config(tmp_path, url)
    said = run(*words_of(command, tmp_path, settings))

    assert (said.exit_code, len(said.output.splitlines())) == (2, 1), said.output
    assert "password authentication failed" in said.output
    assert "s3cret" not in said.output
    assert sorted(tmp_path.glob("home/*")) == before
    assert not (tmp_path / "copy").exists()


def test_a_database_without_a_home_is_not_backed_up_and_stays_empty(
    site: HomeWithKiosk, tmp_path: Path, addresses: tuple[str, str]
) -> None:
    said = run("backup", str(tmp_path / "copy"), "--site", config(tmp_path, addresses[1]))

    assert (said.exit_code, len(said.output.splitlines())) == (2, 1)
    assert "expected the store of a home: this database has none" in said.output
    assert not store_of(tmp_path, addresses[1]).is_made()
    assert not list(tmp_path.glob("copy*"))


@pytest.mark.parametrize("command", ["backup", "restore", "move-home"])
def test_a_database_of_a_newer_program_is_one_line(
    site: HomeWithKiosk, tmp_path: Path, addresses: tuple[str, str], command: str
) -> None:
    back_up(data(tmp_path / "home", addresses[0]), tmp_path / "saved", site.clock)
    with psycopg.connect(addresses[0]) as db:
        db.execute("update alembic_version set version_num = '9999'")
    before = sorted(tmp_path.glob("home/*"))

    settings = config(tmp_path, addresses[0])
    said = run(*words_of(command, tmp_path, settings))

    assert (said.exit_code, len(said.output.splitlines())) == (2, 1), said.output
    assert "this one is of a newer: go on with the newer program" in said.output
    assert sorted(tmp_path.glob("home/*")) == before


def test_a_database_that_fails_during_a_restore_changes_nothing(
    site: HomeWithKiosk, tmp_path: Path, addresses: tuple[str, str]
) -> None:
    place = data(tmp_path / "home", addresses[0])
    back_up(place, tmp_path / "saved", site.clock)
    kept = tmp_path / "home" / "pictures" / "ab" / "kept.jpg"
    kept.parent.mkdir(parents=True)
    kept.touch()
    with psycopg.connect(addresses[0]) as db:
        db.execute(FILLS)

    said = run(
        "restore", str(tmp_path / "saved"), "--site", config(tmp_path, addresses[0]), "--replace"
    )

    line = f"kiosk: {store_of(tmp_path, addresses[0]).place}: no more room\n"
    assert (said.exit_code, said.output, kept.exists()) == (1, line, True)
    assert not list(tmp_path.glob("home/replaced-*"))
    with psycopg.connect(addresses[0]) as db:
        db.execute("drop trigger fills on visits")
    with closing(home_of(site, place)) as home:
        assert numbers(home) == ["B501", "B502"]


def test_a_restore_of_one_site_never_replaces_another(
    site: HomeWithKiosk, tmp_path: Path, addresses: tuple[str, str]
) -> None:
    place = data(tmp_path / "home", addresses[0])
    back_up(place, tmp_path / "saved", site.clock)
    with psycopg.connect(addresses[0]) as db:
        db.execute("insert into sites (site_id, seq) values ('annexe', 0)")

    settings = config(tmp_path, addresses[0])
    said = run("restore", str(tmp_path / "saved"), "--site", settings, "--replace")

    assert (said.exit_code, len(said.output.splitlines())) == (2, 1), said.output
    assert "holds annexe too, which the backup has not: restore this one to" in said.output
    with psycopg.connect(addresses[0]) as db:
        rows = db.execute("select site_id from sites order by site_id").fetchall()
    assert rows == [("annexe",), ("hq",)]


FILLS = """
create function fill() returns trigger language plpgsql as
    $$ begin raise exception 'no more room' using errcode = '53100'; end $$;
create trigger fills before insert on visits for each row execute function fill();
"""
