"""The idle time-out: the question "Still there?", and the count until the visitor is forgotten.

It forgets nothing itself: it signals that it is time.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.checkin import QUIET_S, STILL_THERE_S, Step

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made in screens.py")
class PresenceViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """Properties: asking (whether the question is shown), holds (what it covers), secondsLeft,
    secondsInAll.

    smudged (whether something on the glass is no finger).
    Signals: askingChanged, secondsLeftChanged, smudgedChanged, ended (nobody is there, or the
    visitor is finished).
    """

    askingChanged = Signal()
    secondsLeftChanged = Signal()
    smudgedChanged = Signal()
    ended = Signal()

    def __init__(self, *, holds: Callable[[], str] = str, second_ms: int = 1_000) -> None:
        """`holds` tells what private thing the screen shows: picture, name, or "" none."""
        super().__init__()
        self._holds = holds
        self._second_ms = second_ms
        self._left = 0
        self._smudged = False
        self._idle = QTimer(self, singleShot=True)
        self._idle.timeout.connect(self._ask)
        self._seconds = QTimer(self, interval=second_ms)
        self._seconds.timeout.connect(self._pass_second)

    @Property(bool, notify=askingChanged)
    def asking(self) -> bool:
        """Whether everything is covered and the visitor is asked."""
        return self._seconds.isActive()

    @Property(str, notify=askingChanged)
    def holds(self) -> str:
        """What is kept private by covering the screen: picture, name, or "" nothing."""
        return self._holds()

    @Property(int, notify=secondsLeftChanged)
    def secondsLeft(self) -> int:
        """Seconds until everything is forgotten."""
        return self._left

    @Property(int, constant=True)
    def secondsInAll(self) -> int:
        """Seconds the question stays."""
        return STILL_THERE_S

    @Property(bool, notify=smudgedChanged)
    def smudged(self) -> bool:
        """Whether the visitor is asked to wipe the screen."""
        return self._smudged

    @Slot()
    def stay(self) -> None:
        """The visitor is here: the question goes, everything stays."""
        if self._seconds.isActive():
            self._stop_asking()
            self._idle.start()

    @Slot()
    def finish(self) -> None:
        """The visitor is finished."""
        if self._seconds.isActive():
            self._end()

    def on_step(self, step: str) -> None:
        """Another step is shown: its own idle time begins, or there is nothing to ask about."""
        idle_s = QUIET_S.get(Step(step))
        if idle_s is None:
            self._idle.stop()
            self._stop_asking()
            return
        self._idle.setInterval(idle_s * self._second_ms)
        # The camera may move the flow on; that says nothing about who is there.
        if not self._seconds.isActive():
            self._idle.start()

    @Slot()
    def on_touch(self) -> None:
        """A finger: the idle time starts anew. The question is answered by its buttons only."""
        if self._idle.isActive():
            self._idle.start()

    @Slot(bool)
    def set_smudged(self, smudged: bool) -> None:
        """Something on the glass is no finger, or is gone again; the idle time goes on."""
        self._smudged = smudged
        self.smudgedChanged.emit()

    @Slot(bool)
    def on_crowd(self, crowded: bool) -> None:
        """Points that are no fingers came: what was begun is covered, and its visitor asked."""
        if crowded and self._idle.isActive():
            self._idle.stop()
            self._ask()

    @Slot()
    def _ask(self) -> None:
        self._set_left(STILL_THERE_S)
        self._seconds.start()
        self.askingChanged.emit()

    @Slot()
    def _pass_second(self) -> None:
        self._set_left(self._left - 1)
        if self._left <= 0:
            self._end()

    def _end(self) -> None:
        # Everything is wiped before the question uncovers the screen.
        self.ended.emit()
        self._stop_asking()

    def _stop_asking(self) -> None:
        if self._seconds.isActive():
            self._seconds.stop()
            self._set_left(0)
            self.askingChanged.emit()

    def _set_left(self, seconds: int) -> None:
        if seconds != self._left:
            self._left = seconds
            self.secondsLeftChanged.emit()
