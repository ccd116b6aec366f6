"""Picture memory is reused for the next picture, and returned to the system after a visit."""

from __future__ import annotations

import json
import subprocess
import sys
from threading import current_thread

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from tests.touch.visitor import until, wait
from ui.touch import memory

PICTURE_MIB = 6
CHILD = f"""
import ctypes
import json
import sys
from tempfile import NamedTemporaryFile
from threading import Thread
from ui.touch.memory import trim_heap, reuse_picture_memory

class Heap(ctypes.Structure):  # mallinfo2 of glibc's malloc.h
    _fields_ = [(name, ctypes.c_size_t) for name in (
        "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks",
        "fordblks", "keepcost")]

libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Heap
libc.malloc.restype = ctypes.c_void_p
libc.malloc.argtypes = [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]
libc.fopen.restype = ctypes.c_void_p
libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
libc.fclose.argtypes = [ctypes.c_void_p]

def in_a_thread(work):
    one = Thread(target=work)
    one.start()
    one.join()

def picture():
    mapped = libc.mallinfo2().hblks
    block = libc.malloc({PICTURE_MIB} << 20)
    said["mapped by itself"] = libc.mallinfo2().hblks > mapped
    size = libc.mallinfo2().arena
    libc.free(block)
    said["kept for the next"] = libc.mallinfo2().arena == size and not said["mapped by itself"]

def arenas():
    with NamedTemporaryFile() as told:
        file = libc.fopen(told.name.encode(), b"w")
        libc.malloc_info(0, file)
        libc.fclose(file)
        return told.read().count(b"<heap nr=")

def small():
    libc.free(libc.malloc(1_000))

said = {{}}
if sys.argv[1] == "as shipped":
    reuse_picture_memory()
in_a_thread(picture)
in_a_thread(small)
said["from the one arena"] = arenas() == 1
before = libc.mallinfo2().arena
trim_heap()
said["returned"] = before - libc.mallinfo2().arena >= {PICTURE_MIB} << 19
print(json.dumps(said))
"""
"""Asks glibc itself what it did: what the system counts depends on whatever else it does."""


def told(how: str) -> dict[str, bool]:
    child = [sys.executable, "-c", CHILD, how]
    done = subprocess.run(child, capture_output=True, text=True, check=True, timeout=240)
    said: dict[str, bool] = json.loads(done.stdout)
    return said


def test_picture_memory_waits_for_the_next_picture_and_is_returned_after_the_visit() -> None:
    assert told("as shipped") == {
        "mapped by itself": False,
        "kept for the next": True,
        "from the one arena": True,
        "returned": True,
    }


def test_without_that_each_picture_is_mapped_anew_and_each_thread_has_an_arena() -> None:
    said = told("plain")

    assert (said["mapped by itself"], said["from the one arena"]) == (True, False)


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
