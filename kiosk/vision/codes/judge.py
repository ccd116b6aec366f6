"""Judge of what was read: whether some words are a known code, by their form and their company.

A number is a code only beside words that say so, on a page that is about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.vision.codes.company import Beside, Companions, Near
from kiosk.vision.codes.families import Family, KnownCode
from kiosk.vision.codes.index import KnownSpelling
from kiosk.vision.codes.page_words import unaccented
from kiosk.vision.codes.spellings import (
    LONG,
    Form,
    Spelling,
    comparable,
    count_digits,
    differences,
    folded,
    hex_value,
)

_FEW_NAME_WORDS: Final = 2
"""Words of a name that may be ordinary ones: MEMORY MANAGEMENT."""
_PADDED_DIGITS: Final = 6
"""Digits from which a hexadecimal number was written with its zeros in front, one or two unread."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line that may be a code."""

    text: str
    words: int
    beside: Beside


class Page:
    """The lines of a picture, and what they are about."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.text = unaccented("\n".join(lines))
        self._mentions: dict[str, int] = {}

    def is_about(self, family: Family) -> bool:
        """Whether one of the family's own words stands on it, or none is asked for."""
        return family.anywhere is None or self.mentions(family) > 0

    def mentions(self, family: Family) -> int:
        """How many of the family's own words stand on it."""
        if family.anywhere is None:
            return 0
        if family.name not in self._mentions:
            self._mentions[family.name] = family.anywhere.count_in(self.text)
        return self._mentions[family.name]


class Judge:
    """Tells codes from ordinary words and numbers."""

    def __init__(self, companions: Companions) -> None:
        self._companions = companions

    def code(
        self, candidates: Iterable[KnownSpelling], piece: Piece, page: Page
    ) -> KnownCode | None:
        """The code that a piece is: nearest to its letters, and in its company."""
        possible = [
            known
            for known in candidates
            if _fits_words(piece, known.spelling) and _has_digits(piece, known.spelling)
        ]
        wrong = [differences(known.spelling.written, piece.text) for known in possible]
        fitting = [
            known
            for known, letters in zip(possible, wrong, strict=True)
            if letters == min(wrong) and self._in_company(known, piece, page)
        ]
        for sure in (self._is_stop, _is_whole):
            fitting = [known for known in fitting if sure(known, piece)] or fitting
        return _told(fitting, page)

    def _is_stop(self, known: KnownSpelling, piece: Piece) -> bool:
        says_stop = known.code.family.is_stop and known.spelling.written.startswith("0x")
        return says_stop and self._companions.says_stop(piece.beside)

    def _in_company(self, known: KnownSpelling, piece: Piece, page: Page) -> bool:
        """Whether the words that make a code of it stand beside it and on the page."""
        if self._is_stop(known, piece):
            return True
        spelling, family = known.spelling, known.code.family
        if not self._form_allows(known, piece, page):
            return False
        if spelling.form is Form.NAME and family.is_stop:
            return True
        if spelling.prefix:
            about = self._companions.prefixes.get(spelling.prefix)
            if about is None or not about.stand_in(page.text):
                return False
        if not spelling.alone and not self._says_error(spelling, piece):
            return False
        return self._is_near(family, spelling, piece) and page.is_about(family)

    def _form_allows(self, known: KnownSpelling, piece: Piece, page: Page) -> bool:
        """Whether a text of this form may be a code here at all."""
        spelling, family = known.spelling, known.code.family
        if spelling.form is Form.NAME:
            return self._is_name(piece, family, page)
        if _is_number(spelling, piece) and self._companions.is_ordinary(piece.beside):
            return False
        if spelling.unpadded:
            return not _is_padded(piece.text) and family.anywhere is not None
        if spelling.written.startswith("0x") and spelling.form is Form.LONG:
            return _is_padded(piece.text)
        return spelling.form is not Form.BARE or family.anywhere is not None

    def _is_name(self, piece: Piece, family: Family, page: Page) -> bool:
        """Whether it is a name, and no part of a sentence or a program's own word."""
        if "_" in piece.text and (piece.words == 1 or piece.text.isupper()):
            return True
        if self._companions.says_error_of_number(piece.beside):
            return True
        if not piece.text.isupper():
            return False
        if piece.words == 1 or piece.words > _FEW_NAME_WORDS:
            return True
        return family.anywhere is not None and page.is_about(family)

    def _is_near(self, family: Family, spelling: Spelling, piece: Piece) -> bool:
        near = family.near
        if _is_beside(near, spelling, piece):
            return True
        if near.is_open and not spelling.small and not _is_number(spelling, piece):
            return True
        return (near.wants_error or near.is_open) and self._says_error(spelling, piece)

    def _says_error(self, spelling: Spelling, piece: Piece) -> bool:
        if _is_number(spelling, piece):
            return self._companions.says_error_of_number(piece.beside)
        return self._companions.says_error(piece.beside)


def identity(known: KnownCode) -> str:
    """The same for a code however its family writes it."""
    value = hex_value(known.code)
    return known.code.upper() if value is None else f"{value:#x}"


def _is_beside(near: Near, spelling: Spelling, piece: Piece) -> bool:
    """Whether a word of its family is near: the more ordinary a code looks, the nearer."""
    if spelling.form is Form.BARE:
        return near.is_closest(piece.beside)
    if _is_number(spelling, piece):
        return near.is_close(piece.beside)
    return near.is_in(piece.beside)


def _told(fitting: Sequence[KnownSpelling], page: Page) -> KnownCode | None:
    """Of codes that fit equally well, the one that the page is about; None when two remain."""
    if not fitting:
        return None
    written_so = {comparable(known.spelling.written) for known in fitting}
    if len({identity(known.code) for known in fitting}) != 1 and len(written_so) != 1:
        return None
    best = max(page.mentions(known.code.family) for known in fitting)
    told = [known for known in fitting if page.mentions(known.code.family) == best]
    bare = told[0].spelling.form is Form.BARE
    return None if bare and len({known.code.meaning for known in told}) != 1 else told[0].code


def _is_number(spelling: Spelling, piece: Piece) -> bool:
    """Whether it might as well be an amount or a count, also by how it was read."""
    return spelling.is_number or (not spelling.alone and piece.text.isdigit())


def _is_whole(known: KnownSpelling, piece: Piece) -> bool:
    """Whether it names the whole code though its prefix was left out: better to look it up by."""
    return bool(known.spelling.prefix) and piece.words == 1


def _fits_words(piece: Piece, spelling: Spelling) -> bool:
    """Whether a code may be read as so many words: names as several, long numbers as two."""
    if piece.words == 1 or spelling.form is Form.NAME:
        return True
    broken_once = piece.words == 2  # noqa: PLR2004  into two
    return broken_once and spelling.form is Form.LONG and count_digits(spelling.written) > 0


def _has_digits(piece: Piece, spelling: Spelling) -> bool:
    """Whether enough digits were read as digits: "so" is not 50."""
    if len(spelling.written) >= LONG:
        return True
    return 2 * count_digits(piece.text) >= count_digits(spelling.written)


def _is_padded(read: str) -> bool:
    """Whether a hexadecimal number was read with all the zeros in front of it, or nearly."""
    return len(folded(read)) - len("0X") >= _PADDED_DIGITS
