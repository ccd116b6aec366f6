"""Checking in: number, seat and picture, all of it on disk or none of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk import wire
from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.site import Site
from kiosk.domain.snapshot import Link, PictureFate, SeatMark
from kiosk.faults import PictureFault, StoreFault
from kiosk.journal import LogEvent
from kiosk.pictures.folder import photo_id
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg
from tests.doubles.words import news, state_of_site

Logged = Callable[[LogEvent], list[dict[str, Any]]]


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path)
    yield box
    box.close()


def taken_by_the_server(box: Box) -> None:
    outbox = box.store.outbox
    outbox.acknowledge([offer.event.id for offer in outbox.pending(1_000)])


def everything_on_disk(box: Box) -> tuple[object, ...]:
    """All that a check-in could leave behind in the database."""
    tables = ("visits", "events", "event_private", "outbox", "photos", "counter")
    return tuple(tuple(box.rows(f"select * from {table}")) for table in tables)


def test_a_station_that_never_reached_its_server_takes_visitors_all_the_same(box: Box) -> None:
    receipt = box.parts.checkin.check_in(CheckInRequest("Ana"), link=Link.OFFLINE)

    assert (receipt.number, receipt.seat, receipt.seats) == ("B501", None, ())
    assert (receipt.people_ahead, receipt.on_duty, receipt.phone_url) == (None, (), None)


def test_each_visitor_gets_the_next_number_and_the_first_free_seat(box: Box) -> None:
    box.memory.remember(state_of_site(last_number=13))

    receipts = [
        box.parts.checkin.check_in(CheckInRequest("Ana"), link=Link.ONLINE) for _ in range(4)
    ]

    assert [receipt.number for receipt in receipts] == ["B14", "B15", "B16", "B17"]
    assert [receipt.seat for receipt in receipts] == [1, 2, 3, None]
    assert receipts[1].seats == (SeatMark(1, True), SeatMark(2, True), SeatMark(3, False))
    assert [receipt.people_ahead for receipt in receipts] == [0, 1, 2, 3]


def test_a_seat_is_free_again_once_the_server_ended_its_visit(box: Box) -> None:
    box.memory.remember(state_of_site())
    first, _second = box.checked_in(), box.checked_in()
    box.memory.remember(state_of_site(seq=2, visits=[news(first, "finished")]))

    assert box.parts.checkin.check_in(CheckInRequest("Cy"), link=Link.ONLINE).seat == 1


def test_people_ahead_are_the_servers_queue_and_those_it_does_not_know_yet(box: Box) -> None:
    heard_of, called = box.checked_in(), box.checked_in()
    box.checked_in()
    state = state_of_site(line=["theirs", heard_of], visits=[news(called, "called")])
    box.memory.remember(state)

    assert box.parts.checkin.check_in(CheckInRequest("Ana"), link=Link.ONLINE).people_ahead == 3


@pytest.mark.parametrize("link", [Link.ONLINE, Link.OFFLINE])
def test_the_phones_address_is_shown_only_where_a_phone_can_reach_it(box: Box, link: Link) -> None:
    site = Site("hq", "HQ", public_url="https://help.example.org")
    box.memory.remember(state_of_site(site=site))

    receipt = box.parts.checkin.check_in(CheckInRequest("Ana"), link=link)

    secret = box.store.outbox.pending(1)[0].event.private["phone_token"]
    assert receipt.phone_url == (
        f"https://help.example.org/v/{secret}" if link is Link.ONLINE else None
    )


def test_every_phone_gets_a_secret_of_its_own(box: Box) -> None:
    for _ in range(20):
        box.checked_in()
    secrets = {offer.event.private["phone_token"] for offer in box.store.outbox.pending(99)}

    assert len(secrets) == 20
    assert min(map(len, secrets)) >= 22


def test_a_name_is_kept_clean(box: Box) -> None:
    box.checked_in(name="  Ana\n\u202e<b>" + "x" * 10_000)

    kept = box.store.outbox.pending(1)[0].event.private["first_name"]
    assert kept == "Ana <b>" + "x" * 53


def test_a_picture_is_on_disk_and_its_event_has_its_size(box: Box) -> None:
    content = jpeg(size=(48, 20))

    visit_id = box.checked_in(content)

    assert box.pictures() == [f"{photo_id(content)}.jpg"]
    attached = wire.facts_to_builtins(box.store.outbox.pending(2)[1].event.facts)
    assert attached == {
        "photo": photo_id(content),
        "size": len(content),
        "width": 48,
        "height": 20,
    }
    assert box.rows("select photo, visit_id from photos") == [(photo_id(content), visit_id)]


def test_what_is_no_picture_leaves_nothing_behind(box: Box) -> None:
    before = everything_on_disk(box)

    with pytest.raises(PictureFault):
        box.parts.checkin.check_in(
            CheckInRequest("Ana", picture=b"not a picture"), link=Link.OFFLINE
        )

    assert (everything_on_disk(box), box.pictures()) == (before, [])


# Where a check-in may break: any of these raises instead of doing its work.
KILL_POINTS = [
    "visits.draw",
    "visits.add",
    "visits.order_of",
    "outbox.append",
    "outbox._offer",
]


@pytest.mark.parametrize("place", KILL_POINTS)
@pytest.mark.parametrize("how", [sqlite3.OperationalError("disk I/O"), OSError("full")])
def test_a_check_in_that_breaks_anywhere_leaves_nothing_and_the_next_one_works(
    box: Box, monkeypatch: pytest.MonkeyPatch, place: str, how: Exception
) -> None:
    def breaks(*_args: object) -> None:
        raise how

    part, verb = place.split(".")
    before = everything_on_disk(box)
    with monkeypatch.context() as patch:
        patch.setattr(getattr(box.store, part), verb, breaks)
        with pytest.raises(StoreFault):
            box.parts.checkin.check_in(CheckInRequest("Ana", picture=jpeg()), link=Link.OFFLINE)

    assert everything_on_disk(box) == before
    assert (
        box.parts.checkin.check_in(CheckInRequest("Ana", picture=jpeg()), link=Link.OFFLINE).number
        == "B501"
    )


def test_a_picture_whose_visit_was_never_kept_is_swept_at_the_next_start(
    box: Box, monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    kept = jpeg(1)
    box.checked_in(kept)

    def is_killed(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(box.store.visits, "add", is_killed)
        with pytest.raises(KeyboardInterrupt):
            box.parts.checkin.check_in(CheckInRequest("Ana", picture=jpeg(2)), link=Link.OFFLINE)

    box.restart()

    assert box.pictures() == [f"{photo_id(kept)}.jpg"]
    assert logged(LogEvent.PICTURES_SWEPT) == [{"count": 1}]


def test_a_half_written_picture_is_swept_at_the_next_start(box: Box) -> None:
    content = jpeg()
    box.checked_in(content)
    (box.folder / "pictures" / "ab").mkdir(exist_ok=True)
    (box.folder / "pictures" / "ab" / ("ab" * 32 + ".jpg.part")).write_bytes(content[:100])

    box.restart()

    assert box.pictures() == [f"{photo_id(content)}.jpg"]


def test_a_picture_two_visits_share_outlives_the_first_of_them(box: Box) -> None:
    content = jpeg()
    box.checked_in(content)
    box.checked_in(content)
    taken_by_the_server(box)
    first = box.outbox.pending_photo()
    assert first is not None
    box.outbox.acknowledge_photo(first)
    second = box.outbox.pending_photo()
    assert second is not None

    assert box.outbox.photo_bytes(second) == content
    box.outbox.acknowledge_photo(second)
    assert box.pictures() == []


@pytest.mark.parametrize("wrong", [sqlite3.OperationalError("disk I/O"), OSError("full")])
def test_a_picture_whose_row_cannot_be_written_is_dropped_and_the_visit_kept(
    box: Box, monkeypatch: pytest.MonkeyPatch, wrong: Exception, expect_log: Callable[..., None]
) -> None:
    def breaks(*_args: object) -> None:
        raise wrong

    expect_log(LogEvent.PICTURE_NOT_KEPT)
    with monkeypatch.context() as patch:
        patch.setattr(box.store.photos, "add", breaks)
        receipt = box.parts.checkin.check_in(
            CheckInRequest("Ana", picture=jpeg()), link=Link.OFFLINE
        )

    assert (receipt.number, receipt.picture) == ("B501", PictureFate.NO_ROOM)
    assert (box.pictures(), box.rows("select count(*) from visits")) == ([], [(1,)])


@pytest.mark.parametrize(
    ("content", "fate"), [(None, PictureFate.NONE), (jpeg(), PictureFate.KEPT)]
)
def test_the_receipt_says_what_became_of_the_picture(
    box: Box, content: bytes | None, fate: PictureFate
) -> None:
    assert (
        box.parts.checkin.check_in(
            CheckInRequest("Ana", picture=content), link=Link.OFFLINE
        ).picture
        is fate
    )


def test_a_picture_that_can_neither_be_kept_nor_deleted_does_not_cost_the_visit(
    box: Box, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[..., None]
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    expect_log(LogEvent.PICTURE_NOT_KEPT)
    expect_log(LogEvent.DISK_FILLING, maybe=True)
    monkeypatch.setattr(box.store.photos, "add", refuse)
    monkeypatch.setattr(box.disk.pictures, "delete", refuse)

    assert (
        box.station.check_in(CheckInRequest("Ana", picture=jpeg())).result().picture
        is PictureFate.NO_ROOM
    )
