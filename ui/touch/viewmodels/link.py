"""The link to the server as the screens speak of it: whether it is down, and what follows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.clock import Clock
from kiosk.domain.snapshot import REFUSED_FOR_GOOD_S, Link, StationSnapshot
from ui.touch.bridge import Bridge
from ui.touch.ports import StationPort
from ui.touch.viewmodels.hours import TICK_MS

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

OFFLINE_AFTER_S = 20
"""A link down for so long is worth a word; a shorter gap, as at each start, is not."""


@QmlElement
@QmlUncreatable("made in screens.py")
class LinkViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """Properties: offline, phonesFollow, refused. Signal: changed."""

    changed = Signal()

    def __init__(self, station: StationPort, *, clock: Clock, bridge: Bridge) -> None:
        super().__init__()
        self._clock = clock
        self._down_since_s: float | None = None
        self._note(station.snapshot())
        self._status = self._read()
        station.on_snapshot(lambda snapshot: bridge.post(lambda: self._on_snapshot(snapshot)))
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._update)
        self._ticks.start()

    @Property(bool, notify=changed)
    def offline(self) -> bool:
        """Whether the server has not been reached for so long that it is worth a word."""
        return self._status.offline

    @Property(bool, notify=changed)
    def phonesFollow(self) -> bool:
        """False while visitors' phones, which otherwise could, cannot follow their place."""
        return self._status.phones_follow

    @Property(bool, notify=changed)
    def refused(self) -> bool:
        """Whether the server has refused this kiosk's token for a day."""
        return self._status.refused

    def stop(self) -> None:
        """Ends the updates each second."""
        self._ticks.stop()

    def _on_snapshot(self, snapshot: StationSnapshot) -> None:
        self._note(snapshot)
        self._update()

    def _note(self, snapshot: StationSnapshot) -> None:
        self._snapshot = snapshot
        if snapshot.link is Link.ONLINE:
            self._down_since_s = None
        elif self._down_since_s is None:
            self._down_since_s = self._clock.monotonic_s()

    @Slot()
    def _update(self) -> None:
        status = self._read()
        if status != self._status:
            self._status = status
            self.changed.emit()

    def _read(self) -> _Status:
        snapshot = self._snapshot
        since_s = self._down_since_s
        long = since_s is not None and self._clock.monotonic_s() - since_s >= OFFLINE_AFTER_S
        slow = snapshot.link is Link.DEGRADED and snapshot.waiting_visits == 0
        down = snapshot.link in {Link.OFFLINE, Link.REFUSED}
        return _Status(
            offline=long and not slow,
            phones_follow=not (down and snapshot.site.public_url),
            refused=(snapshot.refused_s or 0) >= REFUSED_FOR_GOOD_S,
        )


@dataclass(frozen=True, slots=True)
class _Status:
    offline: bool
    phones_follow: bool
    refused: bool
