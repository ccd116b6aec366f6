"""Purges a station until it is killed, at one place after the other; run as a program of its own.

    python -m tests.faults.purging FOLDER

For each place a fresh box full of marked words is purged by a child that is killed there. The box
is then started again, purged once more, and searched for the marks, byte by byte. One line each:
the files that still hold a mark right after the kill and after the second purge, and the events.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import uuid6

from kiosk.machine import sqlite_copy
from kiosk.station.maintenance import CHECK_EVERY_S, Maintenance
from kiosk.station.retention import WORDS_KEPT
from tests.doubles.box import Box
from tests.doubles.clock import FakeClock
from tests.doubles.pictures import jpeg

NAME = "Zebedee Marker"
PICTURE = jpeg(size=(64, 64))
MARKS = (NAME.encode(), PICTURE[-60:-10])


def main(folder: Path) -> None:
    logging.disable()
    made = folder / "made"
    token = _fill(made)
    marks = (*MARKS, token.encode())
    step, killed = 0, True
    while killed:
        work = folder / f"step-{step}"
        shutil.copytree(made, work)
        killed = _purge_and_kill(work, step)
        half = _marked(work, marks)
        box, maintenance = _opened(work)
        _purge(box, maintenance)
        events = box.rows("select count(*) from events where type = 'VisitCheckedIn'")[0][0]
        box.close()
        sys.stdout.write(f"{len(half)} {len(_marked(work, marks))} {events} {int(killed)}\n")
        shutil.rmtree(work)
        step += 1


def _fill(folder: Path) -> str:
    """A box whose home has all of three visits, the last with a picture nobody took."""
    box, maintenance = _opened(folder)
    for content in (None, jpeg(1), PICTURE):
        box.checked_in(content, name=NAME)
    token = box.store.outbox.pending(9)[0].event.private["phone_token"]
    offers = box.store.outbox.pending(99)
    box.store.outbox.acknowledge([offer.event.id for offer in offers])
    while (offer := box.outbox.pending_photo()) and offer.visit_id != offers[0].event.about.id:
        box.outbox.acknowledge_photo(offer)
    box.clock.pass_s(CHECK_EVERY_S)
    maintenance.step()
    box.close()
    return token


def _opened(folder: Path) -> tuple[Box, Maintenance]:
    box = Box(folder, FakeClock())
    box.close()
    box.new_id = lambda: str(uuid6.uuid7())  # the ids of the box before are taken
    box.start()
    box.receive_time()
    return box, Maintenance(box.housekeeping, box.disk.backups, box.clock)


def _purge(box: Box, maintenance: Maintenance) -> None:
    """Long after: the words' time is over, and the picture's."""
    maintenance.step()
    box.clock.pass_s(timedelta(days=40).total_seconds() + WORDS_KEPT.total_seconds())
    maintenance.step()


def _purge_and_kill(folder: Path, step: int) -> bool:
    child = os.fork()
    if child == 0:
        box, maintenance = _opened(folder)
        _kill_at(box, step)
        _purge(box, maintenance)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _kill_at(box: Box, step: int) -> None:
    """Before the `step`-th statement, deleted file, copy or rename from now on."""
    left = [step]

    def count(*_: object) -> None:
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1

    def counted(act: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*args: object, **more: object) -> object:
            count()
            return act(*args, **more)

        return counting

    with box.store.transaction() as db:
        db.conn.set_trace_callback(count)
    box.disk.pictures.delete = counted(box.disk.pictures.delete)  # type: ignore[method-assign]  # where a kill falls
    sqlite_copy.copy_database = counted(sqlite_copy.copy_database)
    sqlite_copy.replace_durably = counted(sqlite_copy.replace_durably)  # type: ignore[attr-defined]  # where a kill falls
    Path.unlink = counted(Path.unlink)  # type: ignore[method-assign]  # where a kill falls


def _marked(folder: Path, marks: tuple[bytes, ...]) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(mark in path.read_bytes() for mark in marks)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
