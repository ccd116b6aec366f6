"""Owns which fingers are on the glass and since when. Never keeps a touch from anybody else."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Signal
from PySide6.QtGui import QEventPoint, QMouseEvent, QTouchEvent, QWindow

_MOUSE = -1
"""A mouse is a finger whose number no touchscreen gives."""

_MOUSE_EVENTS = {
    QEvent.Type.MouseButtonPress: QEventPoint.State.Pressed,
    QEvent.Type.MouseMove: QEventPoint.State.Updated,
    QEvent.Type.MouseButtonRelease: QEventPoint.State.Released,
}


class Touches(QObject):
    """Watches a window. A finger held longer than `counts_ms` is a stuck one and counts no more.

    Signal: touched (a finger came, moved or left that counts).
    """

    touched = Signal()

    def __init__(self, *, counts_ms: int) -> None:
        super().__init__()
        self._counts_ms = counts_ms
        self._since: dict[int, QElapsedTimer] = {}

    def watch(self, window: QWindow) -> None:
        """Follows what is touched in `window` from now on."""
        window.installEventFilter(self)

    def held(self) -> bool:
        """Whether a finger that counts is on the glass now."""
        return any(self._counts(since) for since in self._since.values())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See Qt; every event goes on."""
        if isinstance(event, QTouchEvent):
            if event.type() is QEvent.Type.TouchCancel:
                self._since.clear()
            for point in event.points():
                self._follow(point.id(), point.state())
        elif isinstance(event, QMouseEvent) and event.type() in _MOUSE_EVENTS:
            self._follow(_MOUSE, _MOUSE_EVENTS[event.type()])
        return False

    def _follow(self, finger: int, state: QEventPoint.State) -> None:
        if state is QEventPoint.State.Pressed:
            self._since[finger] = QElapsedTimer()
            self._since[finger].start()
        since = self._since.get(finger)
        if state is QEventPoint.State.Released:
            self._since.pop(finger, None)
        if since is not None and state is not QEventPoint.State.Stationary and self._counts(since):
            self.touched.emit()

    def _counts(self, since: QElapsedTimer) -> bool:
        return since.elapsed() <= self._counts_ms
