"""The bench of a week without a server: the backlog sent, and a visit made meanwhile."""

from __future__ import annotations

import logging
import random
import sqlite3
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.snapshot import Link
from kiosk.settings import ServerPart, StationSettings
from kiosk.station.bootstrap import open_station
from kiosk.station.identity import StationIdentity
from kiosk.station.station import Station
from kiosk.station.writer import StationFolder
from kiosk.sync.up import BATCH
from tests.bench.figures import Figure
from tests.doubles.box import inline_station
from tests.doubles.clock import FakeClock
from tests.doubles.ids import an_id
from tests.journeys.actors import HomeProcess, until

BACKLOG = 10_000
DAYS = 7
LIMIT_S = 900.0
TOTAL_AIM_S = 120.0
LIVE_AIM_S = 10.0
_LETTER = "B"
NO_QUOTAS = "\n[quotas]\nvisits_a_minute = 10000\nvisits_burst = 10000\nvisits_a_day = 1000000\n"
"""The home has met this station a minute ago: it does not know of a week away."""


def drain(work: Path, backlog: int = BACKLOG) -> list[Figure]:
    """A backlog of a week goes to a real server over loopback; half-way somebody checks in."""
    logging.disable()
    home = HomeProcess(work / "home")
    with home.config.open("a", encoding="utf-8") as settings_file:
        settings_file.write(NO_QUOTAS)
    token = home.command("pair", "--station", _LETTER)
    site_id = token.split(".")[1]
    folder = work / "station"
    _fill(folder, StationIdentity(site_id, _LETTER), backlog)
    (folder / "token").write_text(token, encoding="ascii")
    home.start()
    try:
        settings = StationSettings(
            ServerPart(home.url, str(folder / "token")), data_dir=str(folder)
        )
        since = time.perf_counter()
        with open_station(settings, SystemClock()) as station:
            _until_there(home, backlog // 2)
            live_s = _live(home, station)
            _until_there(home, backlog + 1)
            total_s = time.perf_counter() - since
    finally:
        home.stop()
    return [
        Figure("drain", f"{backlog:,} visits, all at home", total_s, "s", None, TOTAL_AIM_S),
        Figure("drain", f"a push of {BATCH} events", total_s / backlog * BATCH * 1_000, "ms"),
        Figure("drain", "a visit made half-way, at home", live_s, "s", None, LIVE_AIM_S),
    ]


def _fill(folder: Path, identity: StationIdentity, backlog: int) -> None:
    """Seven days of visitors, each evening put to rest; one flush a day is enough here."""
    clock = FakeClock(SystemClock().now() - timedelta(days=DAYS))
    chance = random.Random(0)
    disk = StationFolder(folder, clock)
    parts = inline_station(disk, lambda: an_id(chance.getrandbits(48)), identity)
    # It has heard its home before, so it knows the days, and lets yesterday's visitors go.
    parts.server_time.set(clock.now())
    for day in range(DAYS):
        today = backlog * (day + 1) // DAYS - backlog * day // DAYS
        with disk.store.transaction():
            for _ in range(today):
                parts.checkin.check_in(CheckInRequest("Ana"), link=Link.OFFLINE)
                clock.pass_s(8 * 3_600 / today)
        clock.pass_s(16 * 3_600)
        parts.housekeeping.run_retention()
        sys.stderr.write(f"  day {day + 1} of {DAYS}: {today} visits\n")
    disk.store.close()


def _live(home: HomeProcess, station: Station) -> float:
    """Seconds from a visitor's number to the visit at the home."""
    since = time.perf_counter()
    visit_id = station.check_in(CheckInRequest("Ana")).result().visit_id
    known = f"select count(*) from visits where id = '{visit_id}'"
    until(lambda: _count(home, known) > 0, "the visit made half-way", LIMIT_S)
    return time.perf_counter() - since


def _until_there(home: HomeProcess, visits: int) -> None:
    until(lambda: _count(home, "select count(*) from visits") >= visits, "the backlog", LIMIT_S)


def _count(home: HomeProcess, query: str) -> int:
    with closing(sqlite3.connect(home.folder / "server" / "server.db", timeout=20)) as store:
        [(count,)] = store.execute(query).fetchall()
    return int(count)
