"""Owns which fingers are on the glass and since when. Never keeps a touch from anybody else."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QEventPoint, QMouseEvent, QTouchEvent, QWindow

from kiosk.journal import LogEvent, log

MOST_FINGERS = 8
"""More points at once are no hands; water, a sleeve or a broken panel make them."""
TELL_AGAIN_MS = 600_000
"""A panel that is wet all day is worth a log line every ten minutes, no more."""

_MOUSE = -1
"""A mouse is a finger whose number no touchscreen gives."""

_MOUSE_EVENTS = {
    QEvent.Type.MouseButtonPress: QEventPoint.State.Pressed,
    QEvent.Type.MouseMove: QEventPoint.State.Updated,
    QEvent.Type.MouseButtonRelease: QEventPoint.State.Released,
}


class Touches(QObject):
    """Watches a window for fingers, and for what only looks like them.

    A finger held longer than `counts_ms` is a stuck one, more than eight points at once are a wet
    or dirty screen until all have left: neither counts, and staff are told (U3 of the catalogue).

    Signals: touched (a finger came, moved or left that counts), smudgedChanged (there is, or is no
    longer, something on the glass that is no finger).
    """

    touched = Signal()
    smudgedChanged = Signal(bool)

    def __init__(self, *, counts_ms: int) -> None:
        super().__init__()
        self._counts_ms = counts_ms
        self._since: dict[int, QElapsedTimer] = {}
        self._crowded = False
        self._smudged = False
        self._told: QElapsedTimer | None = None
        self._late = QTimer(self, singleShot=True)
        self._late.timeout.connect(self._judge)

    def watch(self, window: QWindow) -> None:
        """Follows what is touched in `window` from now on."""
        window.installEventFilter(self)

    def stop(self) -> None:
        """Watches no more."""
        self._late.stop()
        self._since.clear()

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
            self._judge()
        elif isinstance(event, QMouseEvent) and event.type() in _MOUSE_EVENTS:
            self._follow(_MOUSE, _MOUSE_EVENTS[event.type()])
            self._judge()
        return False

    def _follow(self, finger: int, state: QEventPoint.State) -> None:
        if state is QEventPoint.State.Pressed:
            self._since[finger] = QElapsedTimer()
            self._since[finger].start()
            self._crowded = self._crowded or len(self._since) > MOST_FINGERS
        since = self._since.get(finger)
        if state is QEventPoint.State.Released:
            self._since.pop(finger, None)
        if since is not None and state is not QEventPoint.State.Stationary and self._counts(since):
            self.touched.emit()

    def _counts(self, since: QElapsedTimer) -> bool:
        return not self._crowded and since.elapsed() <= self._counts_ms

    def _judge(self) -> None:
        """Tells when a smudge comes or goes, and looks again when a finger may become one."""
        if not self._since:
            self._crowded = False
        ages = [since.elapsed() for since in self._since.values()]
        stuck = any(age > self._counts_ms for age in ages)
        self._late.stop()
        young = [age for age in ages if age <= self._counts_ms]
        if young:
            self._late.start(self._counts_ms - max(young) + 1)
        self._set_smudged(smudged=self._crowded or stuck)

    def _set_smudged(self, *, smudged: bool) -> None:
        if smudged == self._smudged:
            return
        self._smudged = smudged
        if smudged and (self._told is None or self._told.elapsed() > TELL_AGAIN_MS):
            self._told = QElapsedTimer()
            self._told.start()
            log(LogEvent.TOUCH_STUCK, points=len(self._since), crowded=self._crowded)
        self.smudgedChanged.emit(smudged)
