"""The token is revoked in mid-batch; sync says so, check-in goes on, nothing is lost."""

from __future__ import annotations

import pytest

from kiosk import wire
from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.snapshot import Link
from kiosk.journal import LogEvent
from kiosk.sync.up import BATCH
from tests.conftest import ExpectLog
from tests.doubles.answers import acknowledging, headers, said
from tests.doubles.station_on_line import StationOnLine
from tests.doubles.unruly import UnrulyServer
from tests.doubles.words import state_of_site


@pytest.mark.parametrize("status", [401, 403])
def test_everything_is_kept_and_goes_up_once_the_station_is_known_again(
    station: StationOnLine, server: UnrulyServer, expect_log: ExpectLog, status: int
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST)
    for _ in range(BATCH + 20):
        station.box.checked_in()
    server.answers_by(acknowledging())
    station.up.step()

    server.answers_by(said(status, b'{"code": "unknown_token", "detail": ""}'))
    station.tries()
    station.box.checked_in()
    refused = (station.stands(), station.aside())
    server.answers_by(acknowledging())
    station.up.step()

    assert refused == ((Link.REFUSED, 21), [])
    assert station.box.waiting() == []


def test_since_when_it_is_refused_is_known_after_a_restart(
    station: StationOnLine, server: UnrulyServer, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST)
    server.answers_by(said(401))
    station.tries()
    station.box.clock.pass_s(7_200)

    station.box.restart()

    snapshot = station.box.station.snapshot()
    assert (snapshot.link, snapshot.refused_s) == (Link.REFUSED, 7_200)


def test_the_state_it_had_stands(
    station: StationOnLine, server: UnrulyServer, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST)
    server.answers(200, wire.encode(state_of_site(last_number=13)), **headers())
    station.down.step()
    server.answers_by(said(401))
    station.tries()

    receipt = station.box.station.check_in(CheckInRequest("Ana")).result()

    assert (receipt.number, receipt.seat, receipt.phone_url) == ("B14", 1, None)
