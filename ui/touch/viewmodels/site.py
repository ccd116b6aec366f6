"""Owns what the screens know of the site and of the time of day. Never asks the network."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.clock import Clock
from kiosk.domain.checkin import day_part, is_night
from kiosk.domain.snapshot import REFUSED_FOR_GOOD_S, Link, StationSnapshot
from ui.touch.bridge import Bridge
from ui.touch.ports import StationPort

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

TOPICS_SHOWN = 6
"""More than these are no faster to choose from than to be asked."""

APART_AFTER_S = 20
"""A line so long away is worth a word; a shorter gap, as at each start, is not."""

_LOOK_AT_CLOCK_MS = 1_000
_ANY_TOPIC = "chat"


@QmlElement
@QmlUncreatable("made in face.py")
class SiteViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """What the screens say of the site.

    Properties: name, pictureDays, peopleWaiting, topics, hours (signal changed); isOpen, time
    ("10:42"), dayPart, night, backDay and backAt (signal timeChanged); apart (no line to the
    server), toSend, savedSince ("10:41"), savedDays, phonesFollow, turnedAway (signal lineChanged).
    """

    changed = Signal()
    timeChanged = Signal()
    lineChanged = Signal()

    def __init__(
        self, station: StationPort, *, clock: Clock, bridge: Bridge, icons: Collection[str]
    ) -> None:
        """`icons` are the drawings there are; a topic may name one that is not shipped."""
        super().__init__()
        self._clock = clock
        self._icons = icons
        self._snapshot = station.snapshot()
        self._now = self._read_clock()
        self._apart_since_s: float | None = None
        self._oldest: datetime | None = None
        self._note_line()
        self._line = self._read_line()
        station.on_snapshot(lambda snapshot: bridge.post(lambda: self._hear(snapshot)))
        self._ticks = QTimer(self, interval=_LOOK_AT_CLOCK_MS)
        self._ticks.timeout.connect(self._tick)
        self._ticks.start()

    @Property(str, notify=changed)
    def name(self) -> str:
        """The site's own name."""
        return self._snapshot.site.name

    @Property(int, notify=changed)
    def pictureDays(self) -> int:
        """Days until a picture is deleted."""
        return self._snapshot.site.picture_days

    @Property(int, notify=changed)
    def peopleWaiting(self) -> int:
        """Visitors in line, as last heard."""
        return self._snapshot.people_waiting

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]  # a C++ type
    def topics(self) -> list[dict[str, str]]:
        """The first six, in the site's order: id, name, icon."""
        return [
            {
                "id": topic.id,
                "name": topic.name,
                "icon": topic.icon if topic.icon in self._icons else _ANY_TOPIC,
            }
            for topic in self._snapshot.site.topics[:TOPICS_SHOWN]
        ]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]  # a C++ type
    def hours(self) -> list[dict[str, Any]]:
        """The week's opening hours: first and last day (0 Monday), opens and closes ("8:30")."""
        return [
            {
                "first": days.first,
                "last": days.last,
                "opens": _short(days.span.opens),
                "closes": _short(days.span.closes, midnight="24:00"),
            }
            for days in self._snapshot.site.week()
        ]

    @Property(bool, notify=timeChanged)
    def isOpen(self) -> bool:
        """Whether someone serves now."""
        return self._now.is_open

    @Property(str, notify=timeChanged)
    def time(self) -> str:
        """The site's wall clock, 24 h."""
        return self._now.time

    @Property(str, notify=timeChanged)
    def dayPart(self) -> str:
        """morning, afternoon or evening."""
        return day_part(self._now.hour)

    @Property(bool, notify=timeChanged)
    def night(self) -> bool:
        """Whether it is night at the site."""
        return is_night(self._now.hour)

    @Property(str, notify=timeChanged)
    def backDay(self) -> str:
        """When it opens again: today, tomorrow or the weekday's number (0 Monday), "" never."""
        return self._now.back_day

    @Property(str, notify=timeChanged)
    def backAt(self) -> str:
        """The time it opens again, "8:30"."""
        return self._now.back_at

    @Property(bool, notify=lineChanged)
    def apart(self) -> bool:
        """Whether there has been no line to the server for so long that it is worth a word."""
        return self._line.apart

    @Property(int, notify=lineChanged)
    def toSend(self) -> int:
        """Of how many visits something happened here that the server does not know."""
        return self._line.to_send

    @Property(str, notify=lineChanged)
    def savedSince(self) -> str:
        """When the oldest of it happened, by the site's clock; "" when there is none."""
        return self._line.saved_since

    @Property(int, notify=lineChanged)
    def savedDays(self) -> int:
        """How many days ago that was, 0 today."""
        return self._line.saved_days

    @Property(bool, notify=lineChanged)
    def phonesFollow(self) -> bool:
        """False while visitors' phones, which otherwise could, cannot follow their place."""
        return self._line.phones_follow

    @Property(bool, notify=lineChanged)
    def turnedAway(self) -> bool:
        """Whether the server has known this kiosk no more for a day."""
        return self._line.turned_away

    def _hear(self, snapshot: StationSnapshot) -> None:
        before, self._snapshot = self._snapshot, snapshot
        self._note_line()
        self._look_at_line()
        # The topics are made anew with this signal: not for a line that comes and goes.
        if _of_site(before) != _of_site(snapshot):
            self.changed.emit()
            self._look_at_clock()

    def _tick(self) -> None:
        self._look_at_clock()
        self._look_at_line()

    def _note_line(self) -> None:
        snapshot = self._snapshot
        if snapshot.link is Link.ONLINE:
            self._apart_since_s = None
        elif self._apart_since_s is None:
            self._apart_since_s = self._clock.monotonic_s()
        self._oldest = None
        if snapshot.oldest_s is not None:
            at = self._clock.now() - timedelta(seconds=snapshot.oldest_s)
            self._oldest = snapshot.site.local(at)

    def _look_at_line(self) -> None:
        line = self._read_line()
        if line != self._line:
            self._line = line
            self.lineChanged.emit()

    def _read_line(self) -> _Line:
        snapshot = self._snapshot
        since_s = self._apart_since_s
        long = since_s is not None and self._clock.monotonic_s() - since_s >= APART_AFTER_S
        late = snapshot.link is Link.DEGRADED and snapshot.waiting_visits == 0
        today, oldest = snapshot.site.local(self._clock.now()).date(), self._oldest
        away = snapshot.link in {Link.OFFLINE, Link.REFUSED}
        return _Line(
            apart=long and not late,
            to_send=snapshot.waiting_visits,
            saved_since=f"{oldest:%H:%M}" if oldest else "",
            saved_days=max(0, (today - oldest.date()).days) if oldest else 0,
            phones_follow=not (away and snapshot.site.public_url),
            turned_away=(snapshot.refused_s or 0) >= REFUSED_FOR_GOOD_S,
        )

    def _look_at_clock(self) -> None:
        now = self._read_clock()
        if now != self._now:
            self._now = now
            self.timeChanged.emit()

    def _read_clock(self) -> _Now:
        at = self._clock.now()
        site = self._snapshot.site
        local, is_open = site.local(at), site.is_open(at)
        opening = None if is_open else site.next_opening(at)
        return _Now(
            f"{local:%H:%M}",
            local.hour,
            is_open,
            back_day=_day_ahead(local, opening) if opening else "",
            back_at=_short(opening.time()) if opening else "",
        )


@dataclass(frozen=True, slots=True)
class _Now:
    time: str
    hour: int
    is_open: bool
    back_day: str
    back_at: str


@dataclass(frozen=True, slots=True)
class _Line:
    apart: bool
    to_send: int
    saved_since: str
    saved_days: int
    phones_follow: bool
    turned_away: bool


def _of_site(snapshot: StationSnapshot) -> tuple[object, ...]:
    return snapshot.site, snapshot.people_waiting, snapshot.on_duty


def _day_ahead(local: datetime, opening: datetime) -> str:
    days = (opening.date() - local.date()).days
    return {0: "today", 1: "tomorrow"}.get(days, str(opening.weekday()))


def _short(at: time, midnight: str = "0:00") -> str:
    return midnight if at == time(0) else f"{at.hour}:{at:%M}"
