"""All spellings of the known codes, found by what was read: exactly, or nearly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from kiosk.vision.codes.families import KnownCode
from kiosk.vision.codes.spellings import (
    Form,
    Spelling,
    clipped,
    folded,
    key_of,
    spellings,
    squeezed,
)

_NAME_START: Final = 4
"""Letters by which names are told from what cannot be one."""


class KnownSpelling(NamedTuple):
    """One way to write a code, and the code."""

    spelling: Spelling
    code: KnownCode


class SpellingIndex:
    """Looked up by folded text."""

    def __init__(self, codes: Iterable[KnownCode]) -> None:
        self._exact: defaultdict[str, list[KnownSpelling]] = defaultdict(list)
        self._squeezed: defaultdict[str, list[KnownSpelling]] = defaultdict(list)
        self._clipped: defaultdict[str, list[KnownSpelling]] = defaultdict(list)
        self._name_starts: set[str] = set()
        for code in codes:
            for way in code.ways:
                for spelling in spellings(way):
                    self._add(KnownSpelling(spelling, code))

    def may_be_name(self, read: str) -> bool:
        """Whether a name begins as `read` does, perhaps with an end cut off."""
        return read[:_NAME_START] in self._name_starts

    def candidates(self, read: str) -> Sequence[KnownSpelling]:
        """Also long codes with an end cut off, and those that differ in how often a character
        repeats.
        """
        found = self._exact.get(key_of(read)) or self._clipped.get(read)
        if found or not read.startswith("0X"):
            return found or ()
        return [
            known
            for known in self._squeezed.get(squeezed(read), ())
            if abs(len(known.spelling.written) - len(read)) == 1
        ]

    def _add(self, known: KnownSpelling) -> None:
        key = folded(known.spelling.written)
        self._exact[key_of(key)].append(known)
        if known.spelling.form is Form.NAME:
            self._name_starts.update(key[skipped:][:_NAME_START] for skipped in range(3))
        if known.spelling.form is Form.LONG and key.startswith("0X"):
            self._squeezed[squeezed(key)].append(known)
        for short in clipped(known.spelling):
            self._clipped[short].append(known)
