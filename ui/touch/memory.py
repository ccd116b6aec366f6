"""The C heap of this process: picture memory is reused during a visit and returned after it."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QTimer, SignalInstance

_LARGEST_IN_HEAP_BYTES: Final = 32 << 20
"""Blocks up to this size come from the heap, not from mmap; glibc allows no more."""
_KEPT_FREE_BYTES: Final = 256 << 20
"""More than a camera ever uses at once: nothing goes back to the system in mid-visit."""
_TRIM_AFTER_MS: Final = 2_000
"""By then the camera is released and the last screen is destroyed with all it showed."""
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""Of glibc's malloc.h."""


def reuse_picture_memory() -> None:
    """Makes freed picture memory wait for the next picture. To be called before a second thread.

    By default glibc maps each large picture anew and unmaps it again, and the kernel clears its
    pages each time: half the CPU of a preview. It also has an arena for each thread, and each
    opening of the camera has a thread of its own, whose arena may keep some. One arena serves a
    process that works under one interpreter's lock as fast.
    """
    _call_glibc("mallopt", _M_ARENA_MAX, 1)
    _call_glibc("mallopt", _M_MMAP_THRESHOLD, _LARGEST_IN_HEAP_BYTES)
    _call_glibc("mallopt", _M_TRIM_THRESHOLD, _KEPT_FREE_BYTES)


def trim_heap() -> None:
    """Returns free picture memory to the system; takes milliseconds."""
    _call_glibc("malloc_trim", 0)


@contextmanager
def trimmed_after_visits(
    screen_changed: SignalInstance, idle: Callable[[], bool]
) -> Iterator[None]:
    """Trims the heap a while after each visit, off the Qt thread, until the block ends."""
    trimmer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="memory")
    timer = QTimer(singleShot=True, interval=_TRIM_AFTER_MS)
    timer.timeout.connect(lambda: trimmer.submit(trim_heap))
    screen_changed.connect(lambda: timer.start() if idle() else timer.stop())
    try:
        yield
    finally:
        timer.stop()
        trimmer.shutdown()


def collect_once_and_freeze() -> None:
    """Takes what is loaded out of garbage collection for good: the Qt thread pauses less."""
    gc.collect()
    gc.freeze()
    gc.enable()


def _call_glibc(name: str, *arguments: int) -> None:
    """Calls a function of glibc; does nothing under another C library, which lacks it."""
    function = getattr(ctypes.CDLL(None), name, None)
    if function is not None:
        function(*arguments)
