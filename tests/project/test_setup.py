"""The set-up swaps a whole environment in or leaves the one before, and asks apt only once.

The scripts run as they are, in a small checkout, beneath stand-ins for Python, pip and apt.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PYTHON = """#!/bin/bash
# Stands in for Python: answers what scripts/setup asks of it, of venv and of pip.
set -euo pipefail
if [ "${1:-}" = - ]; then
    shift
    cat "$@" pyproject.toml | sha256sum | cut -c1-12
elif [ "${2:-}" = venv ]; then
    mkdir -p "$4/bin"
    cp "$0" "$4/bin/python"
elif [ "${2:-}" = pip ]; then
    echo "$*" >>asked
    case "$*" in *--editable*)
        if [ -p stuck ]; then echo >stuck; read -r <stuck; fi
        [ ! -e broken ] || exit 1
        printf '#!/bin/sh\\necho %s\\n' "$(cat requirements.lock)" >"${0%/*}/kiosk"
        chmod +x "${0%/*}/kiosk" ;;
    esac
fi
"""
APT = """#!/bin/bash
# Stands in for apt-get, apt-cache and dpkg-query of a Debian that has the packages in `known`.
case "${0##*/} $*" in
    dpkg-query*) grep -qx "${@: -1}" installed 2>/dev/null && printf installed ;;
    "apt-cache show"*) grep -qx "$2" known ;;
    "apt-get update"*) echo update >>apt ;;
    "apt-get install"*) echo install >>apt; printf '%s\\n' "${@:2}" | grep -v ^- >>installed ;;
esac
"""


class Checkout:
    """A folder with the scripts, and what they find on the machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for part in ("scripts", "bin"):
            (folder / part).mkdir(parents=True)
        for name in ("setup", "system"):
            shutil.copy(ROOT / "scripts" / name, folder / "scripts")
        (folder / "scripts" / "debian-packages").write_text("run both64|both\ntest tool\n")
        self._script("scripts/python", f'#!/bin/sh\necho "{folder}/bin/python"\n')
        self._script("bin/python", PYTHON)
        for name in ("apt-get", "apt-cache", "dpkg-query"):
            self._script(f"bin/{name}", APT)
        (folder / "scripts" / "known").write_text("both\ntool\n")
        (folder / "pyproject.toml").touch()
        self.lock("first")

    def lock(self, version: str) -> None:
        """What the newest commit pins."""
        (self.folder / "requirements.lock").write_text(version)
        (self.folder / "requirements-dev.lock").write_text(f"tools of {version}")

    def start(self, *sets: str) -> subprocess.Popen[str]:
        """scripts/setup, in a process group of its own."""
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        return subprocess.Popen(
            ["scripts/setup", *sets],
            cwd=self.folder,
            env={**os.environ, "PATH": path},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def set_up(self, *sets: str) -> int:
        """scripts/setup until it ends; its exit status."""
        process = self.start(*sets)
        process.communicate(timeout=240)
        return process.returncode

    def kiosk(self) -> str:
        """What the program in use says."""
        ran = subprocess.run(
            [self.folder / ".venv/bin/kiosk"], capture_output=True, text=True, check=True
        )
        return ran.stdout.strip()

    def read(self, name: str) -> list[str]:
        """The lines of a file, none when it is not there."""
        path = self.folder / name
        return path.read_text().splitlines() if path.exists() else []

    def environments(self) -> int:
        """How many lie on the disk."""
        return len(list((self.folder / ".venvs").iterdir()))

    def _script(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "checkout")


def _kill_half_way(checkout: Checkout) -> None:
    """Starts a set-up and kills all of it while it installs."""
    stuck = checkout.folder / "stuck"
    os.mkfifo(stuck)
    process = checkout.start()
    with stuck.open():
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=240)
    stuck.unlink()


def test_an_update_is_swapped_in(checkout: Checkout) -> None:
    checkout.set_up()
    checkout.lock("second")
    status = checkout.set_up()

    assert (status, checkout.kiosk()) == (0, "second")


def test_a_killed_update_leaves_a_program_that_runs(checkout: Checkout) -> None:
    checkout.set_up()
    checkout.lock("second")
    _kill_half_way(checkout)

    assert checkout.kiosk() == "first"


def test_a_killed_update_is_made_good_by_the_next(checkout: Checkout) -> None:
    checkout.set_up()
    checkout.lock("second")
    _kill_half_way(checkout)
    status = checkout.set_up()

    assert (status, checkout.kiosk()) == (0, "second")


def test_a_failed_update_leaves_a_program_that_runs(checkout: Checkout) -> None:
    checkout.set_up()
    checkout.lock("second")
    (checkout.folder / "broken").touch()
    status = checkout.set_up()

    assert (status, checkout.kiosk()) == (1, "first")


def test_going_back_to_the_version_before_installs_nothing(checkout: Checkout) -> None:
    checkout.set_up()
    checkout.lock("second")
    checkout.set_up()
    installed = checkout.read("asked")
    checkout.lock("first")
    checkout.set_up()

    assert checkout.kiosk() == "first"
    assert checkout.read("asked") == installed


def test_only_the_version_before_stays_on_the_disk(checkout: Checkout) -> None:
    for version in ("first", "second", "third", "fourth"):
        checkout.lock(version)
        checkout.set_up()

    assert checkout.environments() == 2


def test_an_environment_of_before_is_replaced(checkout: Checkout) -> None:
    """It was a folder where there is a link now."""
    (checkout.folder / ".venv" / "bin").mkdir(parents=True)
    status = checkout.set_up()

    assert (status, checkout.kiosk(), checkout.environments()) == (0, "first", 1)


def test_a_kiosk_installs_no_tools(checkout: Checkout) -> None:
    checkout.set_up("run")

    assert [line for line in checkout.read("asked") if "requirements-dev.lock" in line] == []


def test_an_environment_with_tools_serves_the_product_too(checkout: Checkout) -> None:
    checkout.set_up("run", "test")
    installed = checkout.read("asked")
    checkout.set_up("run")

    assert checkout.read("asked") == installed


def test_apt_is_not_called_a_second_time(checkout: Checkout) -> None:
    for _ in range(2):
        checkout.set_up("run", "test")

    assert checkout.read("scripts/apt") == ["update", "install"]


@pytest.mark.parametrize("name", ["both64", "both"])
def test_of_a_package_with_two_names_this_debians_own_is_installed(
    checkout: Checkout, name: str
) -> None:
    (checkout.folder / "scripts" / "known").write_text(f"{name}\n")
    checkout.set_up("run")

    assert checkout.read("scripts/installed") == [name]


def test_a_service_gets_debians_python_and_not_one_of_root(tmp_path: Path) -> None:
    """An account of a service cannot run what lies in root's home."""
    ours = tmp_path / "python3.11"
    ours.write_text("#!/bin/sh\n")
    ours.chmod(0o755)
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}

    taken = [
        subprocess.run(
            [ROOT / "scripts" / "python", *purpose],
            env=environment,
            text=True,
            capture_output=True,
            check=True,
        ).stdout.strip()
        for purpose in ([], ["service"])
    ]

    assert (taken[0], Path(taken[1]).parent) == (str(ours), Path("/usr/bin"))
