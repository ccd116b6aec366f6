"""Checks people in until it is killed, again and again; run as a program of its own.

    python -m tests.faults.checking_in FOLDER CYCLES [--too-early]

Each cycle is a whole station in a child process, its workers looking for a server that is not
there, killed with SIGKILL in the middle of its work. What a visitor would have seen goes to
standard output, one line each: the number and the visit's id. With `--too-early` the station has a
bug: it shows the number before the disk has it.
"""

from __future__ import annotations

import logging
import os
import random
import signal
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.clock import SystemClock
from kiosk.domain.checkin_request import CheckInRequest
from kiosk.settings import ServerPart, StationSettings
from kiosk.station.bootstrap import open_station
from kiosk.station.store.visits import OwnVisit, Visits
from tests.doubles.pictures import jpeg

LONG_S = 120.0
MOST_SHOWN = 12
NOBODY = "http://127.0.0.1:9"
"""Where no server listens."""


def main(folder: Path, cycles: int, *, too_early: bool) -> None:
    logging.disable()
    chance = random.Random(cycles)
    for _ in range(cycles):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _check_in_for_ever(folder, writing, too_early=too_early)
        os.close(writing)
        shown = _read_lines(reading, 1 if too_early else chance.randint(1, MOST_SHOWN))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        sys.stdout.write(shown)


def _check_in_for_ever(folder: Path, line: int, *, too_early: bool) -> None:
    def show(number: str, visit_id: str) -> None:
        os.write(line, f"{number} {visit_id}\n".encode())

    if too_early:
        _plant_the_bug(show)
    with open_station(_settings(folder), SystemClock()) as station:
        for count in range(1_000_000):
            picture = jpeg(count % 200) if count % 3 else None
            receipt = station.check_in(CheckInRequest("Ana", picture=picture)).result()
            show(receipt.number, receipt.visit_id)


def _settings(folder: Path) -> StationSettings:
    token = folder / "token"
    token.write_text("wk1.hq.B.a-Secret_1\n", encoding="ascii")
    return StationSettings(ServerPart(NOBODY, str(token)), data_dir=str(folder))


def _plant_the_bug(show: Callable[[str, str], None]) -> None:
    add = Visits.add

    def add_and_show(visits: Visits, visit: OwnVisit, day: str, at: datetime) -> None:
        add(visits, visit, day, at)
        show(visit.number, visit.id)
        threading.Event().wait(LONG_S)

    planted: Any = Visits
    planted.add = add_and_show


def _read_lines(handle: int, count: int) -> str:
    """`count` lines, or as many as come; the rest is lost with the child."""
    with os.fdopen(handle, encoding="ascii") as lines:
        return "".join(lines.readline() for _ in range(count))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), too_early="--too-early" in sys.argv)
