"""The disk fills, or takes nothing more at all.

Pictures go first, and the visitor is told; then the reserve; text visits go on to the last. When
nothing fits any more the visitor reads the paper words, and nobody is told of a number that is not
on the disk. Once there is room all is as before, without a restart.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.snapshot import PictureFate
from kiosk.faults import StoreFault
from kiosk.journal import LogEvent
from kiosk.machine.files import DiskSpace
from kiosk.space import Needs
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg

ExpectLog = Callable[..., None]
TOTAL = 20_000_000_000
SMALL = Needs(
    pictures_bytes=8_000_000, pictures_share=0, visits_bytes=2_000_000, reserve_bytes=2_000_000
)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MB."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk; the other tests here limit the file")
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def limit(box: Box, pages: int | None) -> None:
    """Lets the database grow to no more than `pages` beyond its size; None for as it likes."""
    [(size,)] = box.rows("pragma page_count")
    most = 1_000_000 if pages is None else int(str(size)) + pages
    with box.store.transaction() as db:
        db.execute(f"pragma max_page_count = {most}").fetchall()


def fill(box: Box) -> int:
    """Checks people in until the disk takes no more; how many got in."""
    for number in range(400):
        if box.station.check_in(CheckInRequest("x" * 60)).exception():
            return number
    pytest.fail("the disk never filled")


def counts(box: Box) -> dict[str, object]:
    tables = ("visits", "events", "outbox", "photos")
    return {table: box.rows(f"select count(*) from {table}")[0][0] for table in tables}


def check_in(box: Box) -> PictureFate:
    return box.station.check_in(CheckInRequest("Ana", picture=jpeg(7))).result().picture


def ballast(folder: Path, free: int) -> None:
    """Somebody else's file leaves no more than `free` bytes."""
    (folder / "ballast").unlink(missing_ok=True)
    left = os.statvfs(folder)
    size = left.f_bavail * left.f_frsize - free
    handle = os.open(folder / "ballast", os.O_CREAT | os.O_WRONLY)
    os.posix_fallocate(handle, 0, size)
    os.close(handle)


@pytest.mark.parametrize(
    ("free", "total", "fate"),
    [
        (2_000_000_000, TOTAL, PictureFate.KEPT),
        (1_999_999_999, TOTAL, PictureFate.NO_ROOM),
        (500_000_000, 1_000_000_000, PictureFate.KEPT),
        (499_999_999, 1_000_000_000, PictureFate.NO_ROOM),
        (5_000_000_000, 1_000_000_000_000, PictureFate.KEPT),
        (4_999_999_999, 1_000_000_000_000, PictureFate.NO_ROOM),
    ],
)
def test_under_500_mb_or_a_tenth_of_all_but_large_disks_the_picture_goes_and_the_visit_stays(
    box: Box, free: int, total: int, fate: PictureFate, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.DISK_FILLING, LogEvent.PICTURE_NOT_KEPT, maybe=True)
    box.housekeeping.check()
    box.room = DiskSpace(free, total)

    assert check_in(box) is fate
    assert counts(box)["visits"] == 1
    assert len(box.pictures()) == (fate is PictureFate.KEPT)
    assert box.outbox.status().store == ("ok" if fate is PictureFate.KEPT else "low")


def test_under_100_mb_the_reserve_is_given_up_and_made_again_when_there_is_room(
    box: Box, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.DISK_FILLING)
    reserve = box.folder / "reserve"
    box.housekeeping.check()
    roomy = box.room
    made = reserve.exists()
    box.room = DiskSpace(100_000_000, TOTAL)
    box.housekeeping.check()
    tight = reserve.exists()
    box.room = DiskSpace(99_999_999, TOTAL)
    box.housekeeping.check()
    last, told = reserve.exists(), box.outbox.status().store
    box.room = roomy

    box.housekeeping.check()

    assert (made, tight, last, reserve.exists()) == (True, True, False, True)
    assert (told, box.outbox.status().store) == ("full", "ok")


def test_a_disk_that_really_fills_loses_pictures_then_reserve_then_visits_and_heals(
    small_disk: Path, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.DISK_FILLING, LogEvent.PICTURE_NOT_KEPT)
    expect_log(LogEvent.PICTURES_SWEPT, maybe=True)
    box = Box(small_disk / "station", needs=SMALL)
    box.housekeeping.check()
    reserve = box.folder / "reserve"
    first, reserved = check_in(box), reserve.stat().st_blocks * 512
    ballast(small_disk, 6_000_000)
    without = check_in(box)
    ballast(small_disk, 200_000)

    got_in = fill(box)

    kept, reserve_used = counts(box), not reserve.exists()
    (small_disk / "ballast").unlink()
    box.housekeeping.check()
    healed, reserve_again = check_in(box), reserve.exists()
    sound = box.rows("pragma integrity_check")
    box.close()

    assert (first, without, healed) == (PictureFate.KEPT, PictureFate.NO_ROOM, PictureFate.KEPT)
    assert reserved >= SMALL.reserve_bytes
    assert got_in > 20
    assert kept["visits"] == got_in + 2
    assert (reserve_used, reserve_again) == (True, True)
    assert sound == [("ok",)]


def test_a_full_disk_is_a_fault_of_the_store_and_keeps_nothing_half(
    box: Box, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.DISK_FILLING, LogEvent.DISK_ROOMY, maybe=True)
    limit(box, 8)

    got_in = fill(box)

    assert counts(box) == {"visits": got_in, "events": got_in, "outbox": got_in, "photos": 0}


def test_after_there_is_room_again_the_next_visitor_gets_the_next_number(
    box: Box, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.DISK_FILLING, maybe=True)
    limit(box, 8)
    got_in = fill(box)

    limit(box, None)

    assert box.station.check_in(CheckInRequest("Ana")).result().number == f"B{500 + got_in + 1}"


def test_a_picture_that_did_not_fit_leaves_no_part_of_itself_and_the_visit_stands(
    box: Box, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectLog
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    expect_log(LogEvent.PICTURE_NOT_KEPT)
    with monkeypatch.context() as patch:
        patch.setattr("kiosk.machine.files.os.fsync", full)
        fate = check_in(box)

    assert (fate, box.pictures()) == (PictureFate.NO_ROOM, [])
    assert check_in(box) is PictureFate.KEPT


def test_a_disk_that_takes_nothing_at_all_is_told_and_heals(
    box: Box, expect_log: ExpectLog
) -> None:
    """As when the file system turned read-only."""
    expect_log(LogEvent.DISK_FILLING, maybe=True)
    with box.store.transaction() as db:
        db.execute("pragma query_only = 1")
    told = box.station.check_in(CheckInRequest("Ana")).exception()
    db.execute("pragma query_only = 0")

    assert isinstance(told, StoreFault)
    assert box.station.check_in(CheckInRequest("Ben")).result().number == "B501"
