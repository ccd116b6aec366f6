"""People directory: first names by badge, and guests' passes with their last day, from a CSV list.

A badge greets and proves nothing: it never says that whoever holds it is that person. Nothing of a
person is kept here but the badge and the first name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kiosk.directory.cells import day_of, is_sheet_fault
from kiosk.directory.csv_list import BadCell, Cells, CsvFormat, ReadList, read_csv_list
from kiosk.domain.names import clean_name

_BADGE, _NAME, _UNTIL = "badge", "first_name", "until"
_BADGE_PATTERN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{2,39}")
"""No dot, slash or colon, so never an address; no bracket or space, so neither script nor words."""


class BadgeRefusal(Enum):
    """Why a code names nobody: it is no badge, it is not listed, or the pass has ended."""

    NO_BADGE = "no_badge"
    UNKNOWN = "unknown"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Person:
    """An entry of the directory. With `until` the badge is a pass, and that day its last."""

    badge: str
    first_name: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class People:
    """All entries by badge, in capital letters."""

    by_badge: Mapping[str, Person] = field(default_factory=lambda: MappingProxyType({}))

    def find(self, text: str, today: date) -> Person | BadgeRefusal:
        """Whose badge `text` is on the site's day `today`; `text` is all that a printed code says.

        Upper and lower case are the same.
        """
        if not _BADGE_PATTERN.fullmatch(text):
            return BadgeRefusal.NO_BADGE
        person = self.by_badge.get(text.upper())
        if person is None:
            return BadgeRefusal.UNKNOWN
        if person.until is not None and person.until < today:
            return BadgeRefusal.ENDED
        return person

    def has_badge(self, text: str) -> bool:
        """Whether `text` is a badge of the list, ended or not."""
        return text.upper() in self.by_badge


def read_people(path: Path) -> ReadList[People]:
    """The list in a CSV file with the columns badge, first_name and, if wanted, until.

    SettingsFault when it is no such list. A complaint names the line and what was expected, and
    never a name or a badge.
    """
    read = read_csv_list(path, _FORMAT)
    return ReadList(People(read.content), read.rows, read.left_out, read.note)


def _person(row: Cells) -> tuple[str, Person]:
    badge = row[_BADGE]
    if not _BADGE_PATTERN.fullmatch(badge):
        raise BadCell(_BADGE, "3 to 40 letters, digits, dashes and underscores")
    name = clean_name(row[_NAME])
    if not name or is_sheet_fault(name):
        raise BadCell(_NAME, "a first name")
    person = Person(badge.upper(), name, _day(row[_UNTIL]))
    return person.badge, person


def _day(text: str) -> date | None:
    day = day_of(text)
    if text and day is None:
        raise BadCell(_UNTIL, "a day like 2026-12-31, or nothing: format the column as text")
    return day


_FORMAT: Final = CsvFormat((_BADGE, _NAME), _person, optional=(_UNTIL,))
