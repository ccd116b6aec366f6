"""Retention: what is deleted when, by which clock, and what stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.snapshot import Link
from kiosk.journal import LogEvent
from kiosk.pictures.folder import photo_id
from kiosk.station.retention import WORDS_KEPT
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg
from tests.doubles.words import SITE, state_of_site

Logged = Callable[[LogEvent], list[dict[str, Any]]]


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    """A station whose home has said what time it is."""
    box = Box(tmp_path)
    box.receive_time()
    yield box
    box.close()


def taken_by_the_server(box: Box) -> None:
    """Facts and pictures, all of them."""
    outbox = box.store.outbox
    outbox.acknowledge([offer.event.id for offer in outbox.pending(1_000)])
    while offer := box.outbox.pending_photo():
        box.outbox.acknowledge_photo(offer)


def words_kept(box: Box) -> object:
    return box.rows("select count(*) from event_private")[0][0]


def pass_days(box: Box, days: float) -> None:
    box.clock.pass_s(timedelta(days=days).total_seconds())


def test_old_pictures_are_deleted_with_an_event_and_young_ones_stay(
    box: Box, logged: Logged
) -> None:
    box.memory.remember(state_of_site())
    old = box.checked_in(jpeg(1))
    box.store.outbox.acknowledge([offer.event.id for offer in box.store.outbox.pending(9)])
    box.clock.pass_s(timedelta(days=30, seconds=1).total_seconds())
    box.memory.remember(state_of_site(seq=2, day="2026-07-01"))
    young = box.checked_in(jpeg(2))

    box.housekeeping.run_retention()

    assert box.pictures() == [f"{photo_id(jpeg(2))}.jpg"]
    assert box.waiting() == [
        (young, "VisitCheckedIn"),
        (young, "PhotoAttached"),
        (old, "PhotoErased"),
    ]
    assert logged(LogEvent.PICTURES_PURGED) == [{"count": 1}]


def test_a_picture_that_cannot_be_deleted_is_logged_and_words_still_go(
    box: Box, expect_log: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    expect_log(LogEvent.PICTURES_STUCK)
    unlink = Path.unlink
    box.checked_in(jpeg(1))
    box.checked_in(jpeg(2))
    held = f"{photo_id(jpeg(1))}.jpg"

    def hold(path: Path, missing_ok: bool = False) -> None:
        if path.name == held:
            raise OSError(5, "Input/output error")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", hold)
    pass_days(box, 31)

    box.housekeeping.run_retention()

    assert (words_kept(box), box.pictures()) == (0, [held])


def test_a_purge_with_nothing_old_does_nothing_twice(box: Box) -> None:
    box.checked_in(jpeg())
    box.housekeeping.run_retention()
    before = box.store.changes()

    box.housekeeping.run_retention()

    assert box.store.changes() == before
    assert (words_kept(box), len(box.pictures())) == (1, 1)


def test_a_purged_picture_shared_with_a_younger_visit_stays(box: Box) -> None:
    box.checked_in(jpeg())
    box.clock.pass_s(timedelta(days=20).total_seconds())
    box.checked_in(jpeg())
    box.clock.pass_s(timedelta(days=11).total_seconds())

    box.housekeeping.run_retention()

    assert box.pictures() == [f"{photo_id(jpeg())}.jpg"]


def test_no_byte_of_a_purged_picture_is_left_in_any_file(box: Box) -> None:
    content = jpeg(size=(64, 64))
    marker = content[-60:-10]
    box.checked_in(content)
    box.clock.pass_s(timedelta(days=31).total_seconds())

    box.housekeeping.run_retention()

    files = [path for path in box.folder.rglob("*") if path.is_file()]
    assert len(files) >= 1
    assert [path for path in files if marker in path.read_bytes()] == []


def test_the_write_ahead_log_is_empty_after_a_purge(box: Box) -> None:
    box.checked_in(name="Zebedee Marker")

    box.housekeeping.run_retention()

    assert (box.folder / "station.db-wal").read_bytes() == b""


def test_yesterdays_visit_unknown_to_the_server_frees_its_seat(box: Box) -> None:
    box.memory.remember(state_of_site())
    box.checked_in()
    box.clock.pass_s(86_401)

    box.housekeeping.run_retention()

    assert box.parts.checkin.check_in(CheckInRequest("Ana"), link=Link.ONLINE).seat == 1


def test_a_visit_of_today_keeps_its_seat_through_a_purge(box: Box) -> None:
    box.memory.remember(state_of_site(site=SITE))
    box.checked_in()

    box.housekeeping.run_retention()

    assert box.parts.checkin.check_in(CheckInRequest("Ana"), link=Link.ONLINE).seat == 2


def test_words_stay_a_while_after_the_server_has_the_visit_and_then_go(
    box: Box, logged: Logged
) -> None:
    box.checked_in(jpeg())
    taken_by_the_server(box)
    box.housekeeping.run_retention()
    box.clock.pass_s(WORDS_KEPT.total_seconds() - 1)
    box.housekeeping.run_retention()
    before = words_kept(box)
    box.clock.pass_s(1)

    box.housekeeping.run_retention()

    assert (before, words_kept(box)) == (1, 0)
    assert logged(LogEvent.WORDS_PURGED) == [{"count": 1}]


def test_what_was_purged_is_still_counted(box: Box) -> None:
    box.checked_in(jpeg())
    taken_by_the_server(box)
    box.housekeeping.run_retention()
    pass_days(box, 40)
    box.housekeeping.run_retention()

    counted = "select type, json_extract(facts, '$.number') from events order by rowid"
    assert box.rows(counted) == [("VisitCheckedIn", "B1"), ("PhotoAttached", None)]


@pytest.mark.parametrize("missing", ["facts", "picture"])
def test_words_stay_while_the_server_lacks_part_of_the_visit(box: Box, missing: str) -> None:
    box.checked_in(jpeg())
    if missing == "picture":
        outbox = box.store.outbox
        outbox.acknowledge([offer.event.id for offer in outbox.pending(9)])
    box.housekeeping.run_retention()
    pass_days(box, 5)

    box.housekeeping.run_retention()

    assert words_kept(box) == 1


def test_undelivered_words_go_with_the_pictures_of_their_time(box: Box) -> None:
    box.checked_in()
    pass_days(box, 31)

    box.housekeeping.run_retention()

    assert words_kept(box) == 0
    assert len(box.waiting()) == 1


def test_a_restored_server_gets_the_words_again_and_their_time_starts_over(
    box: Box, expect_log: Callable[..., None]
) -> None:
    expect_log(LogEvent.EPOCH_CHANGED)
    box.checked_in()
    taken_by_the_server(box)
    box.housekeeping.run_retention()
    box.clock.pass_s(WORDS_KEPT.total_seconds() - 1)
    box.memory.remember(state_of_site(epoch="epoch-2", now=box.clock.now()))
    box.clock.pass_s(10)
    box.housekeeping.run_retention()

    [offer] = box.store.outbox.pending(9)
    assert offer.event.private["first_name"] == "Ana"


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_clock_that_says_another_year_deletes_nothing(box: Box, year: int) -> None:
    box.checked_in(jpeg())
    box.clock.jump(datetime(year, 1, 2, tzinfo=UTC) - box.clock.now())

    box.housekeeping.run_retention()

    assert (words_kept(box), len(box.pictures())) == (1, 1)


def test_nothing_is_deleted_without_the_servers_time(box: Box) -> None:
    box.checked_in(jpeg())
    box.restart()
    pass_days(box, 40)

    box.housekeeping.run_retention()

    assert (words_kept(box), len(box.pictures())) == (1, 1)


def test_a_picture_of_1970_counts_from_when_the_clock_was_right(box: Box) -> None:
    box.clock.jump(datetime(1970, 1, 1, 0, 1, tzinfo=UTC) - box.clock.now())
    box.checked_in(jpeg(1))
    box.restart()
    box.clock.jump(datetime(2026, 6, 1, 12, tzinfo=UTC) - box.clock.now())
    box.receive_time()
    box.housekeeping.run_retention()
    pass_days(box, 29)
    box.housekeeping.run_retention()
    before = len(box.pictures())
    pass_days(box, 2)

    box.housekeeping.run_retention()

    assert (before, len(box.pictures())) == (1, 0)


def test_in_1970_the_age_of_this_boot_is_known_all_the_same(box: Box) -> None:
    right = box.clock.now()
    box.clock.jump(datetime(1970, 1, 1, tzinfo=UTC) - right)
    box.checked_in(jpeg(1))
    pass_days(box, 31)
    box.clock.jump(right + timedelta(days=31) - box.clock.now())

    box.housekeeping.run_retention()

    assert box.pictures() == []


def test_a_file_without_a_visit_is_deleted_and_a_visit_without_its_file_is_logged(
    box: Box, logged: Logged, expect_log: Callable[..., None]
) -> None:
    expect_log(LogEvent.PICTURES_MISSING)
    box.checked_in(jpeg(1))
    box.disk.pictures.delete(photo_id(jpeg(1)))
    box.disk.pictures.save(photo_id(jpeg(2)), jpeg(2))

    box.housekeeping.run_retention()

    assert box.pictures() == []
    assert logged(LogEvent.PICTURES_SWEPT) == [{"count": 1}]
    assert logged(LogEvent.PICTURES_MISSING) == [{"count": 1}]
