"""A store in PostgreSQL: what it may be opened as, and what several processes see of each other."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from starlette.requests import Request

from kiosk.cli import kiosk
from kiosk.domain.events import About, Event, VisitCheckedIn
from kiosk.faults import SettingsFault, StoreClosed
from kiosk.journal import LogEvent
from kiosk.machine.folder_lock import exclusive, is_in_use, shared
from kiosk.server.home import Home, open_home
from kiosk.server.http.problems import answer_unready
from kiosk.server.store import dialect
from kiosk.server.store.engine import ServerDatabase
from kiosk.server.store.tables import events
from kiosk.settings import DATABASE_VARIABLE
from tests.conftest import ExpectLog
from tests.doubles.ids import an_id
from tests.doubles.postgres import GUARDED, Cluster
from tests.doubles.stores import POSTGRESQL, Stores
from tests.doubles.waiting import until
from tests.server.conftest import SITE
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import MONDAY, FakeClock
from tests.server.station_side import StationSide, fresh_id

pytestmark = pytest.mark.parametrize("engine", [POSTGRESQL], indirect=True)


def adds_a_member(folder: Path, database: str) -> Result:
    config = folder / "site.toml"
    config.write_text('id = "lab"\nname = "The Lab"\n', encoding="utf-8")
    words = ["members", "add", "Ben", "--config", str(config)]
    return CliRunner().invoke(kiosk, words, env={DATABASE_VARIABLE: database})


@pytest.fixture
def database(cluster: Cluster, stores: Stores) -> Iterator[str]:
    """The name of a database of this test with nothing in it."""
    assert isinstance(stores, Stores)  # ends before the cluster does
    name = cluster.make()
    yield name
    cluster.drop(name)


@pytest.mark.parametrize(
    "address",
    [
        "mysql://kiosk:s3cret@db/kiosk",
        "postgresql://kiosk:s3cret@[/kiosk",
        "postgresql://kiosk:s3cret@/none?host={folder}",
        "postgresql://kiosk:s3cret@127.0.0.1:1/kiosk",
        "postgresql://guarded:s3cret@/{database}?host={folder}",
    ],
)
def test_an_address_that_leads_nowhere_is_one_line_without_its_password(
    tmp_path: Path, cluster: Cluster, database: str, address: str
) -> None:
    with cluster.admin() as admin:
        admin.execute(f"drop role if exists {GUARDED}")
        admin.execute(f"create role {GUARDED} login password 'another'")

    url = address.format(folder=cluster.folder, database=database)
    said = adds_a_member(tmp_path, url)

    assert (said.exit_code, len(said.output.splitlines())) == (2, 1), said.output
    assert "s3cret" not in said.output
    assert not (tmp_path / "server").exists()


def test_a_database_of_something_else_is_left_as_it_is(
    tmp_path: Path, cluster: Cluster, database: str
) -> None:
    with dialect.store_of(tmp_path, cluster.url(database)).connect(autocommit=True) as db:  # type: ignore[attr-defined]  # PostgreSQL's own
        db.execute("create table invoices (id int)")

        said = adds_a_member(tmp_path, cluster.url(database))
        tables = db.execute("select tablename from pg_tables where schemaname = 'public'")

        assert (said.exit_code, "something else" in said.output) == (2, True)
        assert tables.fetchall() == [("invoices",)]


def test_a_store_of_a_newer_program_is_left_as_it_is(
    tmp_path: Path, cluster: Cluster, database: str, stores: Stores
) -> None:
    assert adds_a_member(tmp_path, cluster.url(database)).exit_code == 0
    with dialect.store_of(tmp_path, cluster.url(database)).connect(autocommit=True) as db:  # type: ignore[attr-defined]  # PostgreSQL's own
        db.execute("update alembic_version set version_num = '9999'")

        said = adds_a_member(tmp_path, cluster.url(database))

        assert (said.exit_code, "of a newer" in said.output) == (2, True)
        assert db.execute("select count(*) from members").fetchone() == (1,)


@pytest.mark.parametrize("folder", ["of nobody", "of another home", "with a store of its own"])
def test_two_homes_never_share_a_database_or_a_folder(
    tmp_path: Path, cluster: Cluster, database: str, folder: str
) -> None:
    url, data = cluster.url(database), tmp_path / "server"
    if folder == "of nobody":
        assert adds_a_member(tmp_path, url).exit_code == 0
        data.rename(tmp_path / "elsewhere")
    elif folder == "of another home":
        other = cluster.make()
        assert adds_a_member(tmp_path, cluster.url(other)).exit_code == 0
        (data / "pictures" / "ab").mkdir()
    else:
        data.mkdir()
        (data / "server.db").touch()

    said = adds_a_member(tmp_path, url)

    assert (said.exit_code, "data_dir" in said.output) == (2, True), said.output


def test_a_character_that_it_does_not_know_costs_no_visit(
    station: StationSide, maya: DeskClient
) -> None:
    """U+0000, in words of people and in what a stranger asks for."""
    answer = station.push(station.checked_in("A\0da"))
    nobody = maya.post("/visits/%00/finish", {"request_id": fresh_id(), "outcome": "fixed"})

    assert (answer.status_code, len(answer.json()["acknowledged"])) == (200, 1)
    assert [visit["first_name"] for visit in maya.state()["waiting"]] == ["Ada"]
    assert nobody.status_code == 404


REFUSES = """
create function refuse() returns trigger language plpgsql as
    $$ begin raise exception 'no more room' using errcode = '{code}'; end $$;
