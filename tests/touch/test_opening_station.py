"""Before the station is open the cached snapshot is shown, and no request is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest

from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.site import Site
from kiosk.domain.snapshot import StationSnapshot
from kiosk.faults import StoreFault
from tests.touch.fakes import RECEIPT, SITE, FakeStation
from ui.touch.opening_station import OpeningStation

SEEN = StationSnapshot(Site("hq", "As last heard"))
SOON_S = 120.0


class Opening:
    """A station that opens when it is let, or does not."""

    def __init__(self, *, fails: bool = False) -> None:
        self.station = FakeStation()
        self.let = Event()
        self.times = 0
        self.closed = False
        self._fails = fails

    @contextmanager
    def __call__(self) -> Iterator[FakeStation]:
        self.times += 1
        assert self.let.wait(SOON_S)
        if self._fails:
            raise StoreFault("no store")
        yield self.station
        self.closed = True


def test_until_it_is_open_the_snapshot_is_the_cached_one() -> None:
    opening = Opening()
    heard: list[StationSnapshot] = []

    with OpeningStation(SEEN, opening) as opening_station:
        opening_station.on_snapshot(heard.append)
        opened = opening_station.open()
        before = opening_station.snapshot()
        opening.let.set()
        opened.result(SOON_S)
        after = opening_station.snapshot()

    assert (before, after.site) == (SEEN, SITE)
    assert heard == [after]


class ChangedMeanwhile(FakeStation):
    """Publishes a change on a thread of its own before the reader could publish what it read."""

    newer = StationSnapshot(SITE, people_waiting=7)

    def snapshot(self) -> StationSnapshot:
        read = self.now
        if read is not self.newer:
            self.publishing = Thread(target=self.publish, args=(self.newer,))
            self.publishing.start()
            self.publishing.join(
                0.2
            )  # at most: it may have to wait until what was read is published
        return read


def test_a_change_while_the_opened_station_is_read_is_published_last() -> None:
    opening = Opening()
    opening.station = station = ChangedMeanwhile()
    opening.let.set()
    heard: list[StationSnapshot] = []

    with OpeningStation(SEEN, opening) as opening_station:
        opening_station.on_snapshot(heard.append)
        opening_station.open().result(SOON_S)
        station.publishing.join(SOON_S)

    assert heard[-1] == ChangedMeanwhile.newer


def test_a_check_in_before_it_is_open_is_saved_once_it_is() -> None:
    opening = Opening()

    with OpeningStation(SEEN, opening) as opening_station:
        opening_station.open()
        asked = [opening_station.check_in(CheckInRequest(name)) for name in ("Ana", "Ben")]
        early = [receipt.done() for receipt in asked]
        opening.let.set()
        receipts = [receipt.result(SOON_S) for receipt in asked]

    assert early == [False, False]
    assert receipts == [RECEIPT, RECEIPT]
    assert opening.station.asked == [("Ana", None), ("Ben", None)]


def test_camera_states_reach_the_station_in_order() -> None:
    opening = Opening()

    with OpeningStation(SEEN, opening) as opening_station:
        opening_station.open()
        opening_station.note_camera("lost")
        opening.let.set()
        opening_station.note_camera("showing")

    assert opening.station.noted == ["lost", "showing"]


def test_a_station_that_cannot_open_raises_to_every_caller() -> None:
    opening = Opening(fails=True)
    opening.let.set()

    with OpeningStation(SEEN, opening) as opening_station:
        opened = opening_station.open()
        receipt = opening_station.check_in(CheckInRequest("Ana"))

        with pytest.raises(StoreFault):
            opened.result(SOON_S)
        with pytest.raises(StoreFault):
            receipt.result(SOON_S)
        with pytest.raises(StoreFault):
            opening_station.raise_fault()


def test_a_station_never_opened_is_not_opened_at_the_end() -> None:
    opening = Opening()

    with OpeningStation(SEEN, opening) as opening_station:
        opening_station.raise_fault()

    assert opening.times == 0


def test_it_opens_once_and_is_closed_at_the_end() -> None:
    opening = Opening()
    opening.let.set()

    with OpeningStation(SEEN, opening) as opening_station:
        opening_station.open()
        opening_station.open().result(SOON_S)
        open_within = not opening.closed

    assert (opening.times, open_within, opening.closed) == (1, True, True)
