"""Owns telling the service manager that visitors can be served and that the Qt thread still turns.

Never speaks from another thread: a Qt thread that hangs must fall silent.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtQuick import QQuickWindow

from kiosk.machine.systemd import Manager

_MS = 1_000


class Alive(QObject):
    """Signal: painted (the first frame is on the screen). READY and WATCHDOG begin with `serve`."""

    painted = Signal()

    def __init__(self, window: QQuickWindow, manager: Manager) -> None:
        super().__init__(window)
        self._window = window
        self._manager = manager
        self._is_painted = False
        self._beat = QTimer(self)
        self._beat.timeout.connect(manager.alive)
        # Queued: no Python runs on a render thread.
        window.frameSwapped.connect(self._first, Qt.ConnectionType.QueuedConnection)

    def serve(self) -> None:
        """Says READY, and from now on WATCHDOG as often as the manager wants."""
        self._manager.ready()
        if self._manager.beat_s > 0:
            self._beat.start(int(self._manager.beat_s * _MS))

    @Slot()
    def _first(self) -> None:
        # On a slow machine more frames were swapped before this thread heard of the first.
        if self._is_painted:
            return
        self._is_painted = True
        self._window.frameSwapped.disconnect(self._first)
        self.painted.emit()
