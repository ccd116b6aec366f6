"""The store turns out to be bad while somebody checks in.

The visitor waits a little longer and then is in line for certain; or reads the paper words. Never a
number that nothing stands behind.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.numbers import RESTORE_SKIP
from kiosk.domain.snapshot import PictureFate
from kiosk.faults import StoreFault
from kiosk.journal import LogEvent
from kiosk.station.maintenance import CHECK_EVERY_S, Maintenance
from kiosk.station.store.recovery import set_aside
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg
from tests.doubles.words import state_of_site
from tests.faults import damage

ExpectLog = Callable[..., None]


@pytest.fixture
def box(tmp_path: Path, expect_log: ExpectLog) -> Iterator[Box]:
    expect_log(LogEvent.STORE_DAMAGED)
    expect_log(LogEvent.STORE_PUT_BACK, maybe=True)
    box = Box(tmp_path)
    box.memory.remember(state_of_site())
    for number in range(30):
        box.checked_in(jpeg(number))
    box.disk.backups.make()
    yield box
    box.close()


def spoil_under(box: Box) -> None:
    """Noise over every page, while the station has the file open and its cache is cold."""
    box.store.truncate_log()
    with box.store.transaction() as db:
        db.execute("pragma shrink_memory").fetchall()
    size = (box.folder / "station.db").stat().st_size
    with (box.folder / "station.db").open("r+b") as file:
        file.write(b"\xa5" * size)


def cannot_read(box: Box, patch: pytest.MonkeyPatch) -> None:
    """The disk no longer gives back what was written."""

    def draw() -> None:
        fault = sqlite3.OperationalError("disk I/O")
        fault.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
        raise fault

    patch.setattr(box.store.visits, "draw", draw)


@pytest.mark.parametrize("how", ["noise", "unreadable"])
def test_the_visit_is_kept_in_the_store_put_back(
    box: Box, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if how == "noise":
        spoil_under(box)
    else:
        cannot_read(box, monkeypatch)

    receipt = box.station.check_in(CheckInRequest("Ana", picture=jpeg(99))).result()

    [(number, events)] = _kept(box, receipt.visit_id)
    assert (number, events) == (receipt.number, 2)
    assert int(receipt.number[1:]) > 30 + RESTORE_SKIP
    assert receipt.picture is PictureFate.KEPT
    assert len(set_aside(box.folder / "station.db")) == 1


def test_where_nothing_can_be_put_back_the_visitor_is_told_and_the_next_one_gets_in(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_source: Path, _path: Path) -> None:
        raise OSError(28, "No space left on device")

    spoil_under(box)
    with monkeypatch.context() as patch:
        patch.setattr("kiosk.station.store.recovery.copy_whole", full)
        told = box.station.check_in(CheckInRequest("Ana")).exception()

    after = box.station.check_in(CheckInRequest("Ben")).result()

    assert isinstance(told, StoreFault)
    assert [number for number, _ in _kept(box, after.visit_id)] == [after.number]


def test_a_worker_that_meets_the_damage_first_has_it_mended_and_tries_again(box: Box) -> None:
    spoil_under(box)

    with pytest.raises(StoreFault):
        box.outbox.pending(9)

    assert len(box.outbox.pending(99)) == 60


def test_the_copy_beside_the_station_finds_what_nobody_has_read_yet(box: Box) -> None:
    maintenance = Maintenance(box.housekeeping, box.disk.backups, box.clock)
    spoil_under(box)
    box.clock.pass_s(CHECK_EVERY_S)

    with pytest.raises(StoreFault):
        maintenance.step()
    maintenance.step()

    assert len(set_aside(box.folder / "station.db")) == 1
    assert len(box.outbox.pending(99)) == 60


def test_a_copy_that_is_bad_by_itself_costs_the_store_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = Box(tmp_path / "sound")
    sound.checked_in()
    maintenance = Maintenance(sound.housekeeping, sound.disk.backups, sound.clock)
    sound.clock.pass_s(CHECK_EVERY_S)
    with monkeypatch.context() as patch:
        patch.setattr(
            "kiosk.machine.sqlite_copy._vacuum_into", lambda _, part: damage.write_nonsense(part)
        )
        with pytest.raises(StoreFault):
            maintenance.step()

    aside = set_aside(sound.folder / "station.db")
    sound.close()

    assert aside == []


def _kept(box: Box, visit_id: str) -> list[tuple[str, int]]:
    with sqlite3.connect(box.folder / "station.db") as db:
        found = db.execute(
            "select number, (select count(*) from events where visit_id = visits.id) from visits"
            " where id = ?",
            (visit_id,),
        ).fetchall()
    db.close()
    return found
