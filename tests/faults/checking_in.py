"""Checks people in until it is killed, again and again; run as a program of its own.

    python -m tests.faults.checking_in FOLDER CYCLES [--too-early]

Each cycle is a child process killed with SIGKILL in the middle of its work. What a visitor would
have seen goes to standard output, one line each: the number and the visit's id. With `--too-early`
the station has a bug: it shows the number before the disk has it.
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

import uuid6

from kiosk.clock import SystemClock
from kiosk.domain.faces import Link
from kiosk.reception import Reception
from kiosk.store.visits import OwnVisit
from tests.doubles.pictures import jpeg
from tests.doubles.words import BADGE

LONG_S = 60.0
MOST_SHOWN = 12


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

    reception = Reception(BADGE, folder, SystemClock(), lambda: str(uuid6.uuid7()))
    if too_early:
        _plant_the_bug(reception, show)
    for count in range(1_000_000):
        picture = jpeg(count % 200) if count % 3 else None
        receipt = reception.check_in("Ana", picture, link=Link.OFFLINE)
        show(receipt.number, receipt.visit_id)


def _plant_the_bug(reception: Reception, show: Callable[[str, str], None]) -> None:
    add = reception.store.visits.add

    def add_and_show(visit: OwnVisit, day: str, at: datetime) -> None:
        add(visit, day, at)
        show(visit.number, visit.id)
        threading.Event().wait(LONG_S)

    reception.store.visits.add = add_and_show  # type: ignore[method-assign]  # the planted bug


def _read_lines(handle: int, count: int) -> str:
    """`count` lines, or as many as come; the rest is lost with the child."""
    with os.fdopen(handle, encoding="ascii") as lines:
        return "".join(lines.readline() for _ in range(count))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), too_early="--too-early" in sys.argv)
