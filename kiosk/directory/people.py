"""Owns what a site knows of badges and passes: whose first name each stands for, and until when.

Never says that somebody is who the badge says: it greets, it proves nothing. Never keeps or tells
more of a badge than that first name.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kiosk.domain.names import clean_name
from kiosk.faults import SettingsFault

_BADGE, _NAME, _UNTIL = "badge", "first_name", "until"
_LIKE_A_BADGE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{2,39}")
"""No dot, slash or colon, so never an address; no bracket or space, so neither script nor words."""


class Unmet(Enum):
    """What a code that greets nobody is: no badge at all, one nobody listed, a pass that ended."""

    NO_BADGE = "no_badge"
    UNKNOWN = "unknown"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a badge stands for; with `until`, it is a pass and that day its last."""

    badge: str
    first_name: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class People:
    """Everybody on the list, by badge in capital letters."""

    by_badge: Mapping[str, Person] = field(default_factory=lambda: MappingProxyType({}))

    def meet(self, text: str, today: date) -> Person | Unmet:
        """Whom `text`, all that a printed code says, stands for on that day of the site."""
        if not _LIKE_A_BADGE.fullmatch(text):
            return Unmet.NO_BADGE
        person = self.by_badge.get(text.upper())
        if person is None:
            return Unmet.UNKNOWN
        if person.until is not None and person.until < today:
            return Unmet.ENDED
        return person

    def lists(self, text: str) -> bool:
        """Whether `text` is a badge of the list, ended or not."""
        return text.upper() in self.by_badge


def read_people(path: Path) -> People:
    """The list in a CSV file with columns badge, first_name and, if wanted, until.

    SettingsFault names the line and what was expected, and never a name or a badge.
    """
    listed: dict[str, Person] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not {_BADGE, _NAME} <= {*(reader.fieldnames or ())}:
                raise SettingsFault(f"{path}: file: expected the columns badge, first_name, until")
            for row in reader:
                person = _person(row, f"{path}: line {reader.line_num}")
                if person.badge in listed:
                    raise _fault(f"{path}: line {reader.line_num}", _BADGE, "each at most once")
                listed[person.badge] = person
    except OSError as fault:
        raise SettingsFault(f"{path}: file: cannot be read: {fault.strerror}") from fault
    except (UnicodeDecodeError, csv.Error) as fault:
        raise SettingsFault(f"{path}: file: expected a CSV file in UTF-8") from fault
    return People(MappingProxyType(listed))


def _person(row: Mapping[str, str | None], where: str) -> Person:
    badge = (row[_BADGE] or "").strip()
    if not _LIKE_A_BADGE.fullmatch(badge):
        raise _fault(where, _BADGE, "3 to 40 letters, digits, dashes and underscores")
    name = clean_name(row[_NAME] or "")
    if not name:
        raise _fault(where, _NAME, "a first name")
    return Person(badge.upper(), name, _day((row.get(_UNTIL) or "").strip(), where))


def _day(text: str, where: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise _fault(where, _UNTIL, "a day like 2026-12-31, or nothing") from fault


def _fault(where: str, column: str, expected: str) -> SettingsFault:
    return SettingsFault(f"{where}: {column}: expected {expected}")
