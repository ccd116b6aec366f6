"""Killed while people check in. Whoever saw a number is in line when it comes back.

A real station checks people in and tells what they saw; it is killed in mid-work, started again,
and killed again (KILLS=1000 for longer). Then the store is opened and held against what was seen.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.domain.checkin_request import CheckInRequest
from kiosk.pictures.folder import photo_id
from tests.doubles.box import Box
from tests.doubles.folders import brief_folder

CYCLES = int(os.environ.get("KILLS", "50"))
ROOT = Path(__file__).parents[2]


@dataclass
class Aftermath:
    """What visitors had seen, and the store opened once more."""

    shown: dict[str, str]
    numbers: list[str]
    box: Box


def after(folder: Path, cycles: int, *flags: str) -> Aftermath:
    command = [sys.executable, "-m", "tests.faults.checking_in", str(folder), str(cycles), *flags]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    pairs = [line.split() for line in ended.stdout.splitlines()]
    shown = {visit_id: number for number, visit_id in pairs}
    return Aftermath(shown, [number for number, _ in pairs], Box(folder))


def numbers_on_disk(box: Box) -> dict[str, str]:
    rows = box.rows("select id, number from visits")
    return {str(visit_id): str(number) for visit_id, number in rows}


@pytest.fixture(scope="module")
def aftermath() -> Iterator[Aftermath]:
    # What a killed process wrote is the system's to keep: no disk has to be waited for.
    with brief_folder() as folder:
        aftermath = after(Path(folder), CYCLES)
        yield aftermath
        aftermath.box.close()


def test_people_were_checked_in_while_it_was_killed(aftermath: Aftermath) -> None:
    [(kept,)] = aftermath.box.rows("select count(*) from visits")

    assert len(aftermath.shown) >= CYCLES
    assert len(aftermath.shown) <= int(str(kept))


def test_whoever_saw_a_number_is_on_disk_under_it(aftermath: Aftermath) -> None:
    kept = numbers_on_disk(aftermath.box)

    assert {visit_id: kept.get(visit_id) for visit_id in aftermath.shown} == aftermath.shown


def test_no_number_was_shown_twice(aftermath: Aftermath) -> None:
    assert len(set(aftermath.numbers)) == len(aftermath.numbers)


def test_the_next_number_was_never_shown(aftermath: Aftermath) -> None:
    number = aftermath.box.station.check_in(CheckInRequest("Ana")).result().number

    assert number not in aftermath.numbers


@pytest.mark.parametrize(
    "missing",
    [
        "select id from visits where id not in "
        "(select visit_id from events where type = 'VisitCheckedIn')",
        "select id from events where id not in (select event_id from outbox)",
        "select event_id from outbox where event_id not in (select id from events)",
        "select visit_id from photos where visit_id not in "
        "(select visit_id from events where type = 'PhotoAttached')",
        "select id from events where type = 'PhotoAttached' and visit_id not in "
        "(select visit_id from photos)",
        "select visit_id from events where visit_id not in (select id from visits)",
    ],
)
def test_nothing_is_half_kept(aftermath: Aftermath, missing: str) -> None:
    assert aftermath.box.rows(missing) == []


def test_every_picture_told_of_is_whole_and_no_other_is_there(aftermath: Aftermath) -> None:
    told = {str(photo) for (photo,) in aftermath.box.rows("select photo from photos")}
    pictures = aftermath.box.disk.pictures
    whole = {photo for photo in told if photo_id(pictures.read(photo) or b"") == photo}

    assert whole == told
    assert aftermath.box.pictures() == sorted(f"{photo}.jpg" for photo in told)


def test_the_file_is_sound(aftermath: Aftermath) -> None:
    assert aftermath.box.rows("pragma integrity_check") == [("ok",)]


def test_a_station_that_shows_the_number_before_the_disk_has_it_is_found_out(
    tmp_path: Path,
) -> None:
    broken = after(tmp_path, 3, "--too-early")
    kept = numbers_on_disk(broken.box)
    broken.box.close()

    assert len(broken.shown) == 3
    assert not set(broken.shown) & set(kept)
