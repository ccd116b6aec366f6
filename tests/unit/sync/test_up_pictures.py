"""Pictures go up after their rows, leave this disk then, and block nothing."""

from __future__ import annotations

import pytest

from kiosk.faults import LinkFault, StoreFault
from kiosk.journal import LogEvent
from kiosk.pictures.folder import photo_id
from kiosk.sync.quarantine import LONGEST_S
from kiosk.sync.up import IDLE_S, SyncUp
from tests.conftest import ExpectLog
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg
from tests.doubles.sync_client import FakeSyncClient, down
from tests.unit.sync.sending import send


def test_pictures_go_after_the_rows_and_then_leave_this_disk(
    box: Box,
    up: SyncUp,
    link: FakeSyncClient,
    two_pictures: tuple[bytes, bytes],
) -> None:
    older, newer = two_pictures

    send(up)

    assert len(link.pushed) == 1
    assert link.uploaded == [photo_id(newer), photo_id(older)]
    assert box.pictures() == []


def test_a_refused_picture_is_kept_here_and_the_next_one_goes(
    box: Box,
    up: SyncUp,
    link: FakeSyncClient,
    expect_log: ExpectLog,
    two_pictures: tuple[bytes, bytes],
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    older, newer = two_pictures
    link.refused = {photo_id(newer)}

    send(up)

    assert link.uploaded == [photo_id(older)]
    assert box.pictures() == [f"{photo_id(newer)}.jpg"]


def test_a_picture_whose_connection_is_lost_is_sent_again(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST)
    box.checked_in(jpeg())
    up.step()
    link.coming += [down(), down()]
    with pytest.raises(LinkFault):
        up.step()

    assert box.pictures() == [f"{photo_id(jpeg())}.jpg"]
    send(up)
    assert link.uploaded == [photo_id(jpeg())]


def test_a_picture_whose_file_is_gone_is_set_aside(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    box.checked_in(jpeg())
    box.disk.pictures.delete(photo_id(jpeg()))

    send(up)

    assert link.uploaded == []
    assert box.rows("select set_aside_code from photos") == [("file_missing",)]


def test_a_new_visit_waits_for_one_piece_of_a_picture_and_not_for_the_whole(
    box: Box, up: SyncUp, link: FakeSyncClient
) -> None:
    box.checked_in(jpeg(1))
    link.pieces[photo_id(jpeg(1))] = 5
    came: list[str] = []
    link.after_piece = lambda: came.append(box.checked_in()) if not came else None
    up.step()
    up.step()
    left_off = (link.pieces[photo_id(jpeg(1))], list(link.uploaded))

    up.step()

    assert left_off == (4, [])
    assert box.waiting() == []
    send(up)
    assert link.uploaded == [photo_id(jpeg(1))]


def test_pictures_that_take_an_hour_leave_no_minute_without_a_status(
    box: Box, up: SyncUp, link: FakeSyncClient
) -> None:
    box.checked_in(jpeg(1))
    link.pieces[photo_id(jpeg(1))] = 360
    link.after_piece = lambda: box.clock.pass_s(10)

    send(up)

    assert len(link.statuses) >= 60
    assert link.uploaded == [photo_id(jpeg(1))]


def test_a_picture_that_cannot_be_read_blocks_no_other(
    box: Box,
    up: SyncUp,
    link: FakeSyncClient,
    expect_log: ExpectLog,
    monkeypatch: pytest.MonkeyPatch,
    two_pictures: tuple[bytes, bytes],
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    older, newer = two_pictures
    read = box.disk.pictures.read

    def bad_sector(photo: str) -> bytes | None:
        if photo == photo_id(newer):
            raise StoreFault("Input/output error")
        return read(photo)

    monkeypatch.setattr(box.disk.pictures, "read", bad_sector)
    for _ in range(4):
        up.step()
    assert link.uploaded == [photo_id(older)]
    box.clock.pass_s(LONGEST_S)
    up.step()

    assert box.rows("select set_aside_code from photos where set_aside_code is not null") == [
        ("unreadable",)
    ]


def test_a_picture_that_does_not_get_through_holds_up_no_visit(
    box: Box, up: SyncUp, link: FakeSyncClient, expect_log: ExpectLog
) -> None:
    """However long whoever refused the picture asks to wait."""
    expect_log(LogEvent.SYNC_PICTURES_LOST)
    box.checked_in(jpeg())
    up.step()
    link.coming.append(LinkFault("status 413", status=413, retry_after_s=900.0))
    pause_s = up.step()
    box.checked_in()

    up.step()

    assert pause_s == IDLE_S
    assert (box.waiting(), link.uploaded) == ([], [])


def test_after_one_that_does_not_get_through_another_has_its_turn(
    box: Box,
    up: SyncUp,
    link: FakeSyncClient,
    expect_log: ExpectLog,
    two_pictures: tuple[bytes, bytes],
) -> None:
    expect_log(LogEvent.SYNC_PICTURES_LOST)
    older, newer = two_pictures
    up.step()
    link.stuck = {photo_id(newer)}

    for _ in range(6):
        box.clock.pass_s(60)
        up.step()

    assert link.uploaded == [photo_id(older)]
    assert [way.way for way in box.memory.way_troubles()] == ["pictures"]
