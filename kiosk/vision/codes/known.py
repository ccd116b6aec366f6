"""Known codes in lines of text, found also where the reader took 0 for O or 5 for S.

The codes and their meanings are data (assets/codes). A number is a code only in the company of its
family's words; a text that fits two known codes equally well is taken for neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.vision.codes.company import Beside, Near, beside
from kiosk.vision.codes.families import Families, Family, KnownCode, read_families
from kiosk.vision.codes.page_words import (
    PageWord,
    unaccented,
    without_hex,
    without_parameters,
    words_of,
)
from kiosk.vision.codes.sentences import SentenceTable
from kiosk.vision.codes.spellings import (
    LONG,
    Form,
    Spelling,
    clipped,
    comparable,
    count_digits,
    differences,
    folded,
    hex_value,
    key_of,
    spellings,
    squeezed,
)
from kiosk.vision.line import FoundCode

MAX_CODES: Final = 5
"""Most codes of one picture; more help nobody."""
_MAX_NAME_WORDS: Final = 12
"""Most words of a code that is a name: underscores may be read as spaces."""
_FEW_NAME_WORDS: Final = 2
"""Words of a name that may be ordinary ones: MEMORY MANAGEMENT."""
_NAME_START: Final = 4
"""Letters by which names are told from what cannot be one."""
_PADDED_DIGITS: Final = 6
"""Digits from which a hexadecimal number was written with its zeros in front, one or two unread."""
_LINES_OF_ONE_MESSAGE: Final = 3


@dataclass(frozen=True, slots=True)
class _Known:
    """A spelling and its code."""

    spelling: Spelling
    code: KnownCode


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some words of a line that may be a code."""

    text: str
    words: int
    beside: Beside


@dataclass(frozen=True, slots=True)
class _Match:
    """A code and where it stands in its line."""

    known: KnownCode
    begin: int
    end: int
    is_stop: bool = False


class CodeTable:
    """All known codes, indexed by their folded spellings."""

    def __init__(self, families: Families) -> None:
        self.codes = families.codes
        self.sentences = families.sentences
        self._companions = families.companions
        self._plain = SentenceTable(families.sentences)
        self._exact: defaultdict[str, list[_Known]] = defaultdict(list)
        self._squeezed: defaultdict[str, list[_Known]] = defaultdict(list)
        self._clipped: defaultdict[str, list[_Known]] = defaultdict(list)
        self._name_starts: set[str] = set()
        for code in families.codes:
            for way in code.ways:
                for spelling in spellings(way):
                    self._add(_Known(spelling, code))

    def __len__(self) -> int:
        """Number of codes, not of spellings."""
        return len(self.codes)

    def find(self, lines: Sequence[str]) -> tuple[FoundCode, ...]:
        """The known codes in `lines`: long ones first, then short ones, then plain sentences.

        At most MAX_CODES.
        """
        page = _Page(lines)
        found: dict[str, FoundCode] = {}
        above, is_open = "", False
        others: list[str] = []
        for number, line in enumerate(lines):
            shown, is_open = without_parameters(line, is_open=is_open)
            matches = self._in_line(shown, above, page)
            for match in matches:
                found.setdefault(_identity(match.known), _found(match.known, number))
            others.append(_without(line, matches))
            # Its words are the context of the code in it, not of a digit below.
            above = "" if matches else line
        ordered = sorted(found.values(), key=lambda code: len(code.code) < LONG)
        return (*ordered, *self._said(others, ordered))[:MAX_CODES]

    def _add(self, known: _Known) -> None:
        key = folded(known.spelling.written)
        self._exact[key_of(key)].append(known)
        if known.spelling.form is Form.NAME:
            self._name_starts.update(key[skipped:][:_NAME_START] for skipped in range(3))
        if known.spelling.form is Form.LONG and key.startswith("0X"):
            self._squeezed[squeezed(key)].append(known)
        for short in clipped(known.spelling):
            self._clipped[short].append(known)

    def _said(self, lines: Sequence[str], found: Sequence[FoundCode]) -> Iterator[FoundCode]:
        """The plain sentences; not those that a code of the same message says better."""
        for hit in self._plain.find(lines):
            code = _found(hit.known, hit.line)
            near = range(
                hit.line - _LINES_OF_ONE_MESSAGE, hit.last_line + _LINES_OF_ONE_MESSAGE + 1
            )
            if not any(other.family == code.family and other.line in near for other in found):
                yield code

    def _in_line(self, line: str, above: str, page: _Page) -> list[_Match]:
        words = words_of(line)
        matches = list(self._matches(line, above, words, page))
        stop = next((match for match in matches if match.is_stop), None)
        if stop:
            # What follows the number of a stop screen are its parameters, in brackets or not.
            words = words_of(without_hex(line, stop.end))
            matches = list(self._matches(line, above, words, page))
        kept: list[_Match] = []
        for match in sorted(matches, key=lambda one: one.begin - one.end):
            if all(match.end <= other.begin or match.begin >= other.end for other in kept):
                kept.append(match)
        kept.sort(key=lambda match: match.begin)
        return [match for match in kept if not _is_parameter(match, kept, line)]

    def _matches(
        self, line: str, above: str, words: Sequence[PageWord], page: _Page
    ) -> Iterator[_Match]:
        for first in range(len(words)):
            read = ""
            for last in range(first, min(len(words), first + _MAX_NAME_WORDS)):
                if last > first and not line[words[last - 1].end : words[last].begin].isspace():
                    break
                read += words[last].folded
                if last > first + 1 and read[:_NAME_START] not in self._name_starts:
                    break
                candidates = self._candidates(read)
                if candidates:
                    text = " ".join(word.text for word in words[first : last + 1])
                    around = beside(line, above, words, first, last)
                    piece = _Piece(text, last - first + 1, around)
                    known = self._fitting(candidates, piece, page)
                    if known:
                        is_stop = self._is_stop(known, piece)
                        yield _Match(known.code, words[first].begin, words[last].end, is_stop)

    def _candidates(self, read: str) -> Sequence[_Known]:
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

    def _fitting(self, candidates: Iterable[_Known], piece: _Piece, page: _Page) -> _Known | None:
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

    def _is_stop(self, known: _Known, piece: _Piece) -> bool:
        says_stop = known.code.family.is_stop and known.spelling.written.startswith("0x")
        return says_stop and self._companions.says_stop(piece.beside)

    def _in_company(self, known: _Known, piece: _Piece, page: _Page) -> bool:
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

    def _form_allows(self, known: _Known, piece: _Piece, page: _Page) -> bool:
        """Whether a text of this form may be a code here at all."""
        spelling, family = known.spelling, known.code.family
        if spelling.form is Form.NAME:
            return piece.words == 1 or self._is_name(piece, family, page)
        if _is_number(spelling, piece) and self._companions.is_ordinary(piece.beside):
            return False
        if spelling.unpadded:
            return not _is_padded(piece.text) and family.anywhere is not None
        if spelling.written.startswith("0x") and spelling.form is Form.LONG:
            return _is_padded(piece.text)
        return spelling.form is not Form.BARE or family.anywhere is not None

    def _is_name(self, piece: _Piece, family: Family, page: _Page) -> bool:
        """Whether several words are a name and no part of a sentence: capitals, in company."""
        if self._companions.says_error_of_number(piece.beside):
            return True
        if not piece.text.isupper():
            return False
        if piece.words > _FEW_NAME_WORDS:
            return True
        return family.anywhere is not None and page.is_about(family)

    def _is_near(self, family: Family, spelling: Spelling, piece: _Piece) -> bool:
        near = family.near
        if _is_beside(near, spelling, piece):
            return True
        if near.is_open and not _is_number(spelling, piece):
            return True
        return (near.wants_error or near.is_open) and self._says_error(spelling, piece)

    def _says_error(self, spelling: Spelling, piece: _Piece) -> bool:
        if _is_number(spelling, piece):
            return self._companions.says_error_of_number(piece.beside)
        return self._companions.says_error(piece.beside)


