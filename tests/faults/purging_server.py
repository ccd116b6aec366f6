"""Purges a server's store, or dies on the way; run as a program of its own.

    python -m tests.faults.purging_server FOLDER DAYS_LATER [MODULE CLASS METHOD]

With a method named, the process is killed with SIGKILL when that is called.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path

from kiosk import journal
from kiosk.clock import SystemClock
from kiosk.server.home import open_home
from tests.doubles.clock import FakeClock
from tests.server.conftest import SITE


def main(folder: Path, days_later: int, dies_at: list[str]) -> None:
    journal.configure(as_json=True)
    if dies_at:
        module, owner, method = dies_at
        setattr(getattr(importlib.import_module(module), owner), method, _die)
    later = FakeClock(SystemClock().now() + timedelta(days=days_later))
    later.synchronized = True  # or the home would not believe that so many days went by
    home = open_home(SITE, folder, later)
    home.picture_store.sweep()
    home.retention.run()
    home.close()


def _die(*_given: object, **_more: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
