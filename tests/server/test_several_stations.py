"""Two kiosks of one site, as whole stations over real HTTP: one line, each its letter and seats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Event

import pytest

from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.snapshot import Receipt, StationSnapshot
from kiosk.journal import LogEvent
from kiosk.settings import ServerPart, StationSettings
from kiosk.station.bootstrap import open_station
from kiosk.station.station import Station
from tests.conftest import ExpectLog
from tests.server.conftest import Prepared
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock

PATIENCE_S = 120.0

OpenKiosk = Callable[[str], Station]


@pytest.fixture
def kiosk(
    url: str,
    prepared: Prepared,
    clock: FakeClock,
    tmp_path: Path,
    expect_log: ExpectLog,
) -> Iterator[OpenKiosk]:
    """Opens the kiosk with that letter, and returns once it has heard from the home."""
    expect_log(LogEvent.SYNC_DOWN_LOST, maybe=True)  # its line is closed while it waits for news
    with ExitStack() as opened:

        def open_kiosk(letter: str) -> Station:
            folder = tmp_path / letter
            folder.mkdir()
            token = folder / "token"
            token.write_text(prepared.stations[letter], encoding="ascii")
            settings = StationSettings(ServerPart(url, str(token)), str(folder / "data"))
            station = opened.enter_context(open_station(settings, clock))
            hears(station, lambda snapshot: snapshot.site.name == "The Lab")
            return station

        yield open_kiosk


def hears(station: Station, true: Callable[[StationSnapshot], bool]) -> None:
    """Waits until the station's welcome is so."""
    heard = Event()
    station.on_snapshot(lambda snapshot: heard.set() if true(snapshot) else None)
    if not true(station.snapshot()):
        assert heard.wait(PATIENCE_S), station.snapshot()


def join(station: Station, name: str, others: Station, clock: FakeClock) -> Receipt:
    """Somebody checks in; returns once both kiosks know of it."""
    clock.passes(seconds=1)
    already = others.snapshot().people_waiting
    receipt = station.check_in(CheckInRequest(name)).result(PATIENCE_S)
    for each in (station, others):
        hears(each, lambda snapshot: snapshot.people_waiting == already + 1)
    return receipt


def test_two_kiosks_fill_one_line_and_each_hands_out_its_own_numbers_and_seats(
    kiosk: OpenKiosk, maya: DeskClient, ben: DeskClient, clock: FakeClock
) -> None:
    b, c = kiosk("B"), kiosk("C")

    receipts = [
        join(b, "Dan", c, clock),
        join(c, "Leila", b, clock),
        join(b, "Sam", c, clock),
        join(c, "Noor", b, clock),
        join(c, "Priya", b, clock),
    ]

    assert [each.number for each in receipts] == ["B1", "C1", "B2", "C2", "C3"]
    assert [each.seat for each in receipts] == [1, 4, 2, 5, None]
    assert [each.people_ahead for each in receipts] == [0, 1, 2, 3, 4]
    line = [visit["first_name"] for visit in maya.state()["waiting"]]
    assert line == ["Dan", "Leila", "Sam", "Noor", "Priya"]
    called = [tablet.call_next() for tablet in (maya, ben, maya)]
    assert [visit and visit["number"] for visit in called] == ["B1", "C1", "B2"]


def test_a_seat_is_free_again_only_at_the_kiosk_that_owns_it(
    kiosk: OpenKiosk, maya: DeskClient, clock: FakeClock
) -> None:
    b, c = kiosk("B"), kiosk("C")
    join(b, "Dan", c, clock)
    visit = maya.call_next()
    assert visit is not None

    maya.finishes(visit["id"])
    for each in (b, c):
        hears(each, lambda snapshot: snapshot.people_waiting == 0)

    assert join(c, "Leila", b, clock).seat == 4
    assert join(b, "Sam", c, clock).seat == 1
