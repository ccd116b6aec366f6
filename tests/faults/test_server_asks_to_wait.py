"""429 and 503 with Retry-After as seconds, as a date, absurd; the kiosk waits, and goes on."""

from __future__ import annotations

import random

import pytest

from kiosk.domain.snapshot import Link
from kiosk.faults import LinkFault
from kiosk.journal import LogEvent
from kiosk.retry import Backoff
from tests.conftest import ExpectLog
from tests.doubles.answers import said
from tests.doubles.station_on_line import StationOnLine
from tests.doubles.unruly import UnrulyServer

NOON = "Mon, 01 Jun 2026 12:00:00 GMT"


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("asked", "waited_s"),
    [("7", 7), ("Mon, 01 Jun 2026 12:01:30 GMT", 90), ("31536000", 900), ("next week", None)],
)
def test_the_wait_is_heard_capped_and_costs_nothing(
    station: StationOnLine,
    server: UnrulyServer,
    expect_log: ExpectLog,
    status: int,
    asked: str,
    waited_s: float | None,
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST)
    server.answers_by(said(status, Retry_After=asked, Date=NOON))
    station.box.checked_in()

    with pytest.raises(LinkFault) as fault:
        station.up.step()

    station.box.checked_in()
    assert fault.value.retry_after_s == waited_s
    assert (station.stands(), station.aside()) == ((Link.DEGRADED, 2), [])


def test_many_kiosks_do_not_come_back_together() -> None:
    waits = [Backoff(1.0, 30.0, random.Random(kiosk)).next_s() for kiosk in range(50)]

    assert len(set(waits)) == 50
