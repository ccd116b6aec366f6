"""The server's address redirects, to plain http or another host; nobody follows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.domain.snapshot import Link
from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.doubles.answers import headers
from tests.doubles.station_on_line import StationOnLine
from tests.doubles.unruly import UnrulyServer, unruly_server


@pytest.fixture
def elsewhere() -> Iterator[UnrulyServer]:
    with unruly_server() as server:
        yield server


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("ours", [True, False])
def test_the_token_goes_nowhere_else_and_everything_is_kept(
    station: StationOnLine,
    server: UnrulyServer,
    elsewhere: UnrulyServer,
    expect_log: ExpectLog,
    status: int,
    ours: bool,
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST)
    away = {"Location": f"{elsewhere.url}/api/v1/sync/push"}
    server.answers(status, b"", **(headers(**away) if ours else away))
    station.box.checked_in()

    reasons = station.tries()

    assert (reasons, elsewhere.seen) == ([f"status {status}"] * 2, [])
    assert station.stands() == (Link.DEGRADED if ours else Link.OFFLINE, 1)
