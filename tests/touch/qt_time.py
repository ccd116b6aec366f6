"""Qt's timers on a time that stands still until a test lets it pass."""

from __future__ import annotations

from itertools import count

from PySide6.QtCore import QObject, Signal


class QtTime:
    """Milliseconds since a moment, and the timers that run on them.

    `timer` and `elapsed_timer` stand in for the classes QTimer and QElapsedTimer of a module.
    """

    def __init__(self) -> None:
        self.now_ms = 0
        self._timers: list[FakeTimer] = []

    def timer(
        self, parent: QObject | None = None, *, interval: int = 0, singleShot: bool = False
    ) -> FakeTimer:
        """As QTimer's constructor."""
        self._timers.append(FakeTimer(self, parent, interval, single=singleShot))
        return self._timers[-1]

    def elapsed_timer(self) -> FakeElapsedTimer:
        """As QElapsedTimer's constructor."""
        return FakeElapsedTimer(self)

    def passes(self, *, seconds: float) -> None:
        """Time goes by; every timer that is due fires, in order."""
        end_ms = self.now_ms + round(seconds * 1_000)
        while due := [each for each in self._timers if each.isActive() and each.due_ms <= end_ms]:
            first = min(due, key=lambda each: each.due_ms)
            self.now_ms = first.due_ms
            first.fire()
        self.now_ms = end_ms


class FakeTimer(QObject):
    """What the screens use of a QTimer."""

    timeout = Signal()
    _ids = count(1)

    def __init__(
        self, time: QtTime, parent: QObject | None, interval: int, *, single: bool
    ) -> None:
        super().__init__(parent)
        self._time = time
        self._interval_ms = interval
        self._single = single
        self._id = -1
        self.due_ms = 0

    def start(self, interval: int | None = None) -> None:
        self._interval_ms = self._interval_ms if interval is None else interval
        self._id = next(self._ids)
        self.due_ms = self._time.now_ms + self._interval_ms

    def stop(self) -> None:
        self._id = -1

    def isActive(self) -> bool:
        return self._id != -1

    def interval(self) -> int:
        return self._interval_ms

    def setInterval(self, interval: int) -> None:
        self._interval_ms = interval
        if self.isActive():
            self.start()

    def timerId(self) -> int:
        return self._id

    def fire(self) -> None:
        """Its time has come."""
        if self._single:
            self.stop()
        else:
            self.due_ms += max(1, self._interval_ms)
        self.timeout.emit()


class FakeElapsedTimer:
    """What the screens use of a QElapsedTimer."""

    def __init__(self, time: QtTime) -> None:
        self._time = time
        self._since_ms = time.now_ms

    def start(self) -> None:
        self._since_ms = self._time.now_ms

    def elapsed(self) -> int:
        return self._time.now_ms - self._since_ms
