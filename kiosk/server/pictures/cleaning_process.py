"""Process that cleans pictures beside the server: its decoder and encoder hold up nobody's request.

A picture that takes the process down with it costs that picture alone; the next one gets a new
process.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.connection import wait
from threading import Lock, Thread
from typing import Final

from kiosk.faults import PictureFault
from kiosk.journal import LogEvent, log
from kiosk.machine.memory import give_back
from kiosk.pictures.clean import CleanPicture, clean

Cleaner = Callable[[bytes], CleanPicture]
"""Raises PictureFault when the bytes are no picture."""
_TRIES: Final = 2
"""The process may have died of the picture before, or been killed by somebody short of memory."""
_NICE: Final = 5
"""Members' calls come first."""


class CleaningProcess:
    """Cleans one picture at a time in a process of its own. Any thread; starts with the first."""

    def __init__(self, cleaner: Cleaner = clean) -> None:
        self._cleaner = cleaner
        self._lock = Lock()
        self._pool: ProcessPoolExecutor | None = None

    def __call__(self, content: bytes) -> CleanPicture:
        """`content` as `clean` gives it; PictureFault when it is none, or ends the process."""
        for _ in range(_TRIES):
            pool = self._started()
            try:
                return pool.submit(_cleaned, self._cleaner, content).result()
            except BrokenProcessPool:
                self._forget(pool)
        raise PictureFault("the decoder ends at it")

    def close(self) -> None:
        """Ends the process."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                # Spawned: a fork of a process with threads may find their locks taken for ever.
                spawned = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(1, mp_context=spawned, initializer=_begin)
            return self._pool

    def _forget(self, broken: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is broken:
                self._pool = None
                log(LogEvent.CLEANING_PROCESS_DIED)
        broken.shutdown(wait=False)


def _begin() -> None:
    """In the new process: the terminal's Ctrl+C is for the server, whose end is this one's too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError):  # a service may be forbidden to
        os.nice(_NICE)
    Thread(target=_end_with_the_server, daemon=True).start()


def _end_with_the_server() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "this is no server"
    wait([parent.sentinel])
    os._exit(0)


def _cleaned(cleaner: Cleaner, content: bytes) -> CleanPicture:
    try:
        return cleaner(content)
    finally:
        give_back()
