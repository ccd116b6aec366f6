"""`kiosk doctor --site`: one line each for store, disk, clock, backups, names and kiosks."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from kiosk.backup import Data, Kind, back_up, restore
from kiosk.domain.hours import Span
from kiosk.domain.site import Site
from kiosk.finding import Finding
from kiosk.journal import LogEvent
from kiosk.machine.files import DiskSpace
from kiosk.machine.folder_lock import exclusive
from kiosk.server.doctor.examine import Means, examine_home
from kiosk.server.doctor.front_client import Patience
from kiosk.server.doctor.own_data import examine_store
from kiosk.server.home import Home, open_home
from kiosk.server.store.dialect import store_of
from kiosk.server.store.dialect.sqlite import file_of
from kiosk.server.store.known_time import LONGEST_OFF
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import devices, meta
from kiosk.settings import SiteSettings
from tests.conftest import ExpectLog
from tests.doubles.stores import SQLITE, Stores
from tests.faults import damage
from tests.server.conftest import SITE
from tests.server.fake_clock import FakeClock
from tests.server.station_side import LIMIT_S, Json, StationSide

ROOMY = DiskSpace(50_000_000_000, 100_000_000_000)
WELL: Json = {
    "waiting": 0,
    "oldest_s": None,
    "set_aside": 0,
    "camera": "showing",
    "store": "ok",
    "version": "0.1.0",
    "ways": [],
}
UNSET = replace(SITE, public_url="")
"""Without an address nothing is asked on the network."""


def said(
    data: Path, clock: FakeClock, site: Site = UNSET, room: DiskSpace = ROOMY
) -> Mapping[str, list[Finding]]:
    """What `kiosk doctor` says, by what each line is about."""
    config = data.parent / "site.toml"
    config.touch(mode=0o600)

    @contextmanager
    def opened() -> Iterator[SiteStore]:
        home = open_home(site, data, clock)
        yield home.store
        home.close()

    means = Means(opened, patience=Patience(LIMIT_S, 0), room=lambda _folder: room)
    found: dict[str, list[Finding]] = {}
    for finding in examine_home(SiteSettings(site, str(data)), config, means):
        found.setdefault(finding.what, []).append(finding)
    return found


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_a_home_that_is_well_has_nothing_to_see_to(
    home: Home,
    data: Path,
    clock: FakeClock,
    url: str,
    station: StationSide,
    tmp_path: Path,
    expect_log: ExpectLog,
) -> None:
    expect_log(LogEvent.STATION_REVOKED)
    station.push(status=WELL)
    home.devices.revoke_station("C")
    back_up(Data(Kind.HOME, data), tmp_path / "copy", clock)
    # A loopback address serves nobody else, which is what its line says.
    site = replace(SITE, public_url=url)
    home.store.site = site

    with exclusive(data):
        found = said(data, clock, site)

    lines = [line for name in found for line in found[name] if not line.well]
    assert [line.seen[:26] for line in lines] == ["127.0.0.1 leads each phone"]
    assert {"store", "schema", "clock", "backups", "kiosk B", "live", "held"} < set(found)
    with home.store.read() as connection:
        assert connection.scalar(meta.select().where(meta.c.key == "doctor")) is None


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    [store] = examine_store(store_of(tmp_path / "server"))

    assert (store.well, "kiosk serve --setup" in store.seen) == (False, True)
    assert not (tmp_path / "server").exists()


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_a_damaged_store_is_named_and_left_as_it_is(data: Path, clock: FakeClock) -> None:
    damage.write_nonsense(file_of(data))
    before = file_of(data).read_bytes()

    found = said(data, clock)

    assert "kiosk restore" in found["store"][0].seen
    assert "left out" in found
    assert file_of(data).read_bytes() == before


@pytest.mark.parametrize(
    ("revision", "words"), [("0010", "older than this program"), ("9999", "newer than this")]
)
def test_a_schema_that_is_not_this_programs_is_named_and_not_changed(
    data: Path, stores: Stores, clock: FakeClock, revision: str, words: str
) -> None:
    with stores.opened(data) as db:
        db.execute(f"update alembic_version set version_num = '{revision}'")

    found = said(data, clock)

    assert found["schema"][0].seen.startswith(words)
    with stores.opened(data) as db:
        assert db.execute("select version_num from alembic_version").fetchone() == (revision,)


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_a_store_that_keeps_nothing_is_named(data: Path, clock: FakeClock) -> None:
    """As on a full disk: it can be read, and every row that is written is refused."""
    with closing(sqlite3.connect(file_of(data))) as db, db:
        db.execute(
            "create trigger full before insert on meta begin select raise(abort, 'full'); end"
        )

    found = said(data, clock)

    assert found["store"][0].well
    assert found["writing"][0].seen.startswith("the store keeps nothing (")
    assert "clock" not in found


@pytest.mark.parametrize(
    ("free", "words"), [(400_000_000, "too little for pictures"), (50_000_000, "full")]
)
def test_a_disk_that_fills_is_named(data: Path, clock: FakeClock, free: int, words: str) -> None:
    [disk] = said(data, clock, room=DiskSpace(free, 100_000_000_000))["disk"]

    assert (disk.well, words in disk.seen) == (False, True)


def test_a_folder_that_no_server_has_is_named(data: Path, clock: FakeClock) -> None:
    idle = said(data, clock)["server"][0]
    with exclusive(data):
        used = said(data, clock)["server"][0]

    assert (idle.well, used.well) == (False, True)


def test_a_clock_that_is_doubted_is_named_until_a_time_server_keeps_it(
    data: Path, clock: FakeClock, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.CLOCK_DOUBTED)
    right = said(data, clock)["clock"][0]
    clock.jump(timedelta(days=400))
    ahead = said(data, clock)["clock"][0]
    clock.synchronized = True
    kept = said(data, clock)["clock"][0]

    assert (right.well, ahead.well, kept.well) == (True, False, True)
    assert "kiosk purge --clock-is-right" in ahead.seen
    assert (right.seen[:8], kept.seen) == ("believed", "believed; a time server keeps it")
    assert timedelta(days=400) > LONGEST_OFF


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_backups_are_named_when_there_are_none_and_when_they_are_old(
    data: Path, clock: FakeClock, tmp_path: Path
) -> None:
    ages = [said(data, clock)["backups"][0]]
    back_up(Data(Kind.HOME, data), tmp_path / "copy", clock)
    ages.append(said(data, clock)["backups"][0])
    clock.passes(days=8)
    ages.append(said(data, clock)["backups"][0])
    ages.append(said(data, clock, replace(UNSET, backup_days=0))["backups"][0])

    assert [one.well for one in ages] == [False, True, False, True]
    assert ages[2].seen.startswith("newest 8 days old")


def test_a_team_without_a_lead_is_named_and_nobody_in_it(
    data: Path, stores: Stores, clock: FakeClock
) -> None:
    led = said(data, clock)["team"][0]
    with stores.opened(data) as db:
        db.execute("update members set role = 'member'")
    unled = said(data, clock)["team"][0]

    assert (led.well, led.seen) == (True, "2 members, 1 of them leads")
    assert (unled.well, "kiosk members role NAME lead" in unled.seen) == (False, True)


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_a_store_that_was_restored_has_the_backup_it_came_from(
    data: Path, clock: FakeClock, tmp_path: Path
) -> None:
    back_up(Data(Kind.HOME, data), tmp_path / "copy", clock)
    clock.passes(hours=30)
    restore(tmp_path / "copy", Data(Kind.HOME, data), clock, replace=True)

    [backups] = said(data, clock)["backups"]

    assert (backups.well, backups.seen) == (True, "newest 30 hours old")


@pytest.mark.parametrize("name", ["https://help.lan", "help.lan:8443", "help.lan/desk"])
def test_a_further_name_that_nobody_can_ask_for_is_named(
    data: Path, clock: FakeClock, name: str
) -> None:
    hosts = said(data, clock, replace(UNSET, hosts=("desk.lab.example", name)))["hosts"]

    assert [(one.well, repr(name) in one.seen) for one in hosts] == [(False, True)]


def test_an_address_that_nobody_else_can_open_is_named(data: Path, clock: FakeClock) -> None:
    unset = said(data, clock)["public_url"][0]
    own = said(data, clock, replace(SITE, public_url="http://localhost:8620"))["public_url"][0]

    assert (unset.well, own.well) == (False, False)
    assert "no phone page" in unset.seen


def test_a_metrics_token_that_every_account_may_read_is_named(data: Path, clock: FakeClock) -> None:
    said(data, clock)
    (data.parent / "site.toml").chmod(0o644)

    found = said(data, clock)

    assert found["site.toml"][0].seen.startswith("every account may read metrics_token")


def test_two_machines_with_one_token_are_named_with_their_places(
    home: Home, data: Path, clock: FakeClock, station: StationSide
) -> None:
    station.push(status=WELL)
    with home.store.write() as connection:
        stopped = {"stopped_at": clock.now(), "also_from": "192.0.2.9"}
        connection.execute(update(devices).where(devices.c.letter == "B").values(stopped))

    [line] = said(data, clock)["kiosk B"]

    assert "127.0.0.1 and 192.0.2.9: kiosk stations allow B" in line.seen


def test_each_stuck_way_has_a_line_with_since_when_and_which_status(
    data: Path, clock: FakeClock, station: StationSide
) -> None:
    pictures = {
        "way": "pictures",
        "for_s": 120.0,
        "reason": "status 413",
        "status": 413,
        "by_home": False,
    }
    hints = {"way": "hints", "for_s": 60.0, "reason": "no answer in time", "by_home": False}
    station.push(status={**WELL, "ways": [pictures, hints]})

    lines = said(data, clock)["kiosk B"]

    assert [line.well for line in lines] == [False, False]
    assert lines[0].seen.startswith("pictures stuck since 02 Mar")
    assert "between the kiosk and the server answers 413" in lines[0].seen
    assert "no answer (no answer in time); it has to pass a GET" in lines[1].seen


def test_a_kiosk_that_is_silent_behind_its_time_or_refused_is_named(
    home: Home, data: Path, clock: FakeClock, station: StationSide
) -> None:
    never = said(data, clock)["kiosk B"][0]
    clock.jump(timedelta(hours=-1))
    station.push(status={**WELL, "set_aside": 2})
    clock.jump(timedelta(hours=1))
    silent = said(data, clock)["kiosk B"]

    assert never.seen.startswith("paired and never heard of")
    assert [line.seen[:20] for line in silent] == ["nothing heard since ", "2 events and picture"]
    assert home.store.site_id == SITE.site_id


def test_the_clock_of_a_kiosk_is_compared_with_the_homes(
    home: Home, data: Path, clock: FakeClock, station: StationSide
) -> None:
    station.push(status=WELL, sent_at="2026-03-02T11:00:00Z")

    [line] = said(data, clock)["kiosk B"]

    assert line.seen.startswith("its clock is 120 min ahead of this one")
    assert home.store.site_id == SITE.site_id


def test_a_silent_kiosk_is_well_while_the_site_is_closed(
    data: Path, clock: FakeClock, station: StationSide
) -> None:
    station.push(status=WELL)
    clock.passes(hours=5)
    closed = replace(UNSET, hours={"tuesday": (Span(time(9), time(17)),)})

    assert [line.well for line in said(data, clock)["kiosk B"]] == [False]
    assert [line.well for line in said(data, clock, closed)["kiosk B"]] == [True]


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_the_command_ends_with_1_and_a_line_of_what_to_see_to(tmp_path: Path, data: Path) -> None:
    shutil.copytree(data, tmp_path / "home" / "server")
    config = tmp_path / "home" / "site.toml"
    config.write_text('id = "lab"\nname = "The Lab"\n', encoding="utf-8")
    command = [sys.executable, "-m", "kiosk", "doctor", "--site", str(config)]
    run = subprocess.run(command, check=False, capture_output=True, text=True)

    assert (run.returncode, run.stderr) == (1, "")
    assert "SEE  public_url not set in site.toml" in run.stdout
    assert "ok   store      whole" in run.stdout
