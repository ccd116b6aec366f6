"""What a picture took goes back to the system with it, on any thread."""

from __future__ import annotations

import subprocess
import sys

CHILD = """
import sys
from pathlib import Path
from threading import Thread
from ui.touch.memory import give_pictures_back

MIB = 1 << 20

def resident_mib():
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024

def opening():
    for _ in range(3):
        frames = [bytearray(6 * MIB) for _ in range(3)]
        small = [bytearray(40_000) for _ in range(10)]
        kept.append(small[-1])

if sys.argv[1] == "as shipped":
    give_pictures_back()
kept = []
before = resident_mib()
for _ in range(8):
    one = Thread(target=opening)
    one.start()
    one.join()
print(resident_mib() - before)
"""


def test_after_many_openings_of_a_camera_no_picture_is_kept() -> None:
    assert _grown_mib("as shipped") < 6


def test_without_that_some_are_kept() -> None:
    assert _grown_mib("plain") > 12


def _grown_mib(how: str) -> float:
    child = [sys.executable, "-c", CHILD, how]
    done = subprocess.run(child, capture_output=True, text=True, check=True, timeout=60)
    return float(done.stdout)
