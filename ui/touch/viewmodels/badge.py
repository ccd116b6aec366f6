"""The badges held up to the camera: whom they name, and what is said of one that names nobody.

What a badge stands for is in kiosk.directory.people, what follows from it in kiosk.domain.checkin.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.directory.people import BadgeRefusal, People, Person

if TYPE_CHECKING:
    from datetime import date

    from kiosk.clock import Clock
    from kiosk.vision.reading import Tag

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

AWAY_S = 5.0
"""A badge out of sight for longer counts as held up anew; a shorter gap is an unsteady hand."""


@QmlElement
@QmlUncreatable("made in screens.py")
class BadgeViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """What a badge does while a name is asked for, and later.

    Properties: enabled (whether badges are looked for at all), problem ("", or why the badge in
    view names nobody: unknown, ended). Signals: changed; for its siblings recognised (badge, first
    name).
    """

    changed = Signal()
    recognised = Signal(str, str)

    def __init__(self, clock: Clock, today: Callable[[], date]) -> None:
        super().__init__()
        self._clock = clock
        self._today = today
        self._people = People()
        self._enabled = False
        self._stopped = False
        self._problem = ""
        self._seen_s: dict[str, float] = {}
        self._strangers: set[str] = set()

    @Property(bool, notify=changed)
    def enabled(self) -> bool:
        """Whether holding a badge up does anything."""
        return self._enabled

    @Property(str, notify=changed)
    def problem(self) -> str:
        """One of kiosk.directory.people.BadgeRefusal, or "" when there is nothing to say."""
        return self._problem

    def use_people(self, people: People) -> None:
        """From now on badges of that list name people, unless badges were stopped."""
        self._people, self._enabled = people, not self._stopped
        self.changed.emit()

    def stop(self) -> None:
        """No code will be read here any more."""
        self._enabled, self._stopped = False, True
        self.changed.emit()

    def is_badge(self, text: str) -> bool:
        """Whether `text` is or was taken for a badge; then it is stored nowhere."""
        return self._people.has_badge(text) or text in self._strangers

    def take_badges(self, tags: Sequence[Tag], *, naming: bool) -> list[Tag]:
        """Reports whom the badges among `tags` name; returns the tags that are no badges.

        While a name is asked for, a badge in view names its owner if it is the only one. Whatever
        else is held up then, but for devices of the site, may be somebody's badge: it is stored
        nowhere. Later only a badge that comes into view counts, not one that lies on the desk.
        """
        if not self._enabled:
            return list(tags)
        today, rest, persons, problem = self._today(), [], [], ""
        for tag in tags:
            if tag.kind is not None:  # nothing of it is kept that could be a badge
                rest += [] if naming else [tag]
                continue
            owner = self._people.find(tag.text, today) if tag.whole else BadgeRefusal.NO_BADGE
            if isinstance(owner, Person):
                persons.append(owner)
            elif tag.known or not (naming or self.is_badge(tag.text)):
                rest.append(tag)
            else:
                problem = "" if owner is BadgeRefusal.NO_BADGE else owner.value
                self._strangers.add(tag.text)
        self._report(persons, problem, naming=naming)
        return rest

    def clear_message(self) -> None:
        """No name is asked for any more."""
        self._set_problem("")

    @Slot()
    def visitor_changed(self) -> None:
        """Another person stands here; badges in view are still in view."""
        self._strangers.clear()
        self._set_problem("")

    @Slot()
    def forget(self) -> None:
        """The visitor has left."""
        self._seen_s.clear()
        self.visitor_changed()

    def _report(self, persons: list[Person], problem: str, *, naming: bool) -> None:
        now_s = self._clock.monotonic_s()
        came = [who for who in persons if now_s - self._seen_s.get(who.badge, -AWAY_S) >= AWAY_S]
        self._seen_s.update((who.badge, now_s) for who in persons)
        candidates = persons if naming else came
        if len(candidates) == 1:
            self.recognised.emit(candidates[0].badge, candidates[0].first_name)
        elif naming and problem:
            self._set_problem(problem)

    def _set_problem(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            self.changed.emit()
