"""Feeds systemd's watchdog from the Qt thread: READY once, then WATCHDOG at intervals.

It runs on no other thread: when the Qt thread hangs, the messages must stop.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtQuick import QQuickWindow

from kiosk.machine.systemd import Notifier

_MS_PER_S = 1_000


class Watchdog(QObject):
    """Signal: painted (the first frame is on the screen). Messages begin with `serve`."""

    painted = Signal()

    def __init__(self, window: QQuickWindow, service: Notifier) -> None:
        super().__init__(window)
        self._window = window
        self._service = service
        self._is_painted = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(service.alive)
        # Queued: no Python runs on a render thread.
        queued = Qt.ConnectionType.QueuedConnection
        self._frames = window.frameSwapped.connect(self._on_first_frame, queued)

    @Slot()
    def serve(self) -> None:
        """Sends READY, and from now on WATCHDOG as often as the service manager wants."""
        self._service.ready()
        if self._service.beat_s > 0:
            self._timer.start(int(self._service.beat_s * _MS_PER_S))

    @Slot()
    def _on_first_frame(self) -> None:
        # On a slow machine more frames may be swapped before this thread receives the first signal.
        if self._is_painted:
            return
        self._is_painted = True
        # By its handle: by its name a queued connection is not always found, and Qt says so.
        QObject.disconnect(self._frames)
        self.painted.emit()
