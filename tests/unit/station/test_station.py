"""A running station: one writing thread, calls from any thread, workers that end with it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.snapshot import Link, StationSnapshot
from kiosk.faults import PictureFault, SettingsFault, StoreFault
from kiosk.journal import LogEvent
from kiosk.settings import ServerPart, StationSettings
from kiosk.station.bootstrap import open_station
from kiosk.station.store.photos import PhotoOffer
from kiosk.sync.link_state import Way
from tests.conftest import ExpectLog
from tests.doubles.box import Box
from tests.doubles.pictures import jpeg
from tests.doubles.sync_client import down
from tests.doubles.unruly import unruly_server
from tests.doubles.words import SITE, pushed, state_of_site

SOON_S = 120.0


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path)
    yield box
    box.close()


@pytest.fixture
def settings(tmp_path: Path) -> StationSettings:
    """A station whose server is not there."""
    with unruly_server() as gone:
        url = gone.url
    token = tmp_path / "token"
    token.write_text("wk1.hq.B.a-Secret_1\n", encoding="ascii")
    return StationSettings(ServerPart(url, str(token)), data_dir=str(tmp_path / "data"))


def test_the_first_snapshot_has_the_site_of_the_token(box: Box) -> None:
    snapshot = box.station.snapshot()

    assert (snapshot.site.site_id, snapshot.people_waiting) == ("hq", 0)
    assert (snapshot.link, snapshot.waiting_events, snapshot.oldest_s) == (Link.OFFLINE, 0, None)


def test_listeners_are_called_at_each_change_and_at_nothing_else(box: Box) -> None:
    heard: list[StationSnapshot] = []
    box.station.on_snapshot(heard.append)

    box.memory.remember(state_of_site())
    box.memory.remember(state_of_site(seq=2))
    box.checked_in()
    box.memory.on_link_fault(Way.STATE, down())
    box.memory.on_link_fault(Way.STATE, down())

    assert [(snapshot.people_waiting, snapshot.link) for snapshot in heard] == [
        (0, Link.ONLINE),
        (1, Link.ONLINE),
        (1, Link.OFFLINE),
    ]
    assert heard[0].site == SITE


def test_a_check_in_wakes_the_sender(box: Box) -> None:
    woken: list[bool] = []
    box.outbox.on_waiting(lambda: woken.append(True))

    box.checked_in()

    assert woken == [True]


def test_a_check_in_that_fails_raises_and_wakes_nobody(box: Box) -> None:
    woken: list[bool] = []
    box.outbox.on_waiting(lambda: woken.append(True))

    told = box.station.check_in(CheckInRequest("Ana", picture=b"no picture")).exception()

    assert isinstance(told, PictureFault)
    assert woken == []


def test_a_committed_visit_gets_its_receipt_though_the_next_snapshot_cannot_be_read(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    woken: list[bool] = []
    box.outbox.on_waiting(lambda: woken.append(True))
    read, calls = box.parts.snapshots.read, iter([True, False])

    def reads_once(*args: Link) -> StationSnapshot:
        if next(calls):
            return read(*args)
        raise sqlite3.OperationalError("disk I/O")

    monkeypatch.setattr(box.parts.snapshots, "read", reads_once)

    receipt = box.station.check_in(CheckInRequest("Ana")).result()

    assert box.rows("select number from visits") == [(receipt.number,)]
    assert woken == [True]


def test_a_disk_that_fails_under_a_worker_is_a_fault_of_the_store(box: Box) -> None:
    box.store.close()

    with pytest.raises(StoreFault):
        box.outbox.pending(1)
    with pytest.raises(StoreFault):
        box.memory.remember(state_of_site())


def test_a_refused_picture_is_set_aside_by_its_name(box: Box) -> None:
    visit_id = box.checked_in(jpeg())
    [(photo,)] = box.rows("select photo from photos")

    box.outbox.set_aside_photo(PhotoOffer(str(photo), visit_id), "not_a_picture")

    assert box.rows("select set_aside_code from photos") == [("not_a_picture",)]


def test_a_picture_refused_by_a_home_without_its_event_waits_again_once_the_home_is_known(
    box: Box, expect_log: ExpectLog
) -> None:
    """A restored home may be asked for the picture before this station knows it was restored."""
    expect_log(LogEvent.EPOCH_CHANGED)
    visit_id = box.checked_in(jpeg())
    box.outbox.acknowledge(pushed(), [offer.event.id for offer in box.outbox.pending(9)])
    offer = box.outbox.pending_photo()
    assert offer is not None
    box.outbox.set_aside_photo(offer, "unannounced")

    box.memory.remember(state_of_site(epoch="epoch-2"))
    box.outbox.acknowledge(pushed("epoch-2"), [offer.event.id for offer in box.outbox.pending(9)])

    again = box.outbox.pending_photo()
    assert again is not None
    assert again.visit_id == visit_id


@pytest.mark.parametrize(
    "token",
    [
        "",
        "wk1.hq.B",
        "wk1.hq.B.",
        "wk1.hq..secret",
        "wk1.hq.AB.secret",
        "wk1.hq.O.secret",
        "wk1.hq.b.secret",
        "wk1..B.secret",
        "wk2.hq.B.secret",
        "wk1.hq.B.secret.more",
        "wk1.hq.B.sec ret",
        "wk1.hq.B.secret\nwk1.hq.C.other",
        "wk1.hq.B.secret\r\nX-Header: 1",
        "wk1.HQ.B.secret",
    ],
)
def test_text_that_is_no_token_gets_one_line(settings: StationSettings, token: str) -> None:
    path = Path(settings.server.token_file)
    path.write_text(token, encoding="ascii")

    with pytest.raises(SettingsFault) as caught, open_station(settings, SystemClock()):
        pytest.fail("it opened")

    assert str(caught.value).startswith(f"{path}: line 1: token: expected the one line beginning")


@pytest.mark.parametrize("wrong", ["missing", "huge", "a folder"])
def test_a_token_file_that_cannot_be_read_is_named(settings: StationSettings, wrong: str) -> None:
    path = Path(settings.server.token_file)
    path.unlink()
    if wrong == "huge":
        path.write_bytes(b"wk1." * 9_000)
    if wrong == "a folder":
        path.mkdir()

    with pytest.raises(SettingsFault) as caught, open_station(settings, SystemClock()):
        pytest.fail("it opened")

    assert str(caught.value).startswith(f"{path}: server.token_file: ")
    assert "expected" in str(caught.value)


def test_a_store_that_cannot_be_opened_is_a_fault_of_the_store(settings: StationSettings) -> None:
    (Path(settings.data_dir) / "station.db").mkdir(parents=True)

    with pytest.raises(StoreFault), open_station(settings, SystemClock()):
        pytest.fail("it opened")


def test_a_station_works_without_its_server_and_leaves_no_thread_behind(
    settings: StationSettings, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST, maybe=True)
    before = set(threading.enumerate())

    with open_station(settings, SystemClock()) as station:
        receipts = [station.check_in(CheckInRequest("Ana")).result(SOON_S) for _ in range(3)]
    for thread in set(threading.enumerate()) - before:
        thread.join(SOON_S)

    assert [receipt.number for receipt in receipts] == ["B501", "B502", "B503"]
    assert set(threading.enumerate()) <= before


def test_what_was_checked_in_is_there_at_the_next_start(
    settings: StationSettings, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST, maybe=True)
    with open_station(settings, SystemClock()) as station:
        first = station.check_in(CheckInRequest("Ana", picture=jpeg())).result(SOON_S)

    with open_station(settings, SystemClock()) as station:
        with closing(sqlite3.connect(Path(settings.data_dir) / "station.db")) as db:
            query = "select e.visit_id from outbox o join events e on e.id = o.event_id"
            waiting = [visit_id for (visit_id,) in db.execute(query)]
        second = station.check_in(CheckInRequest("Ben")).result(SOON_S)

    assert waiting == [first.visit_id, first.visit_id]
    assert second.number == "B502"


def test_a_second_station_on_the_same_folder_is_told_so(
    settings: StationSettings, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST, maybe=True)
    with (
        open_station(settings, SystemClock()),
        pytest.raises(SettingsFault, match="no running kiosk or server"),
        open_station(settings, SystemClock()),
    ):
        pytest.fail("it opened")


def test_many_visitors_at_once_get_each_a_number_of_their_own(
    settings: StationSettings, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST, maybe=True)
    numbers: list[str] = []

    def visit() -> None:
        receipts = [station.check_in(CheckInRequest("Ana")) for _ in range(10)]
        numbers.extend(receipt.result(SOON_S).number for receipt in receipts)

    with open_station(settings, SystemClock()) as station:
        visitors = [threading.Thread(target=visit) for _ in range(5)]
        for visitor in visitors:
            visitor.start()
        for visitor in visitors:
            visitor.join(SOON_S)

    assert sorted(numbers) == [f"B{count}" for count in range(501, 551)]
