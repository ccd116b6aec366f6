"""Somebody holds thousands of connections that say nothing, or streams of one phone link.

Kiosk, desk and new visitors' phones are answered as before. The log has one line for all of it, and
leads read it on the desk.
"""

from __future__ import annotations

import asyncio
import resource
import selectors
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import requests
import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from kiosk.journal import LogEvent
from kiosk.server.http.connections import Bounds, Connections, guarded
from kiosk.server.store.changes import (
    ENDED,
    LISTENERS_OF_ONE,
    PHONES_IN_ALL,
    ChangeFeed,
    Side,
)
from tests.conftest import ExpectLog
from tests.doubles.clock import FakeClock
from tests.doubles.waiting import HANG_S, until
from tests.server.child import Child
from tests.server.desk_side import DeskClient
from tests.server.station_side import StationSide

SILENT = 2_000
STREAMS = 1_000
FEW_FILES = 1_024
"""What a service usually starts with."""
PHONE_TOKEN = "q5Xv0mB1n2c3d4e5f6g7h8"


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    """A server that starts with few files, and may raise that itself."""
    child = Child(tmp_path)
    child.prepare()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (FEW_FILES, hard))
    child.start()
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield child
    child.stop()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextmanager
def connections(child: Child, count: int, first: bytes = b"") -> Iterator[list[socket.socket]]:
    """So many, each of which says `first` and no more."""
    with ExitStack() as held:
        opened = []
        for _ in range(count):
            line = held.enter_context(socket.create_connection(("127.0.0.1", child.port), HANG_S))
            line.sendall(first)
            opened.append(line)
        yield opened


def still_open(lines: list[socket.socket]) -> int:
    """Those that the server has not closed; what it said is read and dropped."""
    with selectors.DefaultSelector() as selector:
        for line in lines:
            line.setblocking(False)
            selector.register(line, selectors.EVENT_READ)
        closed = 0
        for key, _ in selector.select(timeout=0):
            closed += _is_over(key.fileobj)
    return len(lines) - closed


def _is_over(line: object) -> bool:
    assert isinstance(line, socket.socket)
    try:
        while said := line.recv(65_536):
            assert said
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def everybody_is_served(child: Child) -> None:
    """A visitor checks in at the kiosk, and the next one is called and helped at the desk."""
    clock = FakeClock()
    sender = StationSide(child.url, child.stations["B"], clock)
    tablet = DeskClient(child.url)
    assert tablet.post("/pair", {"code": child.code}).status_code == 204
    assert tablet.sign_in(child.member_id, child.pin).status_code == 200
    sender.arrives("Ana", private={"phone_token": PHONE_TOKEN})
    called = tablet.call_next()
    assert called is not None
    tablet.finishes(called["id"])
    assert sender.state()["epoch"]
    sender.session.close()
    tablet.session.close()


def crowded_lines(child: Child) -> int:
    return child.log.count("connections_crowded")


def test_two_thousand_silent_connections_cut_nobody_off(child: Child) -> None:
    with connections(child, SILENT) as silent:
        until(lambda: still_open(silent) <= Bounds().silent, "that the oldest are closed")
        everybody_is_served(child)
        lines = crowded_lines(child)
        tablet = DeskClient(child.url)
        tablet.post("/pair", {"code": child.code})
        tablet.sign_in(child.member_id, child.pin)
        told = [notice["code"] for notice in tablet.state()["notices"]]
        tablet.session.close()

    assert lines == 1
    assert told == ["crowded"]


def test_connections_that_said_one_thing_and_stay_cut_nobody_off(child: Child) -> None:
    head = b"GET /favicon.ico HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with connections(child, STREAMS, head) as idle:
        everybody_is_served(child)
        until(lambda: still_open(idle) <= Bounds().idle, "that the oldest are closed")
        everybody_is_served_again = requests.get(f"{child.url}/favicon.ico", timeout=HANG_S)

    assert everybody_is_served_again.status_code == 200
    assert crowded_lines(child) == 1


