"""After their days no byte of a name or a word is left, however the purge was cut.

Markers are planted in every personal field through the real server, which runs as a process of its
own and keeps a log; then the bytes of everything it left are searched. The counts stay.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.server.jobs.retention import Retention
from kiosk.server.store.engine import ServerDatabase
from tests.server.child import ROOT, Child
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import MONDAY, FakeClock
from tests.server.station_side import StationSide, jpeg

MARKERS = ("Zebedeemark", "notemark", "phonemark")
VISITS = 40
CRASHES = [
    ("kiosk.server.pictures.picture_store", "PictureStore", "drop"),
    ("kiosk.server.jobs.retention", "Retention", "_delete_words"),
    ("kiosk.server.store.engine", "ServerDatabase", "checkpoint"),
    ("kiosk.server.jobs.retention", "Retention", "_note_done"),
]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a server that has had a day: visits, pictures, notes, and a log."""
    child = Child(tmp_path_factory.mktemp("home"))
    child.prepare()
    child.start()
    station = StationSide(child.url, child.stations["B"], FakeClock(MONDAY))
    tablet = DeskClient(child.url)
    tablet.post("/pair", {"code": child.code})
    tablet.sign_in(child.member_id, child.pin)
    for count in range(VISITS):
        words = {"phone_token": f"phonemark{count:020}"}
        visit = station.arrives(f"Zebedeemark {count}", private=words)
        if count < 3:
            station.shows(visit, jpeg(colour=f"#{count}0{count}0{count}0"))
        tablet.call_next()
        tablet.finishes(visit, f"notemark{count} " + "x" * 40 * count)
    tablet.session.close()
    station.session.close()
    child.kill()
    return child.folder


@pytest.fixture
def folder(lived: Path, tmp_path: Path) -> Path:
    """A copy of it, as the power cut left it: the write-ahead log still there."""
    copy = tmp_path / "home"
    shutil.copytree(lived, copy)
    return copy


def purge(folder: Path, days_later: int, *dies_at: str) -> int:
    """Purges as a process of its own that adds to the server's log; how it ended."""
    program = [sys.executable, "-m", "tests.faults.purging_server", str(folder / "server")]
    with (folder / "server.log").open("ab") as log:
        done = subprocess.run(
            [*program, str(days_later), *dies_at], cwd=ROOT, stderr=log, check=False, timeout=240
        )
    return done.returncode


def left_of(folder: Path) -> dict[str, int]:
    """How often each marker stands in the bytes of store, write-ahead log, pictures and log."""
    whole = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    found = {marker: whole.count(marker.encode()) for marker in MARKERS}
    return {marker: count for marker, count in found.items() if count}


def pictures(folder: Path) -> list[Path]:
    return [path for path in (folder / "server" / "pictures").rglob("*") if path.is_file()]


def figures(folder: Path) -> list[tuple[object, ...]]:
    """What statistics are made of."""
    query = "select day, outcome, count(*), sum(ended_at > joined_at) from visits group by 1, 2"
    with closing(sqlite3.connect(folder / "server" / "server.db")) as db:
        return db.execute(query).fetchall()


def test_before_its_days_are_over_everything_is_there(folder: Path) -> None:
    assert purge(folder, 29) == 0

    # Of the phone's token only a hash is ever kept.
    assert set(left_of(folder)) == {"Zebedeemark", "notemark"}
    assert len(pictures(folder)) == 6


def test_after_its_days_not_a_byte_is_left_and_the_counts_are_the_same(folder: Path) -> None:
    before = figures(folder)

    assert purge(folder, 91) == 0

    assert (left_of(folder), pictures(folder)) == ({}, [])
    assert figures(folder) == before
    assert sum(int(str(row[2])) for row in before) == VISITS


@pytest.mark.parametrize("step", CRASHES, ids=lambda step: step[2])
def test_a_purge_killed_at_any_step_is_finished_by_the_next(
    folder: Path, step: tuple[str, str, str]
) -> None:
    killed = purge(folder, 91, *step)

    assert (killed, purge(folder, 91)) == (-9, 0)
    assert (left_of(folder), pictures(folder)) == ({}, [])


@pytest.mark.parametrize(
    ("owner", "method"), [(ServerDatabase, "checkpoint"), (Retention, "_delete_words")]
)
def test_a_purge_that_forgets_a_step_would_be_found(folder: Path, owner: type, method: str) -> None:
    """The search has teeth: killed there, and not taken up again, words are still readable."""
    killed = purge(folder, 91, owner.__module__, owner.__name__, method)

    assert killed == -9
    assert "Zebedeemark" in left_of(folder)
