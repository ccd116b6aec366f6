"""The store's file is bad, empty or gone when the station starts.

The visitor checks in as ever, and sees a number nobody was shown. Staff are told. All the home does
not have is offered to it; the bad file stays for people to look at.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.numbers import NEW_STORE_START, RESTORE_SKIP, counter_of
from kiosk.journal import LogEvent
from kiosk.machine.files import DiskSpace
from kiosk.station.store.recovery import ASIDE_KEPT, Condition, set_aside
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg
from tests.doubles.words import news, pushed, state_of_site
from tests.faults import damage

ExpectLog = Callable[..., None]
Damage = Callable[[Path], None]


def spoil_first_page(path: Path) -> None:
    damage.spoil_page(path, random.Random(1), first=True)


DAMAGES = [damage.empty, damage.remove, damage.write_nonsense, spoil_first_page]


@pytest.fixture
def box(tmp_path: Path, expect_log: ExpectLog) -> Iterator[Box]:
    """Three visits in the backup, a fourth after it; the home has the first."""
    expect_log(LogEvent.STORE_DAMAGED, LogEvent.STORE_PUT_BACK, maybe=True)
    box = Box(tmp_path)
    box.memory.remember(state_of_site())
    for number in range(3):
        box.checked_in(jpeg(number))
    box.outbox.acknowledge(pushed(), [box.store.outbox.pending(9)[-2].event.id])
    box.disk.backups.make()
    box.checked_in(jpeg(3))
    box.store.truncate_log()
    yield box
    box.close()


def spoilt(box: Box, harm: Damage) -> None:
    box.close()
    harm(box.folder / "station.db")
    box.clock.reboot()
    box.start()


@pytest.mark.parametrize("harm", DAMAGES)
def test_the_next_visitor_gets_a_number_nobody_was_shown(box: Box, harm: Damage) -> None:
    spoilt(box, harm)

    receipt = box.station.check_in(CheckInRequest("Ana", picture=jpeg(9))).result()

    assert counter_of(receipt.number) > 3 + RESTORE_SKIP
    assert box.rows("select count(*) from visits") == [(4,)]


@pytest.mark.parametrize("harm", DAMAGES)
def test_everything_in_the_backup_is_offered_again_and_the_home_asked_anew(
    box: Box, harm: Damage
) -> None:
    spoilt(box, harm)

    assert len(box.waiting()) == 6
    assert box.memory.cursor() == ("", 0)
    assert box.station.snapshot().site.name == "The Help Bar"


@pytest.mark.parametrize("harm", DAMAGES)
def test_staff_are_told_and_the_bad_file_stays_a_while(box: Box, harm: Damage) -> None:
    spoilt(box, harm)
    path = box.folder / "station.db"
    kept = set_aside(path)
    told = box.disk.recovery.condition, box.outbox.status().store
    box.receive_time()
    box.housekeeping.run_retention()
    box.clock.pass_s(ASIDE_KEPT.total_seconds())
    box.housekeeping.run_retention()
    still_kept = set_aside(path)
    box.clock.pass_s(timedelta(seconds=1).total_seconds())

    box.housekeeping.run_retention()

    assert told == (Condition.RESTORED, "restored")
    assert box.outbox.status().store == "ok"
    assert (len(kept), still_kept, set_aside(path)) == (1, kept, [])


def test_a_disk_that_fills_is_told_before_what_was_put_back(
    box: Box, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.DISK_FILLING)
    spoilt(box, damage.write_nonsense)
    box.room = DiskSpace(free=300_000_000, total=100_000_000_000)
    box.housekeeping.check()

    assert box.outbox.status().store in {"low", "full"}


def test_seats_of_visits_that_only_the_home_remembers_are_taken(box: Box) -> None:
    lost = box.rows("select id from visits order by visit_order desc limit 1")[0][0]
    spoilt(box, damage.write_nonsense)
    known = [str(row[0]) for row in box.rows("select id from visits")]
    ended = [news(visit_id, "finished") for visit_id in known]
    box.memory.remember(
        state_of_site(seq=9, visits=[*ended, news(str(lost), "waiting", "B4", seat=1)])
    )

    assert box.station.check_in(CheckInRequest("Ana")).result().seat == 2


@pytest.mark.parametrize("harm", [damage.empty, damage.write_nonsense, spoil_first_page])
def test_with_no_backup_an_empty_store_begins_high(
    tmp_path: Path, harm: Damage, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.STORE_DAMAGED, LogEvent.STORE_PUT_BACK)
    box = Box(tmp_path)
    box.memory.remember(state_of_site(last_number=12))
    box.checked_in()
    spoilt(box, harm)
    box.memory.remember(state_of_site(last_number=12))

    number = box.station.check_in(CheckInRequest("Ana")).result().number
    condition = box.disk.recovery.condition
    box.close()

    assert counter_of(number) > NEW_STORE_START
    assert condition is Condition.NEW


def test_a_bad_backup_is_passed_over_for_the_one_before(box: Box) -> None:
    box.checked_in()
    newest = box.disk.backups.make()
    damage.spoil_page(newest, random.Random(2), first=True)

    spoilt(box, damage.write_nonsense)

    assert box.rows("select count(*) from visits") == [(3,)]


def test_any_bad_page_is_found_and_no_more_is_lost_than_since_the_backup(box: Box) -> None:
    for _ in range(150):
        box.checked_in(name="x" * 50)
    backed_up = {row[0] for row in box.rows("select id from visits")}
    box.disk.backups.make()
    chance = random.Random(60)
    for _ in range(20):
        box.store.truncate_log()
        spoilt(box, lambda path: damage.spoil_page(path, chance))
        after = {row[0] for row in box.rows("select id from visits")}
        assert after == backed_up
    assert len(set_aside(box.folder / "station.db")) == 20


@pytest.mark.parametrize("part", ["photos_here", "home", "outbox_waiting"])
def test_a_bad_page_the_look_had_no_time_for_is_mended_when_it_is_first_read(
    box: Box, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    [(page,)] = box.rows(f"select rootpage from sqlite_master where name = '{part}'")
    monkeypatch.setattr("kiosk.station.store.recovery.CHECK_WITHIN_S", -1.0)
    monkeypatch.setattr("kiosk.machine.sqlite_copy._STEPS", 1)

    spoilt(box, lambda path: damage.spoil_page(path, random.Random(1), number=int(str(page))))

    assert box.station.snapshot().site.name == "The Help Bar"
    assert box.station.check_in(CheckInRequest("Ana", picture=jpeg(9))).result().number
    assert box.outbox.status().store == "restored"


@pytest.mark.parametrize("kept_bytes", [0, 1_000, 5_000, 20_000])
def test_of_a_cut_log_what_was_committed_before_the_cut_is_there(
    tmp_path: Path, kept_bytes: int
) -> None:
    box = Box(tmp_path / "box")
    for _ in range(10):
        box.checked_in()
    copied = tmp_path / "copy"
    copied.mkdir()
    for name in ("station.db", "station.db-wal"):
        (copied / name).write_bytes((box.folder / name).read_bytes())
    (copied / "station.db-shm").write_bytes(b"left over" * 500)
    with (copied / "station.db-wal").open("r+b") as log:
        log.truncate(kept_bytes)
    whole = [row[0] for row in box.rows("select id from visits order by visit_order")]
    box.close()

    after = Box(copied)
    kept = [row[0] for row in after.rows("select id from visits order by visit_order")]
    events = after.rows("select count(distinct visit_id) from events")[0][0]
    after.close()

    assert kept == whole[: len(kept)]
    assert events == len(kept)