def test_a_thousand_streams_of_one_phone_link_leave_a_few(child: Child) -> None:
    sender = StationSide(child.url, child.stations["C"], FakeClock(), "C")
    token = PHONE_TOKEN[::-1]
    sender.arrives("Ana", private={"phone_token": token})
    head = f"GET /api/v1/phone/{token}/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    most = LISTENERS_OF_ONE[Side.PHONE]
    with connections(child, STREAMS, head.encode()) as streams:
        said = {line: b"" for line in streams}
        until(lambda: ended(said) >= STREAMS - most, "that the oldest are ended")
        everybody_is_served(child)
        until(lambda: hinted(said) >= most, "that the newest hear of it")
    sender.session.close()

    assert (ended(said), hinted(said)) == (STREAMS - most, most)


def read_on(said: dict[socket.socket, bytes]) -> None:
    """Adds what the server said since."""
    for line in said:
        if line.fileno() >= 0:
            line.setblocking(False)
            with suppress(BlockingIOError):
                said[line] += line.recv(65_536)


def ended(said: dict[socket.socket, bytes]) -> int:
    """The streams that the server has ended in good order."""
    read_on(said)
    return sum(told.endswith(b"\r\n0\r\n\r\n") for told in said.values())


def hinted(said: dict[socket.socket, bytes]) -> int:
    """The streams that were told of a change."""
    read_on(said)
    return sum(b"event: hint" in told for told in said.values())


def test_one_name_has_so_many_listeners_and_the_newest_stay() -> None:
    feed = ChangeFeed()
    most = LISTENERS_OF_ONE[Side.PHONE]
    with ExitStack() as held:
        queues = [held.enter_context(feed.listen(Side.PHONE, "one")) for _ in range(most + 2)]
        other = held.enter_context(feed.listen(Side.PHONE, "another"))
        for queue in (*queues, other):
            feed.hint(queue, 7)

        said = [queue.get_nowait() for queue in queues]
        assert said == [ENDED, ENDED, *[7] * most]
        assert other.get_nowait() == 7


def test_many_phones_take_no_room_of_kiosks_and_desks() -> None:
    feed = ChangeFeed()
    with ExitStack() as held:
        desk = held.enter_context(feed.listen(Side.DESK, "maya"))
        kiosk = held.enter_context(feed.listen(Side.STATION, "B"))
        phones = [
            held.enter_context(feed.listen(Side.PHONE, str(count)))
            for count in range(PHONES_IN_ALL + 1)
        ]
        feed._notify(7)
        for queue in phones:
            feed.hint(queue, 7)

        assert [queue.get_nowait() for queue in (desk, kiosk)] == [7, 7]
        assert phones[0].get_nowait() == ENDED
        assert phones[-1].get_nowait() == 7


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET / HTTP/1.1\r\nHost: a\r\n", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nab"],
    ids=["nothing", "half a head", "half a body"],
)
def test_a_request_that_never_ends_is_ended(sent: bytes) -> None:
    assert asyncio.run(said_to(sent)) == b""


async def said_to(sent: bytes) -> bytes:
    """All that a server of little patience says to `sent` until it closes the connection."""
    bounds = Bounds(head_s=0.01, body_s=0.01)
    config = uvicorn.Config(an_application, log_config=None, lifespan="off")
    make = guarded(Connections(bounds, FakeClock()))
    state = ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: make(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname()[:2])
        said = b""
        with suppress(ConnectionError):
            writer.write(sent)
            said = await asyncio.wait_for(reader.read(), HANG_S)
        writer.close()
    return said


async def an_application(_scope: Scope, receive: Receive, _send: Send) -> None:
    """Reads its request to the end, and would answer then."""
    while (await receive()).get("more_body"):
        pass


def test_there_are_never_more_connections_than_files() -> None:
    bounds = Bounds().within_files(FEW_FILES)

    assert bounds.silent + bounds.idle < bounds.in_all < FEW_FILES


def test_the_oldest_of_the_address_with_most_goes_and_one_line_is_logged(
    expect_log: ExpectLog, logged: Callable[[LogEvent], list[object]]
) -> None:
    expect_log(LogEvent.CONNECTIONS_CROWDED)
    connections = Connections(Bounds(silent=3), FakeClock())
    lines: list[Any] = [Line() for _ in range(6)]
    for line, address in zip(lines, "caaabb", strict=True):
        connections.opened(line, address)

    assert [line.cut for line in lines] == [False, True, True, False, True, False]
    assert len(logged(LogEvent.CONNECTIONS_CROWDED)) == 1
    assert (connections.turned_away, connections.is_crowded()) == (3, True)


class Line:
    """A connection, of which only the end counts."""

    cut = False

    def cut_off(self) -> None:
        self.cut = True
