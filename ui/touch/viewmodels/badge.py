"""Owns who is met by a badge held up to the camera, and what is said of one that greets nobody.

Never decides what a badge stands for (kiosk.directory.people) nor what follows (domain.checkin).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.directory.people import BadgeRefusal, People, Person

if TYPE_CHECKING:
    from datetime import date

    from kiosk.clock import Clock
    from kiosk.vision.reading import Tag

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

AWAY_S = 5.0
"""A badge out of sight for longer comes anew; in a shorter gap it was only held badly."""


@QmlElement
@QmlUncreatable("made in face.py")
class BadgeViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """What a badge says while a name is asked for, and later.

    Properties: awaited (whether badges are looked for at all), said ("", or why the badge in view
    greets nobody: unknown, ended). Signals: changed; for its siblings met (badge, first name).
    """

    changed = Signal()
    met = Signal(str, str)

    def __init__(self, clock: Clock, today: Callable[[], date]) -> None:
        super().__init__()
        self._clock = clock
        self._today = today
        self._people = People()
        self._awaited = False
        self._given_up = False
        self._said = ""
        self._seen_s: dict[str, float] = {}
        self._strangers: set[str] = set()

    @Property(bool, notify=changed)
    def awaited(self) -> bool:
        """Whether holding a badge up does anything."""
        return self._awaited

    @Property(str, notify=changed)
    def said(self) -> str:
        """One of kiosk.directory.people.BadgeRefusal, as far as it is said."""
        return self._said

    def use(self, people: People) -> None:
        """From now on badges of that list greet, if codes are read here at all."""
        self._people, self._awaited = people, not self._given_up
        self.changed.emit()

    def give_up(self) -> None:
        """No code will be read here any more."""
        self._awaited, self._given_up = False, True
        self.changed.emit()

    def is_badge(self, text: str) -> bool:
        """Whether `text` was or would be taken for a badge: then it is kept nowhere."""
        return self._people.has_badge(text) or text in self._strangers

    def look(self, tags: Sequence[Tag], *, naming: bool) -> list[Tag]:
        """Tells who is met; gives back what is no badge.

        While a name is asked for, a badge in view greets if it is the only one. Whatever else is
        held up then, but for devices of the site, may be somebody's badge: it is kept nowhere.
        Later only a badge that comes into view says something, not one that lies on the desk.
        """
        if not self._awaited:
            return list(tags)
        today, rest, persons, unmet = self._today(), [], [], ""
        for tag in tags:
            whose = self._people.find(tag.text, today) if tag.whole else BadgeRefusal.NO_BADGE
            if isinstance(whose, Person):
                persons.append(whose)
            elif tag.known or not (naming or self.is_badge(tag.text)):
                rest.append(tag)
            else:
                unmet = "" if whose is BadgeRefusal.NO_BADGE else whose.value
                self._strangers.add(tag.text)
        self._tell(persons, unmet, naming=naming)
        return rest

    def hush(self) -> None:
        """No name is asked for any more."""
        self._say("")

    def begin_anew(self) -> None:
        """Somebody else stands here; badges in view are still in view."""
        self._strangers.clear()
        self._say("")

    def forget(self) -> None:
        """The visitor has left."""
        self._seen_s.clear()
        self.begin_anew()

    def _tell(self, persons: list[Person], unmet: str, *, naming: bool) -> None:
        at_s = self._clock.monotonic_s()
        came = [who for who in persons if at_s - self._seen_s.get(who.badge, -AWAY_S) >= AWAY_S]
        self._seen_s.update((who.badge, at_s) for who in persons)
        heard = persons if naming else came
        if len(heard) == 1:
            self.met.emit(heard[0].badge, heard[0].first_name)
        elif naming and unmet:
            self._say(unmet)

    def _say(self, said: str) -> None:
        if said != self._said:
            self._said = said
            self.changed.emit()
