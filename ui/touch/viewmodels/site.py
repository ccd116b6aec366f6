"""The site as the screens show it: its name, topics, opening hours and line of visitors."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.domain.snapshot import StationSnapshot
from ui.touch.bridge import Bridge
from ui.touch.ports import StationPort
from ui.touch.viewmodels.hours import short_time

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

TOPICS_SHOWN = 6
"""Choosing from more than these is no faster than being asked."""

_DEFAULT_ICON = "chat"


@QmlElement
@QmlUncreatable("made in screens.py")
class SiteViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """Properties: name, pictureDays, peopleWaiting, topics, hours, helpPhone. Signal: changed."""

    changed = Signal()

    def __init__(self, station: StationPort, *, bridge: Bridge, icons: Collection[str]) -> None:
        """`icons` are the drawings there are; a topic may name one that is not shipped."""
        super().__init__()
        self._icons = icons
        self._snapshot = station.snapshot()
        station.on_snapshot(lambda snapshot: bridge.post(lambda: self._on_snapshot(snapshot)))

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
        """Visitors in line, as last reported by the server."""
        return self._snapshot.people_waiting

    @Property(str, notify=changed)
    def helpPhone(self) -> str:
        """Whom to call while nobody is at a desk, "" nobody."""
        return self._snapshot.site.help_phone

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]  # a C++ type
    def topics(self) -> list[dict[str, str]]:
        """The first six, in the site's order: id, name, icon."""
        return [
            {
                "id": topic.id,
                "name": topic.name,
                "icon": topic.icon if topic.icon in self._icons else _DEFAULT_ICON,
            }
            for topic in self._snapshot.site.topics[:TOPICS_SHOWN]
        ]

    @Property("QVariantList", notify=changed)  # type: ignore[arg-type]  # a C++ type
    def hours(self) -> list[dict[str, Any]]:
        """The week's opening hours: first and last day (0 Monday), and `times`.

        Those are the openings of each of these days: opens and closes ("8:30").
        """
        return [
            {
                "first": days.first,
                "last": days.last,
                "times": [
                    {
                        "opens": short_time(span.opens),
                        "closes": short_time(span.closes, midnight="24:00"),
                    }
                    for span in days.spans
                ],
            }
            for days in self._snapshot.site.week()
        ]

    def _on_snapshot(self, snapshot: StationSnapshot) -> None:
        before, self._snapshot = self._snapshot, snapshot
        # QML rebuilds the topics at this signal: not for a link that comes and goes.
        if _shown(before) != _shown(snapshot):
            self.changed.emit()


def _shown(snapshot: StationSnapshot) -> tuple[object, ...]:
    return snapshot.site, snapshot.people_waiting
