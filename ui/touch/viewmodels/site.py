"""Owns what the screens know of the site and of the time of day. Never asks the network."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, QTimer, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.clock import Clock
from kiosk.domain.checkin import day_part
from kiosk.domain.faces import Welcome
from ui.touch.bridge import Bridge
from ui.touch.ports import StationPort

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

_LOOK_AT_CLOCK_MS = 1_000


@QmlElement
@QmlUncreatable("made in face.py")
class SiteViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """Properties: name, pictureDays, isOpen, peopleWaiting, time ("10:42"), dayPart.

    Signals: changed, timeChanged.
    """

    changed = Signal()
    timeChanged = Signal()

    def __init__(self, station: StationPort, *, clock: Clock, bridge: Bridge) -> None:
        super().__init__()
        self._clock = clock
        self._welcome = station.welcome()
        self._now = self._read_clock()
        station.on_welcome(lambda welcome: bridge.post(lambda: self._hear(welcome)))
        self._ticks = QTimer(self, interval=_LOOK_AT_CLOCK_MS)
        self._ticks.timeout.connect(self._look_at_clock)
        self._ticks.start()

    @Property(str, notify=changed)
    def name(self) -> str:
        """The site's own name."""
        return self._welcome.site.name

    @Property(int, notify=changed)
    def pictureDays(self) -> int:
        """Days until a picture is deleted."""
        return self._welcome.site.picture_days

    @Property(int, notify=changed)
    def peopleWaiting(self) -> int:
        """Visitors in line, as last heard."""
        return self._welcome.people_waiting

    @Property(bool, notify=timeChanged)
    def isOpen(self) -> bool:
        """Whether someone serves now."""
        return self._now[1]

    @Property(str, notify=timeChanged)
    def time(self) -> str:
        """The site's wall clock, 24 h."""
        return self._now[0]

    @Property(str, notify=timeChanged)
    def dayPart(self) -> str:
        """morning, afternoon or evening."""
        return self._now[2]

    def _hear(self, welcome: Welcome) -> None:
        if welcome != self._welcome:
            self._welcome = welcome
            self.changed.emit()
            self._look_at_clock()

    def _look_at_clock(self) -> None:
        now = self._read_clock()
        if now != self._now:
            self._now = now
            self.timeChanged.emit()

    def _read_clock(self) -> tuple[str, bool, str]:
        at = self._clock.now()
        local = self._welcome.site.local(at)
        return f"{local:%H:%M}", self._welcome.site.is_open(at), day_part(local.hour)
