"""Owns waiting before trying again, and the one loop in which a worker may fail and go on."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

from kiosk.faults import Fault
from kiosk.journal import LogEvent, log


class Backoff:
    """Doubling waits with jitter: each is drawn from half the first to the present ceiling."""

    def __init__(self, first_s: float, cap_s: float, chance: random.Random) -> None:
        self._first_s = first_s
        self._cap_s = cap_s
        self._chance = chance
        self._ceiling_s = first_s

    def next_s(self) -> float:
        """The next wait in seconds; the ceiling doubles up to the cap."""
        wait_s = self._chance.uniform(self._first_s / 2, self._ceiling_s)
        self._ceiling_s = min(self._cap_s, self._ceiling_s * 2)
        return wait_s

    def reset(self) -> None:
        """Call when something worked."""
        self._ceiling_s = self._first_s


class Worker:
    """A named thread that repeats `step` until stopped.

    `step` returns the seconds to pause (0 for none). After a fault `backoff` says how long to wait.
    `wake` cuts a pause short, but never one that the server asked for.
    """

    def __init__(self, name: str, step: Callable[[], float], backoff: Backoff) -> None:
        self._step = step
        self._backoff = backoff
        self._wake = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begins the thread."""
        self._thread.start()

    def wake(self) -> None:
        """There is work: do not wait out the pause."""
        self._wake.set()

    @property
    def stopping(self) -> bool:
        """True once `stop` was called; long steps should look at it."""
        return self._stopped.is_set()

    def ask_to_stop(self) -> None:
        """Ends after the present step; returns at once."""
        self._stopped.set()
        self._wake.set()

    def stop(self, timeout_s: float = 0.5) -> None:
        """Ends after the present step; waits at most `timeout_s` (the thread is a daemon)."""
        self.ask_to_stop()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stopped.is_set():
            pause_s = self._once()
            self._wake.wait(pause_s)
            self._wake.clear()

    def _once(self) -> float:
        try:
            pause_s = self._step()
        except Fault as fault:
            after_s: float | None = getattr(fault, "retry_after_s", None)
            self._stopped.wait(after_s or 0.0)
            return self._backoff.next_s()
        except Exception as bug:  # noqa: BLE001  a worker that dies takes the service with it; it is logged and begins anew
            if self._stopped.is_set():
                return 0.0
            log(LogEvent.WORKER_FAILED, worker=self._thread.name, kind=type(bug).__name__)
            return self._backoff.next_s()
        self._backoff.reset()
        return pause_s
