"""The benches of a whole visit: number, desk, memory."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.bench.desk import Desk
from tests.bench.figures import Figure, median, share
from tests.bench.led import MeteredKiosk, full_hd, kiosk_at_work
from tests.bench.screen_names import DONE, TO_YES, VISIT, YES

NUMBERS = 60
DESKS = 30
WARM_UP = 200
VISITS = 2_000
PLANTED_BYTES = 50_000
PLANTED_VISITS = 100
_KIB_A_MIB = 1_024


def number(work: Path) -> list[Figure]:
    """Tap on yes to the number painted, against a bare flushed commit on the same disk."""
    ours, floor = [], []
    with kiosk_at_work(work, full_hd(work / "desk.avi")) as kiosk, _bare_store(work) as store:
        for _ in range(NUMBERS):
            kiosk.visit(TO_YES)
            ours.append(kiosk.ask("to_number", name=YES)["ms"])
            kiosk.visit((DONE,))
            floor.append(_commit_ms(store))
    return [
        Figure(
            "number", f"tap to number painted, {name}", share(ours, part), "ms", share(floor, part)
        )
        for name, part in (("p50", 0.5), ("p99", 0.99))
    ]


def desk(work: Path) -> list[Figure]:
    """Tap on yes to the visit in the desk's hands, against a bare answer of the same server."""
    ours, floor = [], []
    with kiosk_at_work(work, full_hd(work / "desk.avi")) as kiosk:
        desk = Desk(kiosk.home)
        for count in range(1, DESKS + 1):
            kiosk.visit(TO_YES)
            at_s = kiosk.ask("to_number", name=YES)["at_s"]
            ours.append((desk.seen_at(count) - at_s) * 1_000)
            kiosk.visit((DONE,))
            floor.append(desk.round_trip_ms())
    return [
        Figure(
            "desk",
            f"tap to visible on the desk, {name}",
            share(ours, part),
            "ms",
            share(floor, part),
            aim,
        )
        for name, part, aim in (("p50", 0.5, None), ("p95", 0.95, 2_000.0), ("p99", 0.99, 5_000.0))
    ]


def memory(work: Path, visits: int = VISITS) -> list[Figure]:
    """Growth of resident memory over visits through the real screens, and of a planted leak."""
    with kiosk_at_work(work, full_hd(work / "desk.avi")) as kiosk:
        warm_up = min(WARM_UP, visits // 2)
        _visits(kiosk, warm_up)
        grown = _visits(kiosk, visits - warm_up)
        planted = _visits(kiosk, PLANTED_VISITS, PLANTED_BYTES)
    share_of = PLANTED_VISITS * PLANTED_BYTES / _KIB_A_MIB**2
    return [
        Figure("memory", f"growth over {visits - warm_up} visits", grown, "MiB", None, 5.0),
        Figure("memory", f"control: with {share_of:.1f} MiB leaked on purpose", planted, "MiB"),
    ]


def _visits(kiosk: MeteredKiosk, count: int, leak: int = 0) -> float:
    """Visits from welcome to done; MiB grown, between the medians of the first and last tenth."""
    grown = []
    for _ in range(count):
        kiosk.visit(VISIT, leak)
        grown.append(kiosk.ask("spent", settled=True)["kib"] / _KIB_A_MIB)
    tenth = max(1, count // 10)
    return median(grown[-tenth:]) - median(grown[:tenth])


@contextmanager
def _bare_store(work: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(work / "bare.db", isolation_level=None)) as store:
        store.execute("pragma journal_mode = wal")
        store.execute("pragma synchronous = full")
        store.execute("create table bare (words text)")
        yield store


def _commit_ms(store: sqlite3.Connection) -> float:
    since = time.perf_counter()
    store.execute("insert into bare values ('one row')")
    return (time.perf_counter() - since) * 1_000
