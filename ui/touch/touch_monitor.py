"""The fingers on the glass and for how long: tells hands from what is stuck to the screen."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QEventPoint, QMouseEvent, QTouchEvent, QWindow

from kiosk.journal import LogEvent, log

MAX_FINGERS = 8
"""More points at once are no hands; water, a sleeve or a broken panel make them."""
_LOG_AGAIN_MS = 600_000
"""A panel that is wet all day is worth a log line every ten minutes, no more."""

_MOUSE = -1
"""The finger number of a mouse; no touchscreen gives it."""

_MOUSE_EVENTS = {
    QEvent.Type.MouseButtonPress: QEventPoint.State.Pressed,
    QEvent.Type.MouseMove: QEventPoint.State.Updated,
    QEvent.Type.MouseButtonRelease: QEventPoint.State.Released,
}


class TouchMonitor(QObject):
    """Observes the touches of a window; every event still reaches its item.

    A finger held longer than `stuck_after_ms` is stuck. More than eight points at once are a wet
    or dirty screen, until all of them have left and none came for `clear_after_ms`. Neither counts
    as a touch, and both are logged for staff.

    Signals: touched (a finger that counts came, moved or left), smudgedChanged (something on the
    glass is no finger, or is gone again), crowdedChanged (there are too many points to be fingers,
    or all are gone).
    """

    touched = Signal()
    smudgedChanged = Signal(bool)
    crowdedChanged = Signal(bool)

    def __init__(self, *, stuck_after_ms: int, clear_after_ms: int) -> None:
        super().__init__()
        self._stuck_after_ms = stuck_after_ms
        self._since: dict[int, QElapsedTimer] = {}
        self._crowded = False
        self._smudged = False
        self._logged: QElapsedTimer | None = None
        self._next_check = QTimer(self, singleShot=True)
        self._next_check.timeout.connect(self._check_smudge)
        self._clear = QTimer(self, singleShot=True, interval=clear_after_ms)
        self._clear.timeout.connect(self._on_clear)

    def watch(self, window: QWindow) -> None:
        """Observes the touches in `window` from now on."""
        window.installEventFilter(self)

    def stop(self) -> None:
        """Ends the observation."""
        self._next_check.stop()
        self._clear.stop()
        self._since.clear()

    def is_touched(self) -> bool:
        """Whether a finger that counts is on the glass now."""
        return any(self._counts(since) for since in self._since.values())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes the event and lets it pass (Qt's override)."""
        if isinstance(event, QTouchEvent):
            if event.type() is QEvent.Type.TouchCancel:
                self._since.clear()
            for point in event.points():
                self._on_point(point.id(), point.state())
            self._check_smudge()
        elif isinstance(event, QMouseEvent) and event.type() in _MOUSE_EVENTS:
            self._on_point(_MOUSE, _MOUSE_EVENTS[event.type()])
            self._check_smudge()
        return False

    def _on_point(self, finger: int, state: QEventPoint.State) -> None:
        if state is QEventPoint.State.Pressed:
            self._since[finger] = QElapsedTimer()
            self._since[finger].start()
            self._clear.stop()
            if len(self._since) > MAX_FINGERS:
                self._set_crowded(crowded=True)
        since = self._since.get(finger)
        if state is QEventPoint.State.Released:
            self._since.pop(finger, None)
        if since is not None and state is not QEventPoint.State.Stationary and self._counts(since):
            self.touched.emit()

    def _counts(self, since: QElapsedTimer) -> bool:
        return not self._crowded and since.elapsed() <= self._stuck_after_ms

    @Slot()
    def _check_smudge(self) -> None:
        """Reports a smudge that comes or goes; checks again when the next finger may be stuck."""
        if self._crowded and not self._since and not self._clear.isActive():
            self._clear.start()
        ages_ms = [since.elapsed() for since in self._since.values()]
        stuck = any(age_ms > self._stuck_after_ms for age_ms in ages_ms)
        self._next_check.stop()
        moving_ms = [age_ms for age_ms in ages_ms if age_ms <= self._stuck_after_ms]
        if moving_ms:
            self._next_check.start(self._stuck_after_ms - max(moving_ms) + 1)
        self._set_smudged(smudged=self._crowded or stuck)

    @Slot()
    def _on_clear(self) -> None:
        self._set_crowded(crowded=False)
        self._check_smudge()

    def _set_crowded(self, *, crowded: bool) -> None:
        if crowded != self._crowded:
            self._crowded = crowded
            self.crowdedChanged.emit(crowded)

    def _set_smudged(self, *, smudged: bool) -> None:
        if smudged == self._smudged:
            return
        self._smudged = smudged
        if smudged and (self._logged is None or self._logged.elapsed() > _LOG_AGAIN_MS):
            self._logged = QElapsedTimer()
            self._logged.start()
            log(LogEvent.TOUCH_STUCK, points=len(self._since), crowded=self._crowded)
        self.smudgedChanged.emit(smudged)
