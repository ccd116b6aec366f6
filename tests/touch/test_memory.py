"""Picture memory is reused for the next picture, and returned to the system after a visit."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from threading import current_thread
from typing import NamedTuple

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from tests.touch.visitor import until, wait
from ui.touch import memory

OPENINGS = 8
FRAMES = 30
FRAME_MIB = (6, 4, 4)
NO_HUGE_PAGES = 41
"""Of Linux's prctl.h: pages are counted here, and a system may map them by the hundred."""
CHILD = f"""
import ctypes
import resource
import sys
from pathlib import Path
from threading import Thread
from ui.touch.memory import trim_heap, reuse_picture_memory

MIB = 1 << 20
shipped = sys.argv[1] == "as shipped"

def resident_mib():
    status = Path("/proc/self/status").read_text()
    # With what a machine short of memory has put aside.
    kib = [int(status.partition(name)[2].split()[0]) for name in ("VmRSS:", "VmSwap:")]
    return sum(kib) / 1024

def mapped_pages():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def opening():
    for _ in range({FRAMES}):
        frame = [bytearray(size * MIB) for size in {FRAME_MIB}]
        kept.append(bytearray(2_000))

ctypes.CDLL(None).prctl({NO_HUGE_PAGES}, 1, 0, 0, 0)
if shipped:
    reuse_picture_memory()
kept = []
before = resident_mib(), mapped_pages()
for _ in range({OPENINGS}):
    one = Thread(target=opening)
    one.start()
    one.join()
    if shipped:
        trim_heap()
print(resident_mib() - before[0], mapped_pages() - before[1])
"""


class Taken(NamedTuple):
    """How much more is resident after all openings, and the pages mapped in the course of each."""

    grown_mib: float
    pages: float


def test_after_many_openings_of_a_camera_its_picture_memory_is_returned() -> None:
    assert _taken("as shipped").grown_mib < 6


def test_without_that_it_is_not_returned() -> None:
    assert _taken("plain").grown_mib > 12


def test_each_opening_maps_its_memory_once() -> None:
    once = sum(FRAME_MIB) * (1 << 20) / resource.getpagesize()

    assert _taken("as shipped").pages < 3 * once  # one picture, and the one after it
    # As if each picture went back to the system at once.
    assert _taken("plain", MALLOC_MMAP_THRESHOLD_="1000000").pages > 0.9 * FRAMES * once


def _taken(how: str, **more: str) -> Taken:
    child = [sys.executable, "-c", CHILD, how]
    done = subprocess.run(
        child, capture_output=True, text=True, check=True, timeout=240, env={**os.environ, **more}
    )
    grown_mib, pages = map(float, done.stdout.split())
    return Taken(grown_mib, pages / OPENINGS)


def test_pictures_go_back_once_nobody_is_there_any_more(
    qapp: QGuiApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_back: list[str] = []
    monkeypatch.setattr(memory, "_TRIM_AFTER_MS", 0)
    monkeypatch.setattr(memory, "trim_heap", lambda: given_back.append(current_thread().name))
    screen = Screen()
    with memory.trimmed_after_visits(screen.changed, lambda: screen.idle):
        screen.idle = False
        screen.changed.emit()
        wait(0)
        in_the_visit = list(given_back)
        screen.idle = True
        screen.changed.emit()
        until(lambda: bool(given_back))

    assert in_the_visit == []
    assert [name.startswith("memory") for name in given_back] == [True], "off the Qt thread"


class Screen(QObject):
    """What is shown, as far as memory asks."""

    changed = Signal()
    idle = True
