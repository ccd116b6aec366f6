"""How long the Qt thread takes: to the next frame after a touch, and beyond its turn."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QPointingDevice
from PySide6.QtQuick import QQuickView
from PySide6.QtTest import QTest

BEAT_MS = 5
_LONGEST_MS = 10_000
_devices: list[QPointingDevice] = []


class Late:
    """Beats every 5 ms and notes how much later than that each beat came."""

    def __init__(self) -> None:
        self._late_ms: list[float] = []
        self._last_s = 0.0

    def over(self, seconds: float) -> list[float]:
        """Milliseconds each beat was late, over so many seconds of the running event loop."""
        timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._beat)
        self._last_s = time.perf_counter()
        timer.start()
        wait(int(seconds * 1_000))
        timer.stop()
        return self._late_ms

    def _beat(self) -> None:
        now = time.perf_counter()
        self._late_ms.append(max(0.0, (now - self._last_s) * 1_000 - BEAT_MS))
        self._last_s = now


def wait(ms: int) -> None:
    """Lets the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def until_frame(
    view: QQuickView, act: Callable[[], None], shown: Callable[[], bool] = lambda: True
) -> float:
    """Milliseconds from `act` to the first frame after it in which `shown` holds; inf if none."""
    loop = QEventLoop()
    frames: list[float] = []

    def note() -> None:
        if shown():
            frames.append(time.perf_counter())
            loop.quit()

    view.frameSwapped.connect(note)
    since = time.perf_counter()
    act()
    if not frames:
        QTimer.singleShot(_LONGEST_MS, loop, loop.quit)
        loop.exec()
    view.frameSwapped.disconnect(note)
    return (frames[0] - since) * 1_000 if frames else float("inf")


def touch_to_frame(view: QQuickView, point: QPoint) -> float:
    """Milliseconds from a finger's coming down to the next frame; it leaves elsewhere."""
    if not _devices:
        _devices.append(QTest.createTouchDevice())
    device = _devices[0]
    took = until_frame(view, lambda: QTest.touchEvent(view, device).press(0, point, view).commit())
    away = QPoint(2, 2)
    QTest.touchEvent(view, device).move(0, away, view).commit()
    QTest.touchEvent(view, device).release(0, away, view).commit()
    wait(60)  # The release has a frame of its own, which is not to be taken for the next touch's.
    return took
