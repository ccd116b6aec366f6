"""Backups of the store: complete, a few of them, and none that is damaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.faults import StoreDamaged, StoreFault
from kiosk.machine import sqlite_copy
from kiosk.station.store.backups import KEPT, Backups
from tests.doubles.box import Box


@pytest.fixture
def backups(box: Box) -> Backups:
    return box.disk.backups


def visits_in(copy: Path) -> object:
    with closing(sqlite3.connect(copy)) as db:
        return db.execute("select count(*) from visits").fetchone()[0]


def test_a_copy_holds_what_is_committed_and_only_its_owner_may_read_it(
    box: Box, backups: Backups
) -> None:
    box.checked_in()
    box.checked_in()

    made = backups.make()

    assert (visits_in(made), sqlite_copy.is_sound(made)) == (2, True)
    assert made.stat().st_mode & 0o777 == 0o600
    assert made.parent.stat().st_mode & 0o777 == 0o700


def test_the_newest_few_are_kept(box: Box, backups: Backups) -> None:
    for _ in range(KEPT + 2):
        box.checked_in()
        backups.make()

    kept = backups.newest_first()

    assert [visits_in(copy) for copy in kept] == [6, 5, 4, 3]


def test_renewing_leaves_one_backup(box: Box, backups: Backups) -> None:
    backups.make()
    backups.make()
    box.checked_in()

    backups.renew()

    assert [visits_in(copy) for copy in backups.newest_first()] == [1]


def test_a_check_in_goes_on_while_a_copy_is_made(box: Box, backups: Backups) -> None:
    with box.store.transaction() as db:
        db.execute("insert into backups values (1, 0)")
        made = backups.make()

    assert sqlite_copy.is_sound(made)


def test_a_full_disk_keeps_its_backups_and_gets_no_partial_one(
    box: Box, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.checked_in()
    first = backups.make()

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("kiosk.machine.files.os.fsync", full)
        with pytest.raises(StoreFault):
            backups.make()

    assert list((box.folder / "backups").iterdir()) == [first]


def test_a_damaged_store_is_reported_and_not_backed_up(box: Box, backups: Backups) -> None:
    box.checked_in()
    box.store.truncate_log()
    box.close()
    content = bytearray((box.folder / "station.db").read_bytes())
    content[8_192:12_288] = b"\xa5" * 4_096
    (box.folder / "station.db").write_bytes(content)

    with pytest.raises(StoreDamaged):
        backups.make()

    assert backups.newest_first() == []


def test_a_partial_backup_of_an_earlier_run_is_removed_at_the_start(box: Box) -> None:
    stray = box.folder / "backups" / "station-000009.db.part"
    stray.touch()

    box.restart()

    assert not stray.exists()
