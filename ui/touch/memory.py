"""Owns how this process keeps its memory. Never measures it; scripts/bench does."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QTimer, SignalInstance

AT_HAND_BYTES: Final = 32 << 20
"""Up to this a picture is no more than any memory; glibc allows no more."""
_KEPT_FREE_BYTES: Final = 256 << 20
"""More than a camera ever has in hand at once: nothing goes back in mid-visit."""
GONE_AFTER_MS: Final = 2_000
"""The camera is released by then, and the last screen has gone with all it showed."""
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""Of glibc's malloc.h."""


def keep_pictures_at_hand() -> None:
    """Memory of a picture that is gone waits for the next one. Before there is a second thread.

    Left to itself glibc asks the system for a large picture anew and gives it back each time, and
    the pages are cleared and mapped each time: half the CPU of a preview. And it has an arena a
    thread: each opening of the camera has a thread of its own, and each may keep some. One arena
    serves a process that works under one interpreter's lock as fast.
    """
    _glibc("mallopt", _M_ARENA_MAX, 1)
    _glibc("mallopt", _M_MMAP_THRESHOLD, AT_HAND_BYTES)
    _glibc("mallopt", _M_TRIM_THRESHOLD, _KEPT_FREE_BYTES)


def give_pictures_back() -> None:
    """What pictures have used goes back to the system; milliseconds."""
    _glibc("malloc_trim", 0)


@contextmanager
def tidied(screen_changed: SignalInstance, idle: Callable[[], bool]) -> Iterator[None]:
    """Pictures are given back a while after each visit, off the Qt thread, until the block ends."""
    tidier = ThreadPoolExecutor(max_workers=1, thread_name_prefix="memory")
    gone = QTimer(singleShot=True, interval=GONE_AFTER_MS)
    gone.timeout.connect(lambda: tidier.submit(give_pictures_back))
    screen_changed.connect(lambda: gone.start() if idle() else gone.stop())
    try:
        yield
    finally:
        gone.stop()
        tidier.shutdown()


def settle() -> None:
    """What is loaded stays for good and is looked through no more: the Qt thread pauses less."""
    gc.collect()
    gc.freeze()
    gc.enable()


def _glibc(name: str, *words: int) -> None:
    """Another C library has its own ways, and is left to them."""
    function = getattr(ctypes.CDLL(None), name, None)
    if function is not None:
        function(*words)
