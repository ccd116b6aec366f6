"""Another process keeps the store's file to itself, or holds an old view of it open.

The visitor waits a moment longer and is in line. Staff hear of a log that grows, and it shrinks
again by itself.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing

from kiosk.clock import SystemClock
from kiosk.domain.checkin_request import CheckInRequest
from kiosk.journal import LogEvent
from kiosk.station.store.database import BUSY_S
from kiosk.station.store.recovery import LOG_ALARM_BYTES, LOG_STEADY_BYTES
from tests.doubles.box import Box
from tests.doubles.waiting import HANG_S

ExpectLog = Callable[..., None]
_HOLD = """
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1])
db.isolation_level = None
db.execute("begin immediate")
print("held", flush=True)
sys.stdin.readline()
print(time.monotonic(), flush=True)
db.execute("rollback")
"""


def log_bytes(box: Box) -> int:
    return (box.folder / "station.db-wal").stat().st_size


def grow_log(box: Box, to_bytes: int) -> None:
    """Writes as much as many visits would, in one stroke."""
    with box.store.transaction() as db:
        db.execute("create table filler (words text)")
        for _ in range(to_bytes // 4_000_000 + 1):
            db.execute("insert into filler values (?)", ("x" * 4_000_000,))


def test_a_lock_held_for_a_while_only_makes_the_visitor_wait(box: Box) -> None:
    """It is let go once the kiosk has tried to write."""
    clock, db = SystemClock(), box.store._db
    [(patience_ms,)] = db.execute("pragma busy_timeout").fetchall()
    db.execute(f"pragma busy_timeout = {HANG_S * 1_000:.0f}")
    command = [sys.executable, "-c", _HOLD, str(box.folder / "station.db")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdout.readline()
        tried: list[str] = []

        def let_go(statement: str) -> None:
            if not tried and statement.lower().startswith("begin"):
                tried.append(statement)
                print(file=other.stdin, flush=True)

        db.conn.set_trace_callback(let_go)
        receipt = box.station.check_in(CheckInRequest("Ana")).result()
        checked_in_s = clock.monotonic_s()
        released_s = float(other.stdout.readline())

    assert (receipt.number, len(tried), patience_ms) == ("B501", 1, BUSY_S * 1_000)
    assert released_s < checked_in_s  # One clock for all processes of a machine.


def test_a_log_that_nobody_holds_stays_small(box: Box) -> None:
    grow_log(box, LOG_STEADY_BYTES)

    box.housekeeping.check()

    assert log_bytes(box) == 0


def test_a_reader_that_never_ends_is_told_of_once_and_the_log_is_empty_when_it_does(
    box: Box,
    expect_log: ExpectLog,
    logged: Callable[[LogEvent], list[dict[str, object]]],
) -> None:
    expect_log(LogEvent.LOG_LARGE)
    box.checked_in()
    with closing(sqlite3.connect(box.folder / "station.db")) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from visits").fetchall()
        grow_log(box, LOG_ALARM_BYTES)
        for _ in range(3):
            box.housekeeping.check()
        seen = reader.execute("select count(*) from visits").fetchall()
        number = box.station.check_in(CheckInRequest("Ana")).result().number
    box.housekeeping.check()

    assert (seen, number, log_bytes(box)) == ([(1,)], "B502", 0)
    assert len(logged(LogEvent.LOG_LARGE)) == 1
