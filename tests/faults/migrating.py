"""Opens an old store until it is killed, at one statement after the other; a program of its own.

    python -m tests.faults.migrating station|home FOLDER

Each child brings a copy of an old store up to date and is killed before one of its statements. Then
the store is opened once more. One line each: the visits that are there, and whether it was killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, event
from sqlite_utils import Database

from kiosk.server.store.dialect import store_of
from kiosk.server.store.engine import ServerDatabase
from kiosk.station.store import database as station
from tests.doubles.ids import an_id


def main(kind: str, folder: Path) -> None:
    make, bring_up = {"station": (_old_station, _station), "home": (old_home, _home)}[kind]
    make(folder / "old")
    step, killed = 0, True
    while killed:
        work = folder / f"step-{step}"
        shutil.copytree(folder / "old", work)
        killed = _killed_at(step, partial(bring_up, work))
        bring_up(work)
        name = "station.db" if kind == "station" else "server.db"
        with closing(sqlite3.connect(work / name)) as db:
            [(visits,)] = db.execute("select count(*) from visits").fetchall()
            [(sound,)] = db.execute("pragma integrity_check").fetchall()
        sys.stdout.write(f"{visits} {sound} {int(killed)}\n")
        shutil.rmtree(work)
        step += 1


def _station(folder: Path) -> None:
    station.open_database(folder / "station.db").close()


def _home(folder: Path) -> None:
    ServerDatabase(store_of(folder)).close()


def _old_station(folder: Path) -> None:
    """As the first version made it, with a visit in it."""
    folder.mkdir()
    db = Database(sqlite3.connect(folder / "station.db"))
    station.migrations.apply(db, stop_before="token_refusal")
    with db.atomic():
        db.execute("insert into visits values ('v', 1, 'B1', '2026-06-01', 1, 'waiting', 'x', 0)")
    db.close()


def old_home(folder: Path) -> None:
    """As of the first version, with a visit in it."""
    upgrade = command.upgrade

    def upgrade_to_first(config: Config, *_: object, **__: object) -> None:
        upgrade(config, "0001")

    command.upgrade = upgrade_to_first
    database = ServerDatabase(store_of(folder))
    command.upgrade = upgrade
    with database.write() as connection:
        connection.exec_driver_sql("insert into sites values ('hq', 1)")
        connection.exec_driver_sql(
            "insert into visits (id, site_id, seq, number, station, day, counter, joined_at, state,"
            f" photos) values ('{an_id(1)}', 'hq', 1, 'B1', 'B', '2026-06-01', 1,"
            " '2026-06-01 10:00:00', 'waiting', '[]')"
        )
    database.close()


def _killed_at(step: int, act: Callable[[], None]) -> bool:
    child = os.fork()
    if child == 0:
        _kill_before(step)
        act()
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _kill_before(step: int) -> None:
    left = [step]

    def count(_statement: str) -> None:
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1

    class Counted(sqlite3.Connection):
        def __init__(self, *args: object, **more: object) -> None:
            super().__init__(*args, **more)  # type: ignore[arg-type]  # handed on as it came
            self.set_trace_callback(count)

    plain = sqlite3.connect

    def connect(path: Path, timeout: float) -> sqlite3.Connection:
        return plain(path, timeout=timeout, factory=Counted)

    station.sqlite3.connect = connect  # type: ignore[attr-defined]  # where a kill falls

    @event.listens_for(Engine, "connect")
    def _count(raw: sqlite3.Connection, _entry: object) -> None:
        raw.set_trace_callback(count)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