class _Page:
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


def read_table(folder: Path) -> CodeTable:
    """The table in the shipped TOML files in `folder`."""
    return CodeTable(read_families(folder))


def _found(known: KnownCode, line: int) -> FoundCode:
    return FoundCode(known.code, known.family.name, known.meaning, line, known.member)


def _without(line: str, matches: Sequence[_Match]) -> str:
    """`line` without its codes: CONNECTION_TIMED_OUT is no sentence."""
    for match in matches:
        line = line[: match.begin] + " " * (match.end - match.begin) + line[match.end :]
    return line


def _identity(known: KnownCode) -> str:
    """The same for a code however its family writes it."""
    value = hex_value(known.code)
    return known.code.upper() if value is None else f"{value:#x}"


def _is_beside(near: Near, spelling: Spelling, piece: _Piece) -> bool:
    """Whether a word of its family is near: the more ordinary a code looks, the nearer."""
    if spelling.form is Form.BARE:
        return near.is_closest(piece.beside)
    if _is_number(spelling, piece):
        return near.is_close(piece.beside)
    return near.is_in(piece.beside)


def _told(fitting: Sequence[_Known], page: _Page) -> _Known | None:
    """Of codes that fit equally well, the one that the page is about; None when two remain."""
    if not fitting:
        return None
    written_so = {comparable(known.spelling.written) for known in fitting}
    if len({_identity(known.code) for known in fitting}) != 1 and len(written_so) != 1:
        return None
    best = max(page.mentions(known.code.family) for known in fitting)
    told = [known for known in fitting if page.mentions(known.code.family) == best]
    bare = told[0].spelling.form is Form.BARE
    return None if bare and len({known.code.meaning for known in told}) != 1 else told[0]


def _is_number(spelling: Spelling, piece: _Piece) -> bool:
    """Whether it might as well be an amount or a count, also by how it was read."""
    return spelling.is_number or (not spelling.alone and piece.text.isdigit())


def _is_whole(known: _Known, piece: _Piece) -> bool:
    """Whether it names the whole code though its prefix was left out: better to look it up by."""
    return bool(known.spelling.prefix) and piece.words == 1


def _fits_words(piece: _Piece, spelling: Spelling) -> bool:
    """Whether a code may be read as so many words: names as several, long numbers as two."""
    if piece.words == 1 or spelling.form is Form.NAME:
        return True
    broken_once = piece.words == 2  # noqa: PLR2004  into two
    return broken_once and spelling.form is Form.LONG and count_digits(spelling.written) > 0


def _has_digits(piece: _Piece, spelling: Spelling) -> bool:
    """Whether enough digits were read as digits: "so" is not 50."""
    if len(spelling.written) >= LONG:
        return True
    return 2 * count_digits(piece.text) >= count_digits(spelling.written)


def _is_padded(read: str) -> bool:
    """Whether a hexadecimal number was read with all the zeros in front of it, or nearly."""
    return len(folded(read)) - len("0X") >= _PADDED_DIGITS


def _is_parameter(match: _Match, matches: Sequence[_Match], line: str) -> bool:
    """Whether a number stands in brackets right behind the number of another code."""
    for other in matches:
        between = line[other.end : match.begin].strip()
        if other.end <= match.begin and between in ("(", "[", "{"):
            return count_digits(line[other.begin : other.end]) > 0
    return False
