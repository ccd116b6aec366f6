"""Maintenance: what is due when, by the monotonic clock."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.faults import StoreFault
from kiosk.journal import LogEvent
from kiosk.station.maintenance import BACKUP_EVERY_S, CHECK_EVERY_S, RETENTION_EVERY_S, Maintenance
from kiosk.station.retention import WORDS_KEPT
from tests.doubles.box import Box


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path)
    yield box
    box.close()


@pytest.fixture
def maintenance(box: Box) -> Maintenance:
    return Maintenance(box.housekeeping, box.disk.backups, box.clock)


def copies(box: Box) -> list[str]:
    return [path.name for path in box.disk.backups.newest_first()]


def pass_and_step(box: Box, maintenance: Maintenance, seconds: float) -> None:
    box.clock.pass_s(seconds)
    maintenance.step()


def test_the_first_backup_comes_a_minute_after_the_start(
    box: Box, maintenance: Maintenance
) -> None:
    maintenance.step()
    at_once = copies(box)

    pass_and_step(box, maintenance, CHECK_EVERY_S)

    assert (at_once, copies(box)) == ([], ["station-000001.db"])


def test_another_comes_only_after_a_change_and_a_quarter_of_an_hour(
    box: Box, maintenance: Maintenance
) -> None:
    pass_and_step(box, maintenance, CHECK_EVERY_S)
    pass_and_step(box, maintenance, BACKUP_EVERY_S)
    unchanged = len(copies(box))
    box.checked_in()
    pass_and_step(box, maintenance, BACKUP_EVERY_S - 1)
    too_early = len(copies(box))

    pass_and_step(box, maintenance, 1)

    assert (unchanged, too_early, len(copies(box))) == (1, 1, 2)


def test_a_clock_that_jumps_brings_nothing_early_and_nothing_late(
    box: Box, maintenance: Maintenance
) -> None:
    pass_and_step(box, maintenance, CHECK_EVERY_S)
    box.checked_in()
    box.clock.jump(timedelta(days=10_000))
    pass_and_step(box, maintenance, CHECK_EVERY_S)
    ahead = len(copies(box))
    box.clock.jump(-timedelta(days=20_000))

    pass_and_step(box, maintenance, BACKUP_EVERY_S - CHECK_EVERY_S)

    assert (ahead, len(copies(box))) == (1, 2)


def test_retention_runs_once_the_server_says_the_time_and_then_each_hour(
    box: Box, maintenance: Maintenance, monkeypatch: pytest.MonkeyPatch
) -> None:
    purged: list[bool] = []
    monkeypatch.setattr(box.housekeeping, "run_retention", lambda: purged.append(True))

    maintenance.step()
    unheard = len(purged)
    box.receive_time()
    maintenance.step()
    maintenance.step()
    heard = len(purged)
    pass_and_step(box, maintenance, RETENTION_EVERY_S)

    assert (unheard, heard, len(purged)) == (0, 1, 2)


def test_no_backup_holds_deleted_words(box: Box, maintenance: Maintenance) -> None:
    box.receive_time()
    box.checked_in(name="Zebedee Marker")
    box.store.outbox.acknowledge([offer.event.id for offer in box.store.outbox.pending(9)])
    pass_and_step(box, maintenance, CHECK_EVERY_S)
    before = b"Zebedee" in (box.folder / "backups" / copies(box)[0]).read_bytes()

    pass_and_step(box, maintenance, WORDS_KEPT.total_seconds())

    files = [path for path in box.folder.rglob("*") if path.is_file()]
    assert before
    assert [path.name for path in files if b"Zebedee" in path.read_bytes()] == []
    assert "station-000001.db" not in copies(box)


def test_a_visit_that_comes_while_backups_are_renewed_is_in_the_next(
    box: Box, maintenance: Maintenance, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.receive_time()
    pass_and_step(box, maintenance, CHECK_EVERY_S)
    renew = box.disk.backups.renew
    monkeypatch.setattr(box.housekeeping, "run_retention", lambda: True)

    def renew_slowly() -> None:
        renew()
        box.checked_in()

    monkeypatch.setattr(box.disk.backups, "renew", renew_slowly)
    pass_and_step(box, maintenance, RETENTION_EVERY_S)
    monkeypatch.setattr(box.housekeeping, "run_retention", lambda: False)

    pass_and_step(box, maintenance, BACKUP_EVERY_S)

    newest = box.disk.backups.newest_first()[0]
    with closing(sqlite3.connect(newest)) as copy:
        assert copy.execute("select count(*) from visits").fetchall() == [(1,)]


def test_retention_that_fails_does_not_stop_backups(
    box: Box, maintenance: Maintenance, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> bool:
        raise StoreFault("OSError")

    box.receive_time()
    monkeypatch.setattr(box.housekeeping, "run_retention", fail)
    box.clock.pass_s(CHECK_EVERY_S)

    with pytest.raises(StoreFault):
        maintenance.step()

    assert len(copies(box)) == 1


def test_a_backup_that_fails_is_logged_once_and_tried_again(
    box: Box,
    maintenance: Maintenance,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: Callable[..., None],
    logged: Callable[[LogEvent], list[dict[str, object]]],
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    expect_log(LogEvent.BACKUP_FAILED)
    box.clock.pass_s(CHECK_EVERY_S)
    with monkeypatch.context() as patch:
        patch.setattr("kiosk.machine.sqlite_copy.replace_durably", full)
        for _ in range(2):
            with pytest.raises(StoreFault):
                maintenance.step()

    maintenance.step()

    assert len(logged(LogEvent.BACKUP_FAILED)) == 1
    assert len(copies(box)) == 1
