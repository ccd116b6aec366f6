"""Owns that a call to the outside ends in time, whatever holds it up.

A limit between two bytes holds neither against headers that drip nor against a name that is never
resolved. Never ends a thread by force: one that hangs is cut off, left behind, and counted.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread
from typing import Final, TypeVar

from kiosk.faults import LinkFault

MOST_LEFT_BEHIND: Final = 3
"""A resolver that hangs cannot be cut off; it may not eat threads for ever."""
_T = TypeVar("_T")


class DeadlineRunner:
    """Calls made one at a time, each on a thread of its own; `cut` frees one that is too late."""

    def __init__(self, cut: Callable[[], None]) -> None:
        self._cut = cut
        self._left: list[Thread] = []

    def call(self, work: Callable[[], _T], within_s: float) -> _T:
        """What `work` gives or raises; LinkFault when that takes longer."""
        self._left = [thread for thread in self._left if thread.is_alive()]
        if len(self._left) >= MOST_LEFT_BEHIND:
            raise LinkFault("earlier calls still hang")
        outcome: Future[_T] = Future()
        thread = Thread(target=_run, args=(work, outcome), name="sync_call", daemon=True)
        thread.start()
        if not wait([outcome], within_s).done:
            self._left.append(thread)
            self._cut()
            raise LinkFault("too slow")
        return outcome.result()


def _run(work: Callable[[], _T], outcome: Future[_T]) -> None:
    try:
        outcome.set_result(work())
    except BaseException as fault:  # noqa: BLE001  a future carries whatever its work raised
        outcome.set_exception(fault)
