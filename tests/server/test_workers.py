"""Several server processes on one socket: READY, a process that dies, one that hangs, the end."""

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
from tests.doubles.stores import POSTGRESQL, SQLITE, Stores
from tests.doubles.waiting import HANG_S, until

HUNG_AFTER_US = "6000000"


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    """A service manager's end of the notify socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as link:
        link.bind(str(tmp_path / "notify"))
        link.settimeout(HANG_S)
        yield link


def serve(folder: Path, port: int, database: str) -> subprocess.Popen[bytes]:
    (folder / "site.toml").write_text('id = "lab"\nname = "The Lab"\n', encoding="utf-8")
    command = [sys.executable, "-m", "kiosk", "serve", "--config", str(folder / "site.toml")]
    command += ["--workers", "2", "--port", str(port)]
    more = {
        "KIOSK_DATABASE": database,
        "NOTIFY_SOCKET": str(folder / "notify"),
        "WATCHDOG_USEC": HUNG_AFTER_US,
    }
    return subprocess.Popen(command, env={**os.environ, **more}, stderr=subprocess.PIPE)


def processes_of(server: subprocess.Popen[bytes]) -> set[int]:
    listed = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text(encoding="ascii")
    return {int(pid) for pid in listed.split()}


@pytest.mark.parametrize("engine", [POSTGRESQL], indirect=True)
def test_whoever_dies_or_hangs_is_replaced_and_the_end_is_the_end(
    tmp_path: Path, stores: Stores, manager: socket.socket
) -> None:
    port = reserve_port()
    server = serve(tmp_path, port, stores.address(tmp_path / "server"))
    try:
        ready = manager.recv(1_000).decode().splitlines()
        first = processes_of(server)
        dies, hangs = sorted(first)
        os.kill(dies, signal.SIGKILL)
        os.kill(hangs, signal.SIGSTOP)
        until(lambda: len(processes_of(server) - first) == 2, "two others in their place")
        status = requests.get(f"http://127.0.0.1:{port}/api/openapi.json", timeout=HANG_S)
        beat = manager.recv(1_000)
        server.send_signal(signal.SIGTERM)
        log = server.communicate(timeout=HANG_S)[1].decode()
    finally:
        server.kill()
        server.wait()

    assert (ready, beat) == (["READY=1", f"MAINPID={server.pid}"], b"WATCHDOG=1")
    assert (status.status_code, server.returncode) == (200, 0)
    assert ("process_ended" in log, "process_hung" in log) == (True, True)


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_with_a_store_in_a_file_there_is_one(tmp_path: Path, stores: Stores) -> None:
    server = serve(tmp_path, reserve_port(), stores.address(tmp_path / "server"))
    said = server.communicate(timeout=HANG_S)[1].decode()

    assert (server.returncode, said.count("\n"), "--workers" in said) == (2, 1, True)
    assert not (tmp_path / "server").exists()