create trigger refuses before insert on events for each row execute function refuse();
"""


@pytest.mark.parametrize("code", ["53100", "53200", "57014", "25006", "XX001"])
def test_a_database_that_cannot_write_is_waited_for(
    station: StationSide,
    maya: DeskClient,
    stores: Stores,
    data: Path,
    expect_log: ExpectLog,
    code: str,
) -> None:
    """A full disk, no memory, a statement that took too long, a standby, a damaged block."""
    expect_log(LogEvent.DATABASE_LOST, LogEvent.DATABASE_BACK)
    expect_log(LogEvent.SERVER_FAULT, maybe=True)
    with stores.opened(data) as db:
        db.execute(REFUSES.format(code=code))
    event = station.checked_in("Ada")

    refused = station.push(event)
    still_read = maya.state()["waiting"]
    with stores.opened(data) as db:
        db.execute("drop trigger refuses on events")
    taken = station.push(event)

    assert (refused.status_code, int(refused.headers["Retry-After"]) > 0) == (503, True)
    assert still_read == []
    assert taken.json()["acknowledged"] == [event["id"]]
    assert [visit["first_name"] for visit in maya.state()["waiting"]] == ["Ada"]


def test_whoever_still_reads_a_closed_store_has_lost_no_database(
    cluster: Cluster, database: str, tmp_path: Path
) -> None:
    """A question under way at the end of the server; the log guard sees that nothing is said."""
    opened = ServerDatabase(dialect.store_of(tmp_path, cluster.url(database)))
    opened.close()
    cluster.cut_off(database)  # it may still be seeing off who has hung up
    cluster.drop(database)

    with pytest.raises(StoreClosed) as late, opened.read():
        pytest.fail("read what is gone")
    asked = Request({"type": "http", "method": "GET", "path": "/", "headers": []})
    answer = asyncio.run(answer_unready(asked, late.value))

    assert answer.status_code == 503


def came(number: int) -> Event:
    about = About("visit", an_id(1_000 + number))
    facts = VisitCheckedIn(f"B{number}", "B")
    return Event(an_id(number), "lab", about, "visitor", "station:B", MONDAY, facts)


def test_numbers_have_no_gaps_whichever_process_gives_them(home: Home, data: Path) -> None:
    other = open_home(SITE, data, FakeClock(MONDAY))
    start = Barrier(8)

    def appends(place: int) -> list[int]:
        start.wait(120)
        given = []
        for turn in range(5):
            with (home, other)[place % 2].store.append() as ledger:
                ledger.append(came(1 + place * 5 + turn))
                given.append(ledger.seq)
        return given

    with ThreadPoolExecutor(8) as pool:
        given = sorted(seq for one in pool.map(appends, range(8)) for seq in one)
    other.close()

    with home.store.read() as connection:
        stored = connection.scalars(select(events.c.seq).order_by(events.c.seq)).all()
    assert given == stored == list(range(1, 41))


def test_what_one_process_appends_the_others_hear_of_once(
    home: Home, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_home(SITE, data, FakeClock(MONDAY))
    heard: dict[str, list[int]] = {"home": [], "other": []}
    for name, one in (("home", home), ("other", other)):
        monkeypatch.setattr(one.store.feed, "publish", heard[name].append)
        monkeypatch.setattr(one.store._elsewhere, "_publish", heard[name].append)

    with home.store.running(), other.store.running():
        with home.store.append() as ledger:
            ledger.append(came(1))
        until(lambda: heard["other"] == [1], "the other process's hint")
        with other.store.append() as ledger:
            ledger.append(came(2))
        until(lambda: heard["home"][-1:] == [2], "the first process's hint")
    other.close()

    assert heard == {"home": [1, 2], "other": [1, 2]}


def test_a_new_epoch_is_every_processs(home: Home, data: Path, expect_log: ExpectLog) -> None:
    expect_log(LogEvent.EPOCH_RENEWED)
    other = open_home(SITE, data, FakeClock(MONDAY))
    former = home.store.epoch

    first = home.store.renew_epoch(former, former)
    second = other.store.renew_epoch(former, former)

    assert (first, second, other.store.epoch) == (True, False, home.store.epoch)
    other.close()


def test_a_job_is_done_by_one_process_at_a_time(home: Home, data: Path) -> None:
    other = open_home(SITE, data, FakeClock(MONDAY))

    with home.store.alone("purge") as first, other.store.alone("purge") as second:
        both = (first, second)
    with other.store.alone("purge") as afterwards:
        assert (both, afterwards) == ((True, False), True)
    other.close()


def test_a_folder_that_servers_share_is_in_use(tmp_path: Path, engine: str) -> None:
    with shared(tmp_path) as first, shared(tmp_path) as second:
        in_use = is_in_use(tmp_path)

    assert (first, second, in_use, is_in_use(tmp_path)) == (True, False, True, False)


def test_a_folder_that_one_has_for_itself_is_shared_with_nobody(
    tmp_path: Path, engine: str
) -> None:
    with exclusive(tmp_path), pytest.raises(SettingsFault), shared(tmp_path):
        pass
