"""Known codes in lines of text, found also where the reader took 0 for O or 5 for S.

The codes and their meanings are data (assets/codes). A number is a code only in the company of its
family's words; a text that fits two known codes equally well is taken for neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.vision.codes.company import beside
from kiosk.vision.codes.families import Families, KnownCode, read_families
from kiosk.vision.codes.index import SpellingIndex
from kiosk.vision.codes.judge import Judge, Page, Piece, identity
from kiosk.vision.codes.page_words import PageWord, without_hex, without_parameters, words_of
from kiosk.vision.codes.sentences import SentenceTable
from kiosk.vision.codes.spellings import LONG, count_digits
from kiosk.vision.line import FoundCode

MAX_CODES: Final = 5
"""Most codes of one picture; more help nobody."""
_MAX_NAME_WORDS: Final = 12
"""Most words of a code that is a name: underscores may be read as spaces."""
_LINES_OF_ONE_MESSAGE: Final = 3
_CELL: Final = re.compile(r"\s*\S*\d\S*\s*")


@dataclass(frozen=True, slots=True)
class _Match:
    """A code and where it stands in its line."""

    known: KnownCode
    begin: int
    end: int


class CodeTable:
    """All known codes and plain sentences."""

    def __init__(self, families: Families) -> None:
        self.codes = families.codes
        self.sentences = families.sentences
        self._companions = families.companions
        self._index = SpellingIndex(families.codes)
        self._judge = Judge(families.companions)
        self._plain = SentenceTable(families.sentences)

    def __len__(self) -> int:
        """Number of codes, not of spellings."""
        return len(self.codes)

    def find(self, lines: Sequence[str]) -> tuple[FoundCode, ...]:
        """The known codes in `lines`: long ones first, then short ones, then plain sentences.

        At most MAX_CODES.
        """
        page = Page(lines)
        found: dict[str, FoundCode] = {}
        above, is_open = "", False
        others: list[str] = []
        for number, line in enumerate(lines):
            shown, is_open = without_parameters(_whole(lines, number), is_open=is_open)
            matches = self._in_line(shown, "" if _is_cell(lines, number) else above, page)
            for match in matches:
                found.setdefault(identity(match.known), _found(match.known, number))
            others.append(_without(line, matches))
            # Its words are the context of the code in it, not of a digit below.
            above = "" if matches else line
        ordered = sorted(found.values(), key=lambda code: len(code.code) < LONG)
        return (*ordered, *self._said(others, page, ordered))[:MAX_CODES]

    def _said(
        self, lines: Sequence[str], page: Page, found: Sequence[FoundCode]
    ) -> Iterator[FoundCode]:
        """The plain sentences; not those that a code of the same message says better."""
        for hit in self._plain.find(lines, page.is_about):
            code = _found(hit.known, hit.line)
            near = range(
                hit.line - _LINES_OF_ONE_MESSAGE, hit.last_line + _LINES_OF_ONE_MESSAGE + 1
            )
            if not any(other.family == code.family and other.line in near for other in found):
                yield code

    def _in_line(self, line: str, above: str, page: Page) -> list[_Match]:
        words = words_of(line)
        stop = self._end_of_stop_code(line, above, words)
        if stop:
            # What follows the number of a stop screen are its parameters, in brackets or not.
            line = without_hex(line, stop)
            words = words_of(line)
        kept: list[_Match] = []
        matches = self._matches(line, above, words, page)
        for match in sorted(matches, key=lambda one: one.begin - one.end):
            if all(match.end <= other.begin or match.begin >= other.end for other in kept):
                kept.append(match)
        kept.sort(key=lambda match: match.begin)
        return [match for match in kept if not _is_parameter(match, kept, line)]

    def _end_of_stop_code(self, line: str, above: str, words: Sequence[PageWord]) -> int:
        """Where the number behind "STOP:" ends, known or not; 0 without one."""
        for number, word in enumerate(words):
            if word.folded.startswith("0X"):
                around = beside(line, above, words, number, number)
                if self._companions.says_stop(around):
                    return word.end
        return 0

    def _matches(
        self, line: str, above: str, words: Sequence[PageWord], page: Page
    ) -> Iterator[_Match]:
        for first in range(len(words)):
            read = ""
            for last in range(first, min(len(words), first + _MAX_NAME_WORDS)):
                joint = _joint(line, words, last) if last > first else ""
                if joint is None:
                    break
                read += joint + words[last].folded
                if last > first + 1 and not self._index.may_be_name(read):
                    break
                candidates = self._index.candidates(read)
                if candidates:
                    text = " ".join(word.text for word in words[first : last + 1])
                    around = beside(line, above, words, first, last)
                    piece = Piece(text, last - first + 1, around)
                    known = self._judge.code(candidates, piece, page)
                    if known:
                        yield _Match(known, words[first].begin, words[last].end)


def read_table(folder: Path) -> CodeTable:
    """The table in the shipped TOML files in `folder`."""
    return CodeTable(read_families(folder))


def _joint(line: str, words: Sequence[PageWord], last: int) -> str | None:
    """What joins a word with the one before it to one code; None when nothing does."""
    one, other = words[last - 1], words[last]
    between = line[one.end : other.begin]
    if between.isspace():
        return ""
    both = one.folded.startswith("0X") and other.folded.startswith("0X")
    return "-" if both and between.strip() in ("-", "–") else None


def _is_cell(lines: Sequence[str], number: int) -> bool:
    """Whether a line is a number among numbers, as the cells of a table: what stands above is the
    head of a row or column.
    """
    around = [
        line for line in (*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2])
    ]
    return bool(_CELL.fullmatch(lines[number])) and any(map(_CELL.fullmatch, around))


def _whole(lines: Sequence[str], number: int) -> str:
    """A line; a name that is broken after an underscore goes on in the next."""
    line = lines[number].rstrip()
    goes_on = lines[number + 1].split()[:1] if number + 1 < len(lines) else []
    return line + goes_on[0] if goes_on and line.endswith("_") else lines[number]


def _found(known: KnownCode, line: int) -> FoundCode:
    return FoundCode(known.code, known.family.name, known.meaning, line, known.member)


def _without(line: str, matches: Sequence[_Match]) -> str:
    """`line` without its codes: CONNECTION_TIMED_OUT is no sentence."""
    for match in matches:
        line = line[: match.begin] + " " * (match.end - match.begin) + line[match.end :]
    return line


def _is_parameter(match: _Match, matches: Sequence[_Match], line: str) -> bool:
    """Whether a number stands in brackets right behind the number of another code."""
    for other in matches:
        between = line[other.end : match.begin].strip()
        if other.end <= match.begin and between in ("(", "[", "{"):
            return count_digits(line[other.begin : other.end]) > 0
    return False
