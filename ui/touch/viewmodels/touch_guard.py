"""When a touch counts for a button: not before the visitor can have seen it, nor in a crowd.

The rule itself is in TouchGuard.qml and Pressable.qml; what they ask is answered here.
"""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Qt, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable
from PySide6.QtQuick import QQuickWindow

from kiosk.clock import Clock

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

_MS_PER_S = 1_000
_FRAMES_KEPT = 100
"""Frames whose time is remembered; only those count that showed something new."""


@QmlElement
@QmlUncreatable("made in screens.py")
class TouchGuardViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """Knows when each frame was painted that showed something new.

    Property: crowded (more points are on the glass than hands have, or were a moment ago).
    Signal: crowdedChanged.
    """

    crowdedChanged = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._frame = 0
        self._awaited = False
        self._painted_s: dict[int, float] = {}
        self._crowded = False

    @Property(bool, notify=crowdedChanged)
    def crowded(self) -> bool:
        """Whether no touch counts, because the points on the glass are no fingers."""
        return self._crowded

    @property
    def is_painted(self) -> bool:
        """Whether everything that appeared so far has been painted."""
        return not self._awaited

    def watch(self, window: QQuickWindow) -> None:
        """Observes the frames of `window` from now on."""
        # Queued: no Python runs on a render thread.
        window.frameSwapped.connect(self._on_frame, Qt.ConnectionType.QueuedConnection)

    @Slot(bool)
    def set_crowded(self, crowded: bool) -> None:
        """The points on the glass are no fingers, or are gone."""
        if crowded != self._crowded:
            self._crowded = crowded
            self.crowdedChanged.emit()

    @Slot(result=float)
    def nowMs(self) -> float:
        """Monotonic time in milliseconds."""
        return self._clock.monotonic_s() * _MS_PER_S

    @Slot(result=int)
    def appear(self) -> int:
        """The number of the next frame, the first to show what appears now."""
        self._awaited = True
        return self._frame + 1

    @Slot(int, int, result=bool)
    def isSeen(self, frame: int, for_ms: int) -> bool:
        """Whether what appeared in `frame` has been in sight for `for_ms`."""
        if frame > self._frame:
            return False
        painted_s = self._painted_s.get(frame)
        return painted_s is None or (self._clock.monotonic_s() - painted_s) * _MS_PER_S >= for_ms

    @Slot()
    def _on_frame(self) -> None:
        if self._awaited:
            self._awaited = False
            self._frame += 1
            self._painted_s[self._frame] = self._clock.monotonic_s()
            self._painted_s.pop(self._frame - _FRAMES_KEPT, None)
