"""Looking up the server's name fails or hangs; the worker is free again, check-in goes on."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.domain.snapshot import Link
from kiosk.journal import LogEvent
from kiosk.sync.deadline import MAX_ABANDONED
from tests.conftest import ExpectLog
from tests.doubles.station_on_line import ONE_DEADLINE, UNHURRIED, StationOnLine, station_on_line
from tests.doubles.waiting import HANG_S


@pytest.fixture
def station(tmp_path: Path) -> Iterator[StationOnLine]:
    with station_on_line(tmp_path, "http://home.example", ONE_DEADLINE) as station:
        yield station


@pytest.fixture
def hung(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A resolver that answers nobody until the test is over."""
    over = threading.Event()

    def hang(*_args: object, **_more: object) -> list[object]:
        over.wait(HANG_S)
        raise socket.gaierror("let go")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    yield over
    over.set()
    for thread in threading.enumerate():
        if thread.name == "sync_call":
            thread.join(HANG_S)


def test_a_name_nobody_knows_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST)

    def unknown(*_args: object, **_more: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    with station_on_line(tmp_path, "http://home.example", UNHURRIED) as station:
        assert station.tries() == ["name not found", "name not found"]


@pytest.mark.usefixtures("hung")
def test_a_lookup_that_hangs_is_given_up_and_check_in_goes_on(
    station: StationOnLine, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST)
    station.box.checked_in()

    with pytest.raises(Exception, match="too slow"):
        station.up.step()

    station.box.checked_in()
    assert station.stands() == (Link.OFFLINE, 2)


@pytest.mark.usefixtures("hung")
def test_lookups_that_hang_do_not_pile_up(station: StationOnLine, expect_log: ExpectLog) -> None:
    expect_log(LogEvent.SYNC_UP_LOST)
    reasons = []
    for _ in range(MAX_ABANDONED + 3):
        with pytest.raises(Exception, match=r"slow|hang") as fault:
            station.up.step()
        reasons.append(str(fault.value))

    hanging = [thread for thread in threading.enumerate() if thread.name == "sync_call"]
    assert len(hanging) == MAX_ABANDONED
    assert reasons[MAX_ABANDONED:] == ["earlier calls still hang"] * 3
