"""The queue into the Qt thread, the only way in. It runs no work of its own and never waits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from threading import RLock
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from kiosk.faults import Fault
from kiosk.journal import LogEvent, log

_T = TypeVar("_T")


class Bridge(QObject):
    """Runs calls from any thread on the Qt thread, in the order they came, until it is closed."""

    _posted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        # Reentrant: what is collected as garbage within a call may post something itself.
        self._lock = RLock()
        self._closed = False
        # A slot of this object: Qt drops what is still queued when the object is destroyed.
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def post(self, work: Callable[[], None]) -> None:
        """Runs `work` on the Qt thread soon; returns at once, any thread. Drops it once closed."""
        with self._lock:
            if not self._closed:
                self._posted.emit(work)

    def close(self) -> None:
        """Drops what is posted from now on: those who post may live longer than this object."""
        with self._lock:
            self._closed = True

    def when_done(
        self,
        future: Future[_T],
        on_result: Callable[[_T], None],
        on_fault: Callable[[], None],
    ) -> None:
        """Calls one of the two on the Qt thread once `future` is done, never within this call."""

        def _deliver(done: Future[_T]) -> None:
            self.post(lambda: _call_back(done, on_result, on_fault))

        future.add_done_callback(_deliver)

    @Slot(object)
    def _run(self, work: Callable[[], None]) -> None:
        work()


def _call_back(
    done: Future[_T], on_result: Callable[[_T], None], on_fault: Callable[[], None]
) -> None:
    fault = CancelledError() if done.cancelled() else done.exception()
    if fault is None:
        on_result(done.result())
        return
    if not isinstance(fault, Fault | CancelledError):
        # A bug elsewhere: the log tells whoever runs the kiosk, the visitor gets calm words.
        log(LogEvent.WORKER_FAILED, worker="touch", fault=type(fault).__name__)
    on_fault()
