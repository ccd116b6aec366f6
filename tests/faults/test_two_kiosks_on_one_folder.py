"""Somebody starts a second kiosk on the same folder.

The visitor sees nothing of it: the first goes on. The second ends with one line and status 2; a
lock left by a kill is no lock.
"""

from __future__ import annotations

import subprocess
import sys

from tests.journeys.actors import OPEN, Kiosk


def test_the_second_is_refused_and_the_first_goes_on(kiosk: Kiosk) -> None:
    kiosk.start()

    second = _start_another(kiosk)

    assert second.returncode == 2
    [line] = second.stderr.splitlines()
    assert line.endswith("data_dir: expected a folder that no running kiosk or server uses")
    kiosk.see(OPEN)


def test_a_killed_kiosk_holds_no_lock(kiosk: Kiosk) -> None:
    kiosk.start()

    kiosk.kill()
    kiosk.start()

    kiosk.see(OPEN)


def _start_another(kiosk: Kiosk) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk", "run", "--config", str(kiosk.config)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=240)
