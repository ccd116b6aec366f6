"""A response that floods, drips or never comes must not hold the worker."""

from __future__ import annotations

import gzip
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest

from kiosk.clock import SystemClock
from kiosk.faults import LinkClosed, LinkFault
from kiosk.sync.transport import HttpSyncClient
from tests.doubles.answers import (
    headers,
)
from tests.doubles.unruly import OURS, Recipe, Talk, UnrulyServer, unruly_server
from tests.doubles.waiting import HANG_S

TOKEN = "wk1.hq.B.secret"
MEGABYTE = 1_000_000


def flooding(talk: Talk, sent: list[int]) -> None:
    """A hundred megabytes, as far as somebody reads them."""
    talk.head(200, {**OURS, "Content-Length": str(100 * MEGABYTE)})
    for _ in range(100):
        if not talk.send(b" " * MEGABYTE):
            return
        sent.append(MEGABYTE)


def test_an_answer_without_end_is_given_up_after_a_megabyte(
    server: UnrulyServer, link: HttpSyncClient
) -> None:
    sent: list[int] = []
    server.answers_by(lambda talk: flooding(talk, sent))

    with pytest.raises(LinkFault, match="too large"):
        link.push([])

    assert sum(sent) < 30 * MEGABYTE


def test_a_packed_answer_that_unfolds_without_end_takes_no_memory(
    server: UnrulyServer, link: HttpSyncClient
) -> None:
    packed = gzip.compress(b" " * 100 * MEGABYTE)
    server.answers(200, packed, **headers(Content_Encoding="gzip"))
    tracemalloc.start()

    with pytest.raises(LinkFault, match="too large"):
        link.push([])

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * MEGABYTE


def dripping(server: UnrulyServer, start: bytes, drop: bytes) -> Recipe:
    """A byte now and then, each in time for the next, for as long as somebody waits."""

    def answer(talk: Talk) -> None:
        talk.send(start)
        while not server.ending.wait(0.02) and talk.send(drop):
            pass

    return answer


@pytest.mark.parametrize(
    ("more", "drop"),
    [
        ({"Content-Length": "90000"}, b" "),
        ({"Transfer-Encoding": "chunked"}, b"1\r\n \r\n"),
        ({}, b" "),
    ],
    ids=["length", "chunks", "until closed"],
)
def test_a_response_that_drips_does_not_hold_the_worker(
    server: UnrulyServer, one_deadline: HttpSyncClient, more: dict[str, str], drop: bytes
) -> None:
    lines = [f"{name}: {text}" for name, text in {**OURS, **more}.items()]
    head = "\r\n".join(["HTTP/1.1 200 So", *lines, "", ""]).encode()
    server.answers_by(dripping(server, head, drop))

    with pytest.raises(LinkFault, match="too slow"):
        one_deadline.push([])


def test_a_silent_server_is_given_up(server: UnrulyServer, brisk: HttpSyncClient) -> None:
    let_go = threading.Event()

    def says_nothing(_talk: Talk) -> None:
        let_go.wait(HANG_S)

    server.answers_by(says_nothing)

    with pytest.raises(LinkFault):
        brisk.push([])
    assert not let_go.is_set()
    let_go.set()


def test_a_server_that_is_not_there_is_a_fault() -> None:
    with unruly_server() as gone:
        url = gone.url
    link = HttpSyncClient(url, TOKEN, SystemClock())

    with pytest.raises(LinkFault):
        link.push([])
    link.close()


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999", "http://[::1", "https://127.0.0.1:1"])
def test_an_address_that_leads_nowhere_is_a_fault(url: str) -> None:
    link = HttpSyncClient(url, TOKEN, SystemClock())

    with pytest.raises(LinkFault):
        link.push([])
    link.close()


def test_closing_the_client_is_not_a_fault_of_the_server(
    link: HttpSyncClient, server: UnrulyServer
) -> None:
    let_go = threading.Event()
    asked = threading.Event()

    def hold(_talk: Talk) -> None:
        asked.set()
        let_go.wait(HANG_S)

    server.answers_by(hold)
    with ThreadPoolExecutor(1) as aside:
        pulled = aside.submit(link.pull, 0, None, 0)
        assert asked.wait(HANG_S)
        link.close()

        assert isinstance(pulled.exception(HANG_S), LinkClosed)
        let_go.set()
