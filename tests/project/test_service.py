"""The unit file: what systemd makes of it, and that the kiosk keeps its side of the protocol."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.settings import read_station
from tests.journeys.actors import HomeProcess, Kiosk, until

ROOT = Path(__file__).resolve().parents[2]
UNIT = ROOT / "kiosk.service"
SERVER_UNIT = ROOT / "assets" / "systemd" / "walkup-kiosk-server.service"
BEAT_S = 0.1
SIZE = (540, 960)
WALL = """
mount --bind "$1" "$1"
mount --rbind "$2" "$2"
mount -o remount,bind,ro "$2"
mount -o remount,bind,ro /
if touch "$2/no" 2>/dev/null; then exit 9; fi
shift 2
exec "$@"
"""


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    """A service manager's end of the notify socket."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.settimeout(120)
        yield line


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    kiosk = Kiosk(tmp_path / "kiosk", HomeProcess(tmp_path / "home"), tmp_path / "none.avi", SIZE)
    watchdog_us = str(int(BEAT_S * 3 * 1_000_000))
    kiosk.start(NOTIFY_SOCKET=str(tmp_path / "notify"), WATCHDOG_USEC=watchdog_us)
    yield kiosk
    kiosk.kill()


@pytest.mark.parametrize("unit", [UNIT, SERVER_UNIT], ids=["kiosk", "server"])
def test_systemd_understands_every_line(tmp_path: Path, unit: Path) -> None:
    copy = tmp_path / unit.name
    command = r"(?m)^(ExecStart|ExecStartPre)=.*$"
    runs = re.sub(command, r"\1=/bin/true", unit.read_text(encoding="utf-8"))
    copy.write_text(re.sub(r"(?m)^Documentation=.*\n", "", runs), encoding="utf-8")
    # What the unit requires is a package of Debian that this machine need not have.
    (tmp_path / "seatd.service").write_text("[Service]\nExecStart=/bin/true\n", encoding="ascii")

    done = _systemd("verify", str(copy))

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", [UNIT, SERVER_UNIT], ids=["kiosk", "server"])
def test_the_sandbox_scores_at_most_two(unit: Path) -> None:
    done = _systemd("security", "--offline=true", "--threshold=20", str(unit))

    assert done.returncode == 0, done.stdout[-200:]


def test_the_kiosk_stays_in_the_unit_and_has_a_folder_for_its_compositor() -> None:
    """A PAM session would take it out of the unit, and ProtectHome= hides a session's folder."""
    lines = UNIT.read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if line.startswith("PAMName=")] == []
    assert "RuntimeDirectory=walkup-kiosk" in lines
    [environment] = [line for line in lines if "XDG_RUNTIME_DIR" in line]
    assert environment.split()[0] == "Environment=XDG_RUNTIME_DIR=%t/walkup-kiosk"


def test_mesa_may_compile_code_on_a_machine_without_a_driver_for_its_gpu() -> None:
    """Else its compositor crashes at each start: seen on the emulated computer of the boot lane."""
    assert not re.search(r"(?m)^MemoryDenyWriteExecute=", UNIT.read_text(encoding="utf-8"))


def test_it_never_gives_up_and_never_dumps() -> None:
    unit = UNIT.read_text(encoding="utf-8")

    wanted = ("Restart=always", "StartLimitIntervalSec=0", "Type=notify", "LimitCORE=0", "cage -d")
    assert [line for line in wanted if line not in unit] == []


def test_every_path_it_writes_is_its_state_folder(tmp_path: Path) -> None:
    page = UNIT.with_name("docs") / "deploy.md"
    [settings] = re.findall(r"(?s)```toml\n(.*?)```", page.read_text(encoding="utf-8"))
    (tmp_path / "station.toml").write_text(settings, encoding="utf-8")
    [state] = re.findall(r"(?m)^StateDirectory=(\S+)$", UNIT.read_text(encoding="utf-8"))

    station = read_station(tmp_path / "station.toml")

    written = {Path(station.data_dir), Path(station.server.token_file).parent}
    assert written == {Path("/var/lib") / state}


def test_it_starts_where_nothing_but_its_state_folder_can_be_written(tmp_path: Path) -> None:
    kiosk = Kiosk(tmp_path / "kiosk", HomeProcess(tmp_path / "home"), "off", SIZE)
    state = tmp_path / "state"
    state.mkdir(mode=0o700)
    (kiosk.folder / "token").rename(state / "token")
    settings = kiosk.config.read_text(encoding="utf-8")
    token = f'token_file = "{state}/token"\n[camera]'
    kiosk.config.write_text(f'data_dir = "{state}"\n{settings.replace("[camera]", token)}', "utf-8")

    with _walled_in(state, kiosk.config) as process:
        until(lambda: "station_started" in (state / "log").read_text("utf-8"), "the station")
        process.terminate()
        status = process.wait(timeout=120)

    assert status == 0
    assert {"station.db", "reserve", "starts"} <= {path.name for path in state.iterdir()}


def test_ready_comes_with_the_first_painted_frame_and_beats_follow(
    manager: socket.socket, kiosk: Kiosk
) -> None:
    first = manager.recv(1_000).decode()
    beats = [manager.recv(1_000).decode() for _ in range(3)]

    assert first.splitlines() == ["READY=1", f"MAINPID={kiosk.pid}"]
    assert beats == ["WATCHDOG=1"] * 3


def test_a_screen_that_hangs_falls_silent(manager: socket.socket, kiosk: Kiosk) -> None:
    assert "READY=1" in manager.recv(1_000).decode()

    kiosk.hang()

    manager.settimeout(BEAT_S * 10)
    with pytest.raises(TimeoutError):
        _listen_for_ever(manager)


def test_an_asked_end_is_told(manager: socket.socket, kiosk: Kiosk) -> None:
    assert "READY=1" in manager.recv(1_000).decode()

    kiosk.stop()

    told = ""
    while told != "STOPPING=1":
        told = manager.recv(1_000).decode()


@contextmanager
def _walled_in(state: Path, config: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A kiosk that sees its machine as the unit's sandbox shows it: read-only but for `state`."""
    alone = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-euc", WALL, "sh"]
    run = [sys.executable, "-m", "kiosk", "run", "--config", str(config)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    with (state / "log").open("wb") as log:
        process = subprocess.Popen(
            [*alone, str(state), str(state.parent), *run], env=environment, stderr=log
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=120)


def _listen_for_ever(manager: socket.socket) -> None:
    while True:
        manager.recv(1_000)


def _systemd(*words: str) -> subprocess.CompletedProcess[str]:
    analyze = shutil.which("systemd-analyze")
    assert analyze is not None, "scripts/setup installs systemd"
    return subprocess.run(
        [analyze, *words], check=False, capture_output=True, text=True, timeout=240
    )
