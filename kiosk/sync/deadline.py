"""A deadline over a whole network call, whatever holds it up.

A read timeout, which runs between two bytes, covers neither headers that arrive one byte at a time
nor a name that is never resolved. A thread that hangs is not killed: its connection is cut, the
thread is abandoned, and abandoned threads are counted.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread
from typing import Final, TypeVar

from kiosk.faults import LinkFault

MAX_ABANDONED: Final = 3
"""A resolver that hangs cannot be cut off; without a limit it would use up threads for ever."""
_T = TypeVar("_T")


class DeadlineRunner:
    """Runs one call at a time, each on a thread of its own; `cut` ends one that is too late."""

    def __init__(self, cut: Callable[[], None]) -> None:
        self._cut = cut
        self._abandoned: list[Thread] = []

    def call(self, work: Callable[[], _T], within_s: float) -> _T:
        """The result of `work`, or what it raises; LinkFault when it takes longer."""
        self._abandoned = [thread for thread in self._abandoned if thread.is_alive()]
        if len(self._abandoned) >= MAX_ABANDONED:
            raise LinkFault("earlier calls still hang")
        outcome: Future[_T] = Future()
        thread = Thread(target=_run, args=(work, outcome), name="sync_call", daemon=True)
        thread.start()
        if not wait([outcome], within_s).done:
            self._abandoned.append(thread)
            self._cut()
            raise LinkFault("too slow")
        return outcome.result()


def _run(work: Callable[[], _T], outcome: Future[_T]) -> None:
    try:
        outcome.set_result(work())
    except BaseException as fault:  # noqa: BLE001  the future hands it to whoever waits
        outcome.set_exception(fault)
