"""What a desk asks costs no more after years than on the first day.

Counted in steps of SQLite's own machine, not in time: the same on every machine.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, update

from kiosk.journal import LogEvent
from kiosk.server.home import Home
from kiosk.server.store.tables import (
    events,
    idempotency_keys,
    pictures,
    sites,
    visit_private,
    visits,
)
from tests.conftest import ExpectLog
from tests.doubles.stores import SQLITE
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import MONDAY
from tests.server.station_side import LIMIT_S, StationSide, fresh_id

ENDED = 3_000
STEP = 10
"""Machine steps a tick: the finest that costs nothing."""


@contextmanager
def counted(home: Home) -> Iterator[Callable[[], int]]:
    """Ticks of every connection while the block lasts."""
    ticks = 0

    def tick() -> int:
        nonlocal ticks
        ticks += 1
        return 0

    def watch(raw: sqlite3.Connection, _record: object, _proxy: object) -> None:
        raw.set_progress_handler(tick, STEP)

    event.listen(home.store._database._engine, "checkout", watch)
    try:
        yield lambda: ticks
    finally:
        event.remove(home.store._database._engine, "checkout", watch)


def years_pass(home: Home) -> None:
    """Thousands of visits of the past, each with its events, words, picture and answer."""
    rows: dict[Any, list[dict[str, Any]]] = {
        table: [] for table in (visits, events, visit_private, pictures, idempotency_keys)
    }
    for number in range(1, ENDED + 1):
        at = MONDAY - timedelta(days=1 + number / 30)
        visit = past_visit(number, at)
        rows[visits].append(visit)
        rows[events].append(past_event(number, visit["id"], at))
        rows[visit_private].append({"visit_id": visit["id"], "first_name": "Ada", "note": "x"})
        rows[pictures].append(past_picture(number, visit["id"], at))
        rows[idempotency_keys].append(recent_answer(visit["id"]))
    with home.store.write() as connection:
        for table, values in rows.items():
            connection.execute(insert(table), values)
        connection.execute(update(sites).values(seq=ENDED + 1_000))
        connection.exec_driver_sql("analyze")


def past_visit(number: int, at: datetime) -> dict[str, Any]:
    return {
        "id": fresh_id(),
        "site_id": "lab",
        "seq": 500 + number,
        "number": f"B{number}",
        "station": "B",
        "day": at.date().isoformat(),
        "counter": number,
        "joined_at": at,
        "state": ("finished", "no_show", "left")[number % 3],
        "ended_at": at,
        "photos": [],
    }


def past_event(number: int, visit_id: str, at: datetime) -> dict[str, Any]:
    return {
        "id": fresh_id(),
        "site_id": "lab",
        "seq": 500 + number,
        "about_kind": "visit",
        "about_id": visit_id,
        "actor": "visitor",
        "origin": "station:B",
        "at": at,
        "received_at": at,
        "type": "VisitCheckedIn",
        "facts": {},
        "version": 1,
    }


def past_picture(number: int, visit_id: str, at: datetime) -> dict[str, Any]:
    return {
        "photo": f"{number:064x}",
        "visit_id": visit_id,
        "site_id": "lab",
        "taken_at": at,
        "width": 1,
        "height": 1,
        "received_at": at,
        "erased_at": MONDAY,
    }


def recent_answer(visit_id: str) -> dict[str, Any]:
    """Of today: those of earlier days are deleted."""
    return {
        "request_id": fresh_id(),
        "site_id": "lab",
        "member_id": fresh_id(),
        "visit_id": visit_id,
        "at": MONDAY - timedelta(hours=1),
    }


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
@pytest.mark.parametrize(
    "what",
    ["call_next", "desk", "station", "push", "phone", "timer", "purge", "act"],
)
def test_its_cost_does_not_grow_with_history(
    home: Home, station: StationSide, maya: DeskClient, what: str, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EPOCH_RENEWED, maybe=True)  # of a cursor that is far ahead
    station.arrives("Ada", private={"phone_token": "tok-of-a-visitors-phone"})
    called = station.arrives("Bo")
    maya.does("call", called)
    acts: dict[str, Callable[[], object]] = {
        "call_next": maya.call_next,
        "desk": maya.state,
        "station": lambda: station.state(after=10**6, epoch=home.store.epoch),
        "push": lambda: station.push(station.checked_in("Cy")),
        "phone": lambda: maya.session.get(
            f"{maya.url}/api/v1/phone/tok-of-a-visitors-phone", timeout=LIMIT_S
        ),
        "timer": home.no_shows.run,
        "purge": home.picture_store.purge,
        "act": lambda: maya.does("recall", called),
    }

    def cost() -> int:
        with counted(home) as ticks:
            acts[what]()
        return ticks()

    acts[what]()
    before = cost()
    years_pass(home)
    acts[what]()
    after = cost()

    assert after <= before * 1.5 + 20, f"{before} ticks before, {after} after {ENDED} visits"
