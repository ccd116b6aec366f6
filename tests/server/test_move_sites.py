"""Several sites move to one database and back: all of them, each proven by itself, or none."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from kiosk.cli import kiosk
from kiosk.domain.events import About, Event, VisitCheckedIn
from kiosk.domain.site import Site
from kiosk.faults import SettingsFault, StoreFault
from kiosk.journal import LogEvent
from kiosk.machine.files import flush
from kiosk.machine.folder_lock import exclusive
from kiosk.server.auth.members import Role
from kiosk.server.home import Home, HomeMeans, open_home
from kiosk.server.store.copies import move
from kiosk.server.store.copies.rows import copy_site, digest, rows_of_site
from kiosk.server.store.copies.store import opened
from kiosk.server.store.copies.store_words import parted, united
from kiosk.server.store.dialect import store_of
from tests.conftest import ExpectLog
from tests.doubles.home_with_kiosk import HomeWithKiosk
from tests.doubles.ids import an_id
from tests.doubles.postgres import Cluster
from tests.doubles.stores import SQLITE
from tests.doubles.words import SITE
from tests.server.conftest import signed_in_desk
from tests.server.fake_clock import MONDAY

pytestmark = pytest.mark.parametrize("engine", [SQLITE], indirect=True)

ANNEXE = Site(site_id="annexe", name="The Annexe", public_url="https://annexe.example")
SITES = {"hq": SITE, "annexe": ANNEXE}
FOLDERS = {"hq": "home", "annexe": "annexe"}
SPOILS = (
    "create function spoil() returns trigger language plpgsql as"
    " $$ begin if new.site_id = 'hq' then new.number := 'B9'; end if; return new; end $$"
)
ALL = "sites"


class TwoSites:
    """The headquarters with a kiosk and two visits, and an annexe with one, all stopped."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hq = HomeWithKiosk(folder)
        self.hq.comes("Priya")
        self.hq.comes("Anders")
        self.hq.live.close()
        with closing(self.opened("annexe")) as home:
            home.devices.pair_station("B")
            signed_in_desk(home, "Ines Roth", Role.LEAD)
            about, facts = About("visit", an_id(901)), VisitCheckedIn("B7", "B")
            words = {"first_name": "Noor"}
            came = Event(an_id(900), "annexe", about, "visitor", "station:B", MONDAY, facts, words)
            with home.store.append() as ledger:
                ledger.append(came)

    def opened(self, site_id: str, database: str = "") -> Home:
        means = HomeMeans(database=database)
        return open_home(SITES[site_id], self.data(site_id), self.hq.clock, means=means)

    def data(self, site_id: str) -> Path:
        return self.folder / FOLDERS[site_id]

    def moves(self, to: str, database: str = "", only: str = "") -> Result:
        """`kiosk move-home` for both sites, or for one of them."""
        folder = self.folder / ALL
        folder.mkdir(exist_ok=True)
        named = f'database = "{database}"\n' if database else ""
        for site_id in SITES:
            words = f'id = "{site_id}"\nname = "X"\npublic_url = "https://{site_id}.example"\n'
            file = folder / f"{site_id}.toml"
            data = f'data_dir = "{self.data(site_id)}"\n'
            file.write_text(f"{named}{words}{data}", encoding="utf-8")
        config = folder / f"{only}.toml" if only else folder
        return CliRunner().invoke(kiosk, ["move-home", "--config", str(config), "--to", to])

    def rows(self, database: str = "") -> Mapping[str, Mapping[str, int]]:
        """The hash of every table of each site, as its store has it."""
        found = {}
        for site_id in SITES:
            where = store_of(self.data(site_id), database)
            with opened(where) as store, store.read() as connection:
                found[site_id] = {
                    table.name: digest(connection, table, query)
                    for table, query in rows_of_site(site_id).items()
                }
        return found

    def files(self) -> list[str]:
        """The stores that lie in folders, the finished and the unfinished, and those set aside."""
        found = (path for path in self.folder.glob("*/**/server.db") if "made" not in path.parts)
        return sorted(str(path.relative_to(self.folder)) for path in found)


