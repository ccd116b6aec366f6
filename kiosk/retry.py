"""Back-off between retries, and the worker thread that goes on after a fault."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

from kiosk.faults import Fault
from kiosk.journal import LogEvent, log


class Backoff:
    """Exponential back-off with jitter: a wait is drawn from half the first to the current
    ceiling.
    """

    def __init__(self, first_s: float, cap_s: float, rng: random.Random) -> None:
        self._first_s = first_s
        self._cap_s = cap_s
        self._rng = rng
        self._ceiling_s = first_s

    def next_s(self) -> float:
        """The next wait in seconds; the ceiling doubles up to the cap."""
        wait_s = self._rng.uniform(self._first_s / 2, self._ceiling_s)
        self._ceiling_s = min(self._cap_s, self._ceiling_s * 2)
        return wait_s

    def reset(self) -> None:
        """Starts over from the first wait; call it after a success."""
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
        """Starts the thread."""
        self._thread.start()

    def wake(self) -> None:
        """Ends the current pause, because there is work."""
        self._wake.set()

    @property
    def stopping(self) -> bool:
        """True once `stop` was called; long steps should check it."""
        return self._stopped.is_set()

    def ask_to_stop(self) -> None:
        """Makes the thread end after the current step; returns at once."""
        self._stopped.set()
        self._wake.set()

    def stop(self, timeout_s: float = 0.5) -> None:
        """As `ask_to_stop`, and waits at most `timeout_s` for the end (the thread is a daemon)."""
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
        except Exception as bug:  # noqa: BLE001  without the worker the service is dead; the bug is logged and the worker goes on
            if self._stopped.is_set():
                return 0.0
            log(LogEvent.WORKER_FAILED, worker=self._thread.name, kind=type(bug).__name__)
            return self._backoff.next_s()
        self._backoff.reset()
        return pause_s
