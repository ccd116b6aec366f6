"""`kiosk serve` as a service: READY once it answers, signs of life, an address that is taken."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.doubles.ports import reserve_port
from tests.doubles.waiting import HANG_S

SITE = 'id = "hq"\nname = "The Help Bar"\n'


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    """A service manager's end of the notify socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as link:
        link.bind(str(tmp_path / "notify"))
        link.settimeout(HANG_S)
        yield link


@pytest.fixture
def taken() -> Iterator[socket.socket]:
    """A port of this machine that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        yield held


def serve(folder: Path, port: int, **environment: str) -> subprocess.Popen[bytes]:
    (folder / "site.toml").write_text(SITE, encoding="utf-8")
    command = [sys.executable, "-m", "kiosk", "serve", "--config", str(folder / "site.toml")]
    return subprocess.Popen(
        [*command, "--port", str(port)], stderr=subprocess.PIPE, env={**os.environ, **environment}
    )


def test_ready_comes_when_requests_are_answered_and_signs_of_life_follow(
    tmp_path: Path, manager: socket.socket
) -> None:
    port = reserve_port()
    beat = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "300000"}
    server = serve(tmp_path, port, **beat)
    try:
        ready = manager.recv(1_000).decode().splitlines()
        status = requests.get(f"http://127.0.0.1:{port}/api/openapi.json", timeout=HANG_S)
        beats = [manager.recv(1_000) for _ in range(2)]
        server.send_signal(signal.SIGTERM)
        said = b""
        while said != b"STOPPING=1":
            said = manager.recv(1_000)
        ended = server.wait(HANG_S)
    finally:
        server.kill()
        server.communicate()

    assert ready == ["READY=1", f"MAINPID={server.pid}"]
    assert (status.status_code, beats, ended) == (200, [b"WATCHDOG=1"] * 2, -signal.SIGTERM)


def test_an_address_that_is_taken_is_one_line_and_no_start(
    tmp_path: Path, taken: socket.socket
) -> None:
    port = taken.getsockname()[1]
    server = serve(tmp_path, port)
    _, told = server.communicate(timeout=HANG_S)

    [line] = told.decode().splitlines()
    assert (server.returncode, "server_started" in line) == (2, False)
    assert f"127.0.0.1:{port} is not: Address already in use" in line
