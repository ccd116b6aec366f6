"""Holds the pinned Qt against the fault that forbids newer ones: signals that end the process.

PySide6 6.12.0 on Python 3.11 aborts after some 500 emits of a bool (docs/decisions/0006).
"""

from __future__ import annotations

import subprocess
import sys

EMITS = 100_000

CHILD = f"""
from PySide6.QtCore import QObject, Signal

class Bell(QObject):
    rang = Signal(bool)

heard = 0

def hear(loud):
    global heard
    heard += loud

bell = Bell()
bell.rang.connect(hear)
for _ in range({EMITS}):
    bell.rang.emit(True)
print(heard)
"""


def test_a_hundred_thousand_signals_leave_the_process_alive() -> None:
    child = subprocess.run(
        [sys.executable, "-c", CHILD], capture_output=True, text=True, check=False, timeout=240
    )

    assert (child.returncode, child.stdout.strip()) == (0, str(EMITS)), child.stderr
