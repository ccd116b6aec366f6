"""The server's disk is full, or its store is taken: kiosks wait, keep, and send again.

The kiosk's own line and outbox meet the real server over HTTP. Nothing is told as stored that is
not, nothing is stored in half, and it heals without anybody's hand.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection

from kiosk.faults import LinkFault
from kiosk.journal import LogEvent
from kiosk.server.app import create_app
from kiosk.server.home import Home, open_home
from kiosk.server.http.problems import RETRY_AFTER_S
from kiosk.server.sites import Sites
from kiosk.server.store.dialect import sqlite
from kiosk.sync.transport import HttpSyncClient
from kiosk.sync.up import IDLE_S, SyncUp
from tests.conftest import ExpectLog
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg
from tests.doubles.waiting import HANG_S
from tests.doubles.words import IDENTITY
from tests.server.conftest import SITE, Disk, Prepared
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.serving import Serving
from tests.server.station_side import StationSide, fresh_id

PEOPLE = 60
LONG_S = 3_600
"""After that any pause between two tries is over."""


@pytest.fixture
def box(tmp_path: Path, clock: FakeClock) -> Iterator[Box]:
    """A kiosk with a backlog."""
    box = Box(tmp_path / "box", clock, replace(IDENTITY, site_id="lab"))
    yield box
    box.close()


@pytest.fixture
def link(url: str, prepared: Prepared, clock: FakeClock) -> Iterator[HttpSyncClient]:
    link = HttpSyncClient(url, prepared.stations["B"], clock)
    yield link
    link.close()


@contextmanager
def full_disk(home: Home) -> Iterator[None]:
    """The store may not grow by a single page meanwhile."""

    def stay(raw: DBAPIConnection, _entry: object, _proxy: object) -> None:
        raw.cursor().execute("pragma max_page_count = 1")  # which SQLite takes as its present size

    def grow(raw: DBAPIConnection, _entry: object, _proxy: object) -> None:
        raw.cursor().execute("pragma max_page_count = 1000000")

    pool = home.store._database._engine.pool
    event.listen(pool, "checkout", stay)
    yield
    event.remove(pool, "checkout", stay)
    event.listen(pool, "checkout", grow)


def held(home: Home, *tables: str) -> dict[str, int]:
    with home.store.read() as connection:
        return {
            table: connection.exec_driver_sql(f"select count(*) from {table}").scalar_one()
            for table in tables
        }


def files(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "pictures").rglob("*") if path.is_file())


def until(done: Callable[[], bool], step: Callable[[], object]) -> None:
    for _ in range(200):
        if done():
            return
        step()
    pytest.fail("it did not come to that")


def test_a_full_disk_keeps_every_visit_at_the_kiosk_until_there_is_room(
    home: Home, box: Box, link: HttpSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SERVER_FAULT, LogEvent.SYNC_UP_LOST)
    for count in range(PEOPLE):
        box.checked_in(jpeg(count) if count == 0 else None, "x" * 60)
    waiting = box.waiting()
    up = SyncUp(box.outbox, link, box.clock)

    with full_disk(home), pytest.raises(LinkFault) as fault:
        up.step()
    kept = held(home, "events", "visits", "event_private", "visit_private", "pictures")
    still_waiting = box.waiting()
    until(lambda: up.step() == IDLE_S, lambda: None)

    assert (fault.value.reason, fault.value.retry_after_s) == ("status 503", RETRY_AFTER_S)
    assert set(kept.values()) == {0}
    assert still_waiting == waiting
    assert (box.waiting(), box.pictures()) == ([], [])
    assert held(home, "events", "visits") == {"events": PEOPLE + 1, "visits": PEOPLE}


def test_a_full_disk_under_a_picture_leaves_no_part_of_it_and_the_kiosk_keeps_it(
    home: Home,
    box: Box,
    link: HttpSyncClient,
    data: Path,
    expect_log: ExpectLog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expect_log(LogEvent.SERVER_FAULT, LogEvent.SYNC_PICTURES_LOST)
    box.checked_in(jpeg())
    up = SyncUp(box.outbox, link, box.clock)
    up.step()
    own = box.pictures()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("kiosk.machine.files.os.fsync", full)
        up.step()
    box.clock.pass_s(RETRY_AFTER_S - 1)
    up.step()  # too early: the server asked for more time
    left = (files(data), box.pictures())
    box.clock.pass_s(LONG_S)
    until(lambda: not box.pictures(), up.step)

    assert left == ([], own)
    assert (len(files(data)), box.pictures()) == (2, [])


def test_a_full_disk_at_the_desk_is_said_and_the_same_request_works_later(
    sender: StationSide, home: Home, maya: DeskClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SERVER_FAULT)
    visits = sender.arrive(PEOPLE)
    request_id, note = fresh_id(), "x" * 4_000
    maya.does("call", visits[0])
    ask = {"request_id": request_id, "outcome": "fixed", "note": note}

    with full_disk(home):
        refused = maya.act("finish", visits[0], **ask)
        seen = maya.state()
    done = maya.act("finish", visits[0], **ask)

    assert (refused.status_code, refused.json()["code"]) == (503, "not_now")
    assert refused.headers["retry-after"] == str(RETRY_AFTER_S)
    assert (len(seen["waiting"]), seen["open"][0]["id"]) == (PEOPLE - 1, visits[0])
    assert (done.status_code, done.json()["visit"]["state"]) == (200, "finished")


@contextmanager
def watched_begin(home: Home) -> Iterator[tuple[Event, Event]]:
    """Whether a write has been begun, and whether the store was free for it; it waits long."""
    tried, began = Event(), Event()
    engine = home.store._database._engine

    def before(_c: object, raw: DBAPIConnection, statement: str, *_more: object) -> None:
        if statement.lower().startswith("begin immediate"):
            raw.execute(f"pragma busy_timeout = {HANG_S * 1_000:.0f}")
            tried.set()

    def after(_c: object, _raw: object, statement: str, *_more: object) -> None:
        if statement.lower().startswith("begin immediate"):
            began.set()

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    yield tried, began
    event.remove(engine, "before_cursor_execute", before)
    event.remove(engine, "after_cursor_execute", after)


def test_a_store_taken_for_a_while_makes_the_kiosk_wait_and_nothing_else(
    sender: StationSide, home: Home, data: Path
) -> None:
    """Another process writes, a backup say."""
    event_of_somebody = sender.checked_in("Ada")
    with (
        closing(sqlite3.connect(data / "server.db", isolation_level=None)) as other,
        ThreadPoolExecutor(1) as pool,
        watched_begin(home) as (tried, began),
    ):
        other.execute("begin immediate")
        push = pool.submit(sender.push, event_of_somebody)
        assert tried.wait(HANG_S)
        meanwhile = (began.is_set(), push.done())
        other.execute("rollback")

        answer = push.result(HANG_S)

    assert (meanwhile, began.is_set()) == ((False, False), True)
    assert answer.json()["acknowledged"] == [event_of_somebody["id"]]


def test_a_store_waits_five_seconds_for_whoever_has_it(home: Home) -> None:
    with home.store.read() as connection:
        assert connection.exec_driver_sql("pragma busy_timeout").scalar_one() == 5_000


def test_a_store_taken_for_too_long_is_503_and_never_a_fault_of_the_page(
    data: Path,
    clock: FakeClock,
    serving: Serving,
    pages: Path,
    prepared: Prepared,
    expect_log: ExpectLog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expect_log(LogEvent.SERVER_FAULT)
    impatient = tuple(
        "busy_timeout = 50" if "busy" in pragma else pragma for pragma in sqlite._PRAGMAS
    )
    monkeypatch.setattr(sqlite, "_PRAGMAS", impatient)
    home = open_home(SITE, data, clock)
    serving.switchboard.connect(create_app(Sites([home]), pages), home.store.feed)
    station = StationSide(serving.url, prepared.stations["B"], clock)
    somebody = station.checked_in("Ada")
    station.get_state()  # its first sign of life is kept, which is a write
    with closing(sqlite3.connect(data / "server.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        refused = station.push(somebody)
        seen = station.get_state()

    again = station.push(somebody)
    station.session.close()
    home.close()

    assert (refused.status_code, refused.json()["code"]) == (503, "not_now")
    assert (seen.status_code, again.json()["acknowledged"]) == (200, [somebody["id"]])


GIGABYTE = 1_000_000_000


def test_a_disk_that_fills_takes_no_pictures_and_goes_on_with_text_and_calls(
    home: Home,
    disk: Disk,
    box: Box,
    link: HttpSyncClient,
    maya: DeskClient,
    data: Path,
    expect_log: ExpectLog,
    logged: Callable[[LogEvent], list[dict[str, Any]]],
) -> None:
    expect_log(LogEvent.DISK_FILLING, LogEvent.SYNC_PICTURES_LOST)
    home.room.maintain()
    box.checked_in(jpeg(1), "Ana")
    up = SyncUp(box.outbox, link, box.clock)
    disk.has_free(GIGABYTE)
    up.step()
    up.step()
    box.checked_in(None, "Ben")
    up.step()
    called = maya.call_next()
    told = [notice["code"] for notice in maya.state()["notices"]]
    kept = (box.pictures(), files(data))
    disk.has_free(50 * GIGABYTE)
    box.clock.pass_s(LONG_S)
    until(lambda: not box.pictures(), up.step)

    assert logged(LogEvent.SYNC_PICTURES_LOST) == [{"reason": "status 503"}]
    assert called is not None
    assert called["first_name"] == "Ana"
    assert (told, len(kept[0]), kept[1]) == (["disk_low"], 1, [])
    assert (box.pictures(), len(files(data))) == ([], 2)
    assert [visit["first_name"] for visit in maya.state()["waiting"]] == ["Ben"]


def test_the_reserve_is_given_up_before_the_last_byte_and_made_again(
    home: Home, disk: Disk, data: Path, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.DISK_FILLING)
    reserve = data / "reserve"
    there = []
    for free in (50 * GIGABYTE, GIGABYTE // 100, 50 * GIGABYTE):
        disk.has_free(free)
        home.room.maintain()
        there.append((reserve.exists(), home.store.condition.by_code()["disk_full"]))

    assert there == [(True, 0), (False, 1), (True, 0)]