BOTH = ["annexe/server.db", "home/server.db"]


@pytest.fixture
def two(tmp_path: Path, engine: str) -> Iterator[TwoSites]:
    assert engine == SQLITE
    sites = TwoSites(tmp_path)
    yield sites
    sites.hq.box.close()


@pytest.fixture
def database(cluster: Cluster, engine: str) -> Iterator[str]:
    """The address of a database of this test with nothing in it."""
    assert engine == SQLITE
    name = cluster.make()
    yield cluster.url(name)
    cluster.drop(name)


def held(database: str, folder: Path) -> list[str]:
    store = store_of(folder, database)
    return list(store.site_ids()) if store.is_made() else []


def one_line(said: Result, status: int, words: str) -> None:
    assert (said.exit_code, len(said.output.splitlines())) == (status, 1), said.output
    assert words in said.output


def test_they_go_to_one_database_and_come_back_as_they_were(two: TwoSites, database: str) -> None:
    before = two.rows()

    there = two.moves(database)
    in_database, aside = two.rows(database), two.files()
    back = two.moves("file", database)
    after = two.rows()

    assert (there.exit_code, back.exit_code) == (0, 0), there.output + back.output
    for said in (there, back):
        assert "hq: moved " in said.output
        assert " rows: 2 visits, " in said.output
        assert "annexe: moved " in said.output
        assert " rows: 1 visits, 1 events" in said.output
    assert before == in_database == after
    assert len({sum(tables.values()) for tables in before.values()}) == 2
    assert [path.split("/")[1][:6] for path in aside] == ["moved-", "moved-"]
    assert [path for path in two.files() if path.count("/") == 1] == BOTH


def test_the_kiosk_of_one_goes_on_and_offers_what_the_move_missed(
    two: TwoSites, database: str, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EPOCH_CHANGED)
    unsent = two.hq.box.checked_in(name="Bea")
    homes = [move.Moving(it, two.data(it), "") for it in SITES]
    move.move_homes(homes, database, two.hq.clock.now(), lambda *_: None)

    with (
        closing(two.opened("hq", database)) as home,
        closing(two.opened("annexe", database)) as annexe,
    ):
        two.hq.live.home = home
        two.hq.sync()
        two.hq.sync()
        numbers = sorted(visit.number for visit in two.hq.live.open())
        taken, waiting = two.hq.live.visit(unsent), two.hq.box.waiting()
        with annexe.store.read() as connection:
            there = connection.execute(text("select number from visits where site_id = 'annexe'"))
            assert there.scalars().all() == ["B7"]
        assert [member.name for member in annexe.members.all()] == ["Ines Roth"]

    assert (numbers, waiting) == (["B501", "B502", "B503"], [])
    assert taken is not None


def test_one_that_is_not_proven_leaves_all_where_they_were(two: TwoSites, database: str) -> None:
    before = two.rows()
    with opened(store_of(two.folder, database)) as store, store.write() as connection:
        connection.execute(text(SPOILS))
        connection.execute(
            text("create trigger s before insert on visits for each row execute function spoil()")
        )

    said = two.moves(database)

    one_line(said, 1, "kiosk: hq: visits: the copy is not what was read")
    assert (two.files(), held(database, two.folder)) == (BOTH, [])
    assert two.rows() == before


def test_a_database_that_holds_one_of_them_takes_none(two: TwoSites, database: str) -> None:
    shutil.copytree(two.data("annexe"), two.folder / "kept")
    assert two.moves(database, only="annexe").exit_code == 0
    shutil.rmtree(two.data("annexe"))
    (two.folder / "kept").rename(two.data("annexe"))

    said = two.moves(database)

    one_line(said, 2, "expected an empty database, this one holds annexe: ")
    assert (two.files(), held(database, two.folder)) == (BOTH, ["annexe"])


