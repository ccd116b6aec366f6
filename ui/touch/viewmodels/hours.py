"""The time of day at the site: its clock, whether it is open, and when it opens again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.clock import Clock
from kiosk.domain.checkin import day_part, is_night
from kiosk.domain.site import Site
from kiosk.domain.snapshot import StationSnapshot
from ui.touch.bridge import Bridge
from ui.touch.ports import StationPort

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

TICK_MS = 1_000


def short_time(at: time, midnight: str = "0:00") -> str:
    """ "8:30"; midnight by the name given, as it may begin a day or end one."""
    return midnight if at == time(0) else f"{at.hour}:{at:%M}"


@QmlElement
@QmlUncreatable("made in screens.py")
class HoursViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """Properties: isOpen, time ("10:42"), dayPart, night, backDay, backDate and backAt.

    Signal: changed.
    """

    changed = Signal()

    def __init__(self, station: StationPort, *, clock: Clock, bridge: Bridge) -> None:
        super().__init__()
        self._clock = clock
        self._site = station.snapshot().site
        self._now = _read(self._site, clock)
        station.on_snapshot(lambda snapshot: bridge.post(lambda: self._on_snapshot(snapshot)))
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._update)
        self._ticks.start()

    @Property(bool, notify=changed)
    def isOpen(self) -> bool:
        """Whether someone serves now."""
        return self._now.is_open

    @Property(str, notify=changed)
    def time(self) -> str:
        """The site's wall clock, 24 h."""
        return self._now.time

    @Property(str, notify=changed)
    def dayPart(self) -> str:
        """morning, afternoon or evening."""
        return day_part(self._now.hour)

    @Property(bool, notify=changed)
    def night(self) -> bool:
        """Whether it is night at the site."""
        return is_night(self._now.hour)

    @Property(str, notify=changed)
    def backDay(self) -> str:
        """When it opens again: today, tomorrow, the weekday's number (0 Monday), date, "" never."""
        return self._now.back_day

    @Property(str, notify=changed)
    def backDate(self) -> str:
        """The day it opens again (ISO)."""
        return self._now.back_date

    @Property(str, notify=changed)
    def backAt(self) -> str:
        """The time it opens again, "8:30"."""
        return self._now.back_at

    def stop(self) -> None:
        """Ends the updates each second."""
        self._ticks.stop()

    def _on_snapshot(self, snapshot: StationSnapshot) -> None:
        self._site = snapshot.site
        self._update()

    @Slot()
    def _update(self) -> None:
        now = _read(self._site, self._clock)
        if now != self._now:
            self._now = now
            self.changed.emit()


@dataclass(frozen=True, slots=True)
class _Now:
    time: str
    hour: int
    is_open: bool
    back_day: str
    back_date: str
    back_at: str


def _read(site: Site, clock: Clock) -> _Now:
    at = clock.now()
    local, is_open = site.local(at), site.is_open(at)
    opening = None if is_open else site.next_opening(at)
    return _Now(
        f"{local:%H:%M}",
        local.hour,
        is_open,
        back_day=_day_ahead(local, opening) if opening else "",
        back_date=opening.date().isoformat() if opening else "",
        back_at=short_time(opening.time()) if opening else "",
    )


def _day_ahead(local: datetime, opening: datetime) -> str:
    days = (opening.date() - local.date()).days
    # A weekday without a date is the next one of that name.
    return {0: "today", 1: "tomorrow"}.get(days, str(opening.weekday()) if days < _WEEK else "date")


_WEEK = 7
