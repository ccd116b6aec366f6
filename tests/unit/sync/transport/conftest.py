"""The real client and a server on loopback that does what the test says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.sync.transport import HttpSyncClient, Timeouts
from tests.doubles.box import Box
from tests.doubles.unruly import UnrulyServer, unruly_server
from tests.doubles.waiting import HANG_S

TOKEN = "wk1.hq.B.secret"


@pytest.fixture(scope="module")
def running() -> Iterator[UnrulyServer]:
    with unruly_server() as server:
        yield server


@pytest.fixture
def server(running: UnrulyServer) -> UnrulyServer:
    running.seen.clear()
    return running


@pytest.fixture
def link(server: UnrulyServer) -> Iterator[HttpSyncClient]:
    link = HttpSyncClient(server.url, TOKEN, SystemClock())
    yield link
    link.close()


@pytest.fixture
def brisk(server: UnrulyServer) -> Iterator[HttpSyncClient]:
    """A client with shorter timeouts than the real one: what they lead to is tested."""
    link = HttpSyncClient(server.url, TOKEN, SystemClock(), Timeouts(read_s=0.3, whole_s=0.4))
    yield link
    link.close()


@pytest.fixture
def one_deadline(server: UnrulyServer) -> Iterator[HttpSyncClient]:
    """A client for which nothing but the whole call can take too long."""
    limits = Timeouts(connect_s=HANG_S, read_s=HANG_S, whole_s=0.4)
    link = HttpSyncClient(server.url, TOKEN, SystemClock(), limits)
    yield link
    link.close()


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    box = Box(tmp_path)
    yield box
    box.close()
