"""Owns how this process keeps its memory. Never measures it; scripts/bench does."""

from __future__ import annotations

import ctypes
import gc

LARGE_BYTES = 1 << 20
"""Whatever is larger is a picture."""
_M_MMAP_THRESHOLD = -3
"""Of glibc's malloc.h."""


def give_pictures_back() -> None:
    """Memory of a picture returns to the system as soon as the picture is gone.

    By itself glibc learns from the first picture that is freed to keep such memory, in an arena a
    thread; each opening of the camera has a thread of its own, and 17 MiB stayed now and then.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, LARGE_BYTES)


def settle() -> None:
    """What is loaded stays for good and is looked through no more: the Qt thread pauses less."""
    gc.collect()
    gc.freeze()
    gc.enable()
