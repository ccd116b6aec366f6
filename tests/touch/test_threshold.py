"""Before the station is open a visitor is welcomed truly, and what they ask is not lost."""

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
SOON_S = 10.0


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


def test_until_it_is_open_the_welcome_is_what_was_seen() -> None:
    opening = Opening()
    heard: list[StationSnapshot] = []

    with OpeningStation(SEEN, opening) as threshold:
        threshold.on_snapshot(heard.append)
        opened = threshold.open()
        before = threshold.snapshot()
        opening.let.set()
        opened.result(SOON_S)
        after = threshold.snapshot()

    assert (before, after.site) == (SEEN, SITE)
    assert heard == [after]


class ChangedMeanwhile(FakeStation):
    """Tells of a change on its own thread before whoever read it first could tell what was read."""

    newer = StationSnapshot(SITE, people_waiting=7)

    def snapshot(self) -> StationSnapshot:
        read = self.now
        if read is not self.newer:
            self.telling = Thread(target=self.tell, args=(self.newer,))
            self.telling.start()
            self.telling.join(0.2)  # at most: it may have to wait until what was read is told
        return read


def test_what_changes_while_the_opened_station_is_read_is_told_last() -> None:
    opening = Opening()
    opening.station = station = ChangedMeanwhile()
    opening.let.set()
    heard: list[StationSnapshot] = []

    with OpeningStation(SEEN, opening) as threshold:
        threshold.on_snapshot(heard.append)
        threshold.open().result(SOON_S)
        station.telling.join(SOON_S)

    assert heard[-1] == ChangedMeanwhile.newer


def test_a_visit_asked_for_before_it_is_open_is_kept_once_it_is() -> None:
    opening = Opening()

    with OpeningStation(SEEN, opening) as threshold:
        threshold.open()
        asked = [threshold.check_in(CheckInRequest(name)) for name in ("Ana", "Ben")]
        early = [receipt.done() for receipt in asked]
        opening.let.set()
        receipts = [receipt.result(SOON_S) for receipt in asked]

    assert early == [False, False]
    assert receipts == [RECEIPT, RECEIPT]
    assert opening.station.asked == [("Ana", None), ("Ben", None)]


def test_what_the_camera_says_reaches_the_station_in_order() -> None:
    opening = Opening()

    with OpeningStation(SEEN, opening) as threshold:
        threshold.open()
        threshold.note_camera("lost")
        opening.let.set()
        threshold.note_camera("showing")

    assert opening.station.noted == ["lost", "showing"]


def test_what_cannot_open_says_so_to_whoever_asks() -> None:
    opening = Opening(fails=True)
    opening.let.set()

    with OpeningStation(SEEN, opening) as threshold:
        opened = threshold.open()
        receipt = threshold.check_in(CheckInRequest("Ana"))

        with pytest.raises(StoreFault):
            opened.result(SOON_S)
        with pytest.raises(StoreFault):
            receipt.result(SOON_S)
        with pytest.raises(StoreFault):
            threshold.raise_fault()


def test_what_was_never_opened_is_not_opened_to_end() -> None:
    opening = Opening()

    with OpeningStation(SEEN, opening) as threshold:
        threshold.raise_fault()

    assert opening.times == 0


def test_it_opens_once_and_is_closed_at_the_end() -> None:
    opening = Opening()
    opening.let.set()

    with OpeningStation(SEEN, opening) as threshold:
        threshold.open()
        threshold.open().result(SOON_S)
        open_within = not opening.closed

    assert (opening.times, open_within, opening.closed) == (1, True, True)
