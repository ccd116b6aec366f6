"""A connection that goes silent or drips, in its headers too, holds nobody for long."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.domain.snapshot import Link
from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.doubles.answers import acknowledging
from tests.doubles.station_on_line import ONE_DEADLINE, StationOnLine, station_on_line
from tests.doubles.unruly import Recipe, Talk, UnrulyServer
from tests.doubles.waiting import HANG_S, until

HEAD = b"HTTP/1.1 200 So\r\nKiosk-Protocol: 1\r\nContent-Type: application/json\r\n"


def silent(server: UnrulyServer) -> Recipe:
    return lambda _talk: (server.ending.wait(HANG_S), None)[1]


def dripping(server: UnrulyServer, start: bytes, drop: bytes) -> Recipe:
    """A byte now and then, each in time for the next, for as long as somebody waits."""

    def answer(talk: Talk) -> None:
        talk.send(start)
        while not server.ending.wait(0.02) and talk.send(drop):
            pass

    return answer


LINES: dict[str, Callable[[UnrulyServer], Recipe]] = {
    "says nothing": silent,
    "drips in its first line": lambda server: dripping(server, b"HTTP/1.1 200 S", b"o"),
    "drips in a header": lambda server: dripping(server, HEAD + b"X-Slow: ", b"a"),
    "drips headers": lambda server: dripping(server, HEAD, b"X: 1\r\n"),
    "drips in its body": lambda server: dripping(
        server, HEAD + b"Content-Length: 90000\r\n\r\n", b" "
    ),
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_the_try_is_given_up_and_everything_kept(
    brisk: StationOnLine,
    server: UnrulyServer,
    expect_log: ExpectLog,
    line: Callable[[UnrulyServer], Recipe],
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST)
    server.answers_by(line(server))
    brisk.box.checked_in()

    reasons = brisk.tries()

    assert len(reasons) == 2
    assert brisk.stands() == (Link.OFFLINE, 1)


@pytest.fixture
def hurried(tmp_path: Path, server: UnrulyServer) -> Iterator[StationOnLine]:
    """A station for which nothing but a whole call can take too long."""
    with station_on_line(tmp_path / "station", server, ONE_DEADLINE) as station:
        yield station


def test_the_next_try_works_and_no_thread_is_left_behind(
    hurried: StationOnLine, server: UnrulyServer, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.SYNC_UP_LOST, LogEvent.SYNC_DOWN_LOST, maybe=True)
    server.answers_by(dripping(server, HEAD, b"X: 1\r\n"))
    hurried.box.checked_in()
    with pytest.raises(Exception, match="slow"):
        hurried.up.step()

    server.answers_by(acknowledging())

    def sent() -> bool:
        hurried.tries()  # A busy machine may be too slow for so little patience, and tries again.
        return not hurried.box.waiting()

    until(sent, "a try that works")

    left = [thread for thread in threading.enumerate() if thread.name == "sync_call"]
    for thread in left:
        thread.join(HANG_S)
    assert hurried.box.waiting() == []
    assert [thread for thread in left if thread.is_alive()] == []
