"""A week without the server; then a visit made in the middle of the backlog goes first."""

from __future__ import annotations

from kiosk import wire
from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.snapshot import Link
from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.doubles.answers import headers
from tests.doubles.pictures import jpeg
from tests.doubles.station_on_line import StationOnLine
from tests.doubles.unruly import Talk, UnrulyServer, unruly_server

VISITS = 700
"""Ten thousand are the benches'; the order is the same."""
WEEK_S = 7 * 86_400


def away_for_a_week(station: StationOnLine) -> None:
    """Many check-ins, as one transaction: flushing disks is not what is tested."""
    box = station.box
    with box.store.transaction():
        for _ in range(VISITS):
            box.clock.pass_s(WEEK_S / VISITS)
            box.checked_in()


class OrderKept:
    """Takes everything, and remembers in which order visits and pictures came."""

    def __init__(self) -> None:
        self.came: list[str] = []

    def __call__(self, talk: Talk) -> None:
        seen = talk.server.seen.pop()
        if seen.method == "POST":
            push = wire.decode(seen.body, wire.Push)
            self.came += [event.about.id for event in push.events]
            ids = [event.id for event in push.events]
            talk.answer(200, wire.encode(wire.Pushed("epoch-1", 3, ids)), **headers())
        else:
            self.came.append(seen.method)
            talk.answer(204, b"", **headers(Upload_Offset="0", Upload_Complete="?1"))


def test_a_visit_made_while_a_week_drains_is_there_with_the_next_push(
    station: StationOnLine, server: UnrulyServer, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST, maybe=True)
    away_for_a_week(station)
    home = OrderKept()
    server.answers_by(home)
    waited_before = station.box.outbox.status()
    for _ in range(3):
        station.up.step()

    live = station.box.checked_in(jpeg())
    before = len(home.came)
    station.up.step()

    assert waited_before.waiting == VISITS
    assert WEEK_S - 999 < (waited_before.oldest_s or 0) <= WEEK_S
    assert home.came[before] == live
    while station.up.step() == 0.0:
        pass
    assert (station.stands()[1], len(set(home.came) - {"HEAD"})) == (0, VISITS + 1)
    # Rows before pictures: its own went when nothing else waited.
    assert home.came[-1] == "HEAD"


def test_a_week_without_the_server_is_a_week_of_check_ins(
    station: StationOnLine, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST)
    with unruly_server() as gone:
        station.link._base = f"{gone.url}/api/v1/sync"
    numbers = []
    for _ in range(7):
        numbers.append(
            station.box.station.check_in(CheckInRequest("Ana", picture=jpeg())).result().number
        )
        station.box.clock.pass_s(86_400)
        station.tries()

    assert numbers == [f"B{count}" for count in range(501, 508)]
    snapshot = station.box.station.snapshot()
    assert (snapshot.link, snapshot.waiting_events, snapshot.oldest_s) == (Link.OFFLINE, 14, WEEK_S)