@pytest.mark.parametrize("wrong", ["a second site in a file", "no store", "a running server"])
def test_what_is_wrong_with_one_moves_none(two: TwoSites, database: str, wrong: str) -> None:
    file, expected = two.data("hq") / "server.db", BOTH
    words = "expected the store of hq alone, this one holds hq and oslo"
    if wrong == "a second site in a file":
        with closing(sqlite3.connect(file)) as db, db:
            db.execute("insert into sites (site_id, seq) values ('oslo', 0)")
    elif wrong == "no store":
        file.unlink()
        words, expected = "home: expected the store of a home", BOTH[:1]
    if wrong == "a running server":
        with exclusive(two.data("hq")):
            said = two.moves(database)
        words = "expected a folder that no running kiosk or server uses"
    else:
        said = two.moves(database)

    one_line(said, 2, words)
    assert (two.files(), held(database, two.folder)) == (expected, [])


def test_one_of_them_alone_does_not_leave_the_database(two: TwoSites, database: str) -> None:
    two.moves(database)
    before = two.files()

    said = two.moves("file", database, only="hq")

    one_line(said, 2, "holds annexe too: give --config the folder with the files of all its sites")
    assert two.files() == before


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("step", ["proof", "disk"])
def test_a_way_back_that_fails_for_one_leaves_all_in_the_database(
    two: TwoSites, database: str, monkeypatch: pytest.MonkeyPatch, place: int, step: str
) -> None:
    two.moves(database)
    before, rows = two.files(), two.rows(database)
    failing = sorted(SITES)[place]

    def copies(source: object, target: object, site_id: str, told: object) -> object:
        if site_id == failing:
            raise StoreFault("visits: the copy is not what was read")
        return copy_site(source, target, site_id, told)  # type: ignore[arg-type]  # passed on

    def flushes(path: Path) -> None:
        if path == two.data(failing):
            raise OSError(5, "Input/output error")
        flush(path)

    with monkeypatch.context() as patch:
        patch.setattr(
            *((move, "copy_site", copies) if step == "proof" else (move, "flush", flushes))
        )
        said = two.moves("file", database)

    words = "visits: the copy is not what" if step == "proof" else "Input/output error"
    one_line(said, 1, words)
    assert f"{failing if step == 'proof' else two.data(failing)}: " in said.output
    assert (two.files(), two.rows(database)) == (before, rows)
    with closing(two.opened(failing, database)) as home:
        assert home.members.all(), "the database is still tied to the folder"


def test_after_the_way_back_the_database_is_no_homes(two: TwoSites, database: str) -> None:
    two.moves(database)
    two.moves("file", database)

    for site_id in SITES:
        with pytest.raises(SettingsFault, match=r"take the line database = … out of site.toml"):
            two.opened(site_id, database)


def known(at: str, *, impossible: bool = False) -> str:
    wrong = "true" if impossible else "false"
    return f'{{"at":"{at}","boot_id":null,"up_s":0.0,"impossible":{wrong}}}'


def test_what_stores_keep_of_themselves_is_united_and_parted_by_site(engine: str) -> None:
    assert engine == SQLITE
    first = {
        "epoch": "1",
        "mark_key": "aa",
        "bucket hq": "b1",
        "known_time": known("2026-03-02T09:00:00Z"),
        "restored_at": "2026-01-01",
        "backed_up_at": "2026-02-01",
        "doctor": "x",
    }
    second = {
        "epoch": "2",
        "mark_key": "bb",
        "bucket hq.two": "b2",
        "ahead hq.two B": "2026-02-03",
        "known_time": known("2026-03-01T09:00:00Z", impossible=True),
        "former epoch 0": "1",
    }

    both = united([first, second])

    shared = {"former epoch 0": "1", "former epoch 1": "1", "former epoch 2": "1"}
    shared |= {"epoch": "1", "mark_key": "aa", "restored_at": "2026-01-01"}
    shared["known_time"] = known("2026-03-01T09:00:00Z", impossible=True)
    of_second = {"bucket hq.two": "b2", "ahead hq.two B": "2026-02-03"}
    assert both == shared | of_second | {"bucket hq": "b1"}
    assert parted(both, "hq", ["hq", "hq.two"]) == shared | {"bucket hq": "b1"}
    assert parted(both, "hq.two", ["hq", "hq.two"]) == shared | of_second
