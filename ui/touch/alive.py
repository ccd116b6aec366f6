"""Owns telling the service manager that the screen is painted and that the Qt thread still turns.

Never speaks from another thread: a Qt thread that hangs must fall silent.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtQuick import QQuickWindow

from kiosk.notify import Manager

_MS = 1_000


class Alive(QObject):
    """Says READY at the first painted frame and WATCHDOG as often as the manager wants."""

    def __init__(self, window: QQuickWindow, manager: Manager) -> None:
        super().__init__(window)
        self._manager = manager
        self._ready = False
        self._beat = QTimer(self)
        self._beat.timeout.connect(manager.alive)
        # Queued: no Python runs on a render thread.
        window.frameSwapped.connect(self._painted, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _painted(self) -> None:
        if self._ready:
            return
        self._ready = True
        self._manager.ready()
        if self._manager.beat_s > 0:
            self._beat.start(int(self._manager.beat_s * _MS))
