"""The very units that ship, on a booted Debian: they start, stay in their group, and come back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.boot.display import shown
from tests.boot.machine import BootedMachine, booted
from tests.boot.root import deployed_root
from tests.doubles.waiting import until

KIOSK, SERVER = "kiosk.service", "walkup-kiosk-server.service"
ADMIN = ("runuser", "-u", "walkup-kiosk-server", "--", "/opt/walkup-kiosk/.venv/bin/kiosk")
SITE = ("--config", "/etc/walkup-kiosk-server/site.toml")
pytestmark = pytest.mark.timeout(1_800)  # the first test may have to make a Debian


@pytest.fixture(scope="module", params=os.environ.get("KIOSK_BOOT", "trixie").split())
def root(request: pytest.FixtureRequest) -> Path:
    return deployed_root(str(request.param))


@pytest.fixture
def machine(root: Path) -> Iterator[BootedMachine]:
    with booted(root) as machine:
        until(lambda: machine.is_active(KIOSK), "the kiosk")
        yield machine


def restarts(machine: BootedMachine) -> int:
    return int(machine.shows(KIOSK, "NRestarts"))


def colours_shown(machine: BootedMachine) -> int:
    """How many colours the screen has: a black or empty one has very few."""
    picture = shown(machine)
    return len(picture.getcolors(picture.width * picture.height) or ())


def test_the_kiosk_is_active_in_its_own_group_with_its_limits(machine: BootedMachine) -> None:
    pid = machine.shows(KIOSK, "MainPID")
    status = machine.run("cat", f"/proc/{pid}/status")

    assert machine.shows(KIOSK, "ControlGroup") == "/system.slice/kiosk.service"
    assert "/system.slice/kiosk.service" in machine.run("cat", f"/proc/{pid}/cgroup")
    assert "NoNewPrivs:\t1" in status
    assert "CapBnd:\t0000000000000000" in status
    assert "Seccomp:\t2" in status
    assert machine.shows(KIOSK, "LimitCORE") == "0"


def test_its_first_frame_is_on_the_screen_and_the_watchdog_is_fed(machine: BootedMachine) -> None:
    fed = machine.shows(KIOSK, "WatchdogTimestampMonotonic")
    until(lambda: colours_shown(machine) > 50, "the first frame")
    until(lambda: machine.shows(KIOSK, "WatchdogTimestampMonotonic") != fed, "a sign of life")

    assert restarts(machine) == 0


@pytest.mark.parametrize("killed", ["kiosk", "cage"])
def test_it_comes_back_when_it_or_its_compositor_is_killed(
    machine: BootedMachine, killed: str
) -> None:
    before = machine.shows(KIOSK, "MainPID")
    pid = before if killed == "kiosk" else machine.run("pgrep", "-x", "cage")
    machine.run("kill", "-9", pid)
    until(lambda: restarts(machine) == 1, "the restart")
    until(lambda: machine.is_active(KIOSK), "the kiosk")

    assert machine.shows(KIOSK, "MainPID") != before


def test_the_server_is_active_and_its_commands_work_beside_it(machine: BootedMachine) -> None:
    until(lambda: machine.is_active(SERVER), "the server")

    added = machine.run(*ADMIN, "members", "add", "Maya", *SITE)

    assert added.startswith("Maya  PIN ")
    assert machine.shows(SERVER, "ControlGroup") == f"/system.slice/{SERVER}"
    assert "server_started" in machine.journal(SERVER)


def test_a_kiosk_with_a_token_opens_its_station(root: Path) -> None:
    with booted(root) as machine:
        until(lambda: machine.is_active(SERVER), "the server")
        token = machine.run(*ADMIN, "pair", "--station", "B", *SITE)
        path = machine.path("/var/lib/walkup-kiosk/token")
        path.write_text(f"{token}\n", encoding="ascii")
        machine.run("chown", "kiosk:kiosk", "/var/lib/walkup-kiosk/token")
        machine.run("chmod", "600", "/var/lib/walkup-kiosk/token")
        machine.run("systemctl", "restart", KIOSK)
        until(lambda: machine.is_active(KIOSK), "the kiosk")

        assert "station_started" in machine.journal(KIOSK)
