"""The words of a line as they may be codes, each with its place in the line.

Numbers that are parameters of a code are taken out first: "STOP: 0x0000000A (0x00000000, ...)".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kiosk.vision.codes.spellings import folded

_WORD: Final = re.compile(r"[^\s()\[\]{}<>\"'“”‘’«»,;:=*|]+")
_ENDS: Final = ".!?…#"
_HYPHENS: Final = "-–—"
_NUMBER_AND_WORD: Final = re.compile(r"(\d{3,5})[-\u2010–](?=[^\W\d])")
"""404-Fehler, 809-es."""
_GLUED_HEX: Final = re.compile(r"[0O][X×][0-9A-FOIL|SZ]{8}(?![0-9A-FOIL|SZ])", re.IGNORECASE)
"""A long hexadecimal number, also where it was read without a space before it."""
_GLUED_WORD: Final = re.compile(
    r"(?:error|err|code|fehler|erreur|errore|erro|código|codigo|codice|błąd|kod|kode|hata|fout|fel)"
    r"(?:code)?-?(?=\d)",
    re.IGNORECASE,
)
"""Error809: the space was not read."""

_BARE_HEX_FOLLOWS: Final = folded("BCCode")
"""What Windows writes before a stop code in its problem details: "BCCode: 9f"."""
_BARE_HEX: Final = re.compile(r"[0-9A-F]{1,8}")

_HEX: Final = r"[0Oo][xX×][0-9A-FOIL|SZa-foilsz]{1,16}"
_NUMBERS: Final = r"[\s0-9A-FOIL|SZa-foilszxX×,.;_-]*"
_IN_BRACKETS: Final = re.compile(rf"{_HEX}\s*([(\[{{]{_NUMBERS}(?:[)\]}}]|$))")
_STILL_OPEN: Final = re.compile(rf"^{_NUMBERS}(?:[)\]}}]|$)")
_ANY_HEX: Final = re.compile(_HEX)
_SPECIAL: Final = str.maketrans("łŁøØđĐıİ’‘`\u00b4“”", "lLoOdDiI''''\"\"")


@dataclass(frozen=True, slots=True)
class PageWord:
    """A word: as read, folded, and where it stands in its line."""

    text: str
    folded: str
    begin: int
    end: int


def words_of(line: str) -> list[PageWord]:
    """The words of `line` from left to right."""
    words: list[PageWord] = []
    for begin, end in _places(line):
        text = folded(line[begin:end])
        if words and words[-1].folded == _BARE_HEX_FOLLOWS and _BARE_HEX.fullmatch(text):
            text = f"0X{text}"
        words.append(PageWord(line[begin:end], text, begin, end))
    return words


def without_parameters(line: str, *, is_open: bool) -> tuple[str, bool]:
    """`line` with spaces for the numbers in brackets behind a hexadecimal number.

    `is_open` says that such a bracket of the line above was not closed; so does what returns.
    """
    if is_open:
        rest = _STILL_OPEN.match(line)
        is_open = (
            rest is not None and rest[0] == line and not line.rstrip().endswith((")", "]", "}"))
        )
        line = line if rest is None else " " * rest.end() + line[rest.end() :]
    parameters = _IN_BRACKETS.search(line)
    if parameters:
        begin, end = parameters.span(1)
        is_open = not parameters[1].rstrip().endswith((")", "]", "}"))
        line = line[:begin] + " " * (end - begin) + line[end:]
    return line, is_open


def without_hex(line: str, begin: int) -> str:
    """`line` with spaces for hexadecimal numbers from `begin` on."""
    return line[:begin] + _ANY_HEX.sub(lambda number: " " * len(number[0]), line[begin:])


def unaccented(text: str) -> str:
    """`text` in small letters without accents, apostrophes straight: words are compared so."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.translate(_SPECIAL))
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()


def _places(line: str) -> Iterator[tuple[int, int]]:
    for match in _WORD.finditer(line):
        begin, end = match.span()
        while begin < end and line[begin] in _ENDS:
            begin += 1
        while begin < end and (line[end - 1] in _ENDS or line[end - 1] in _HYPHENS):
            end -= 1
        if begin == end:
            continue
        cut = _cut(line[begin:end])
        if cut:
            yield begin, begin + cut
            begin += cut + (line[begin + cut] in _HYPHENS)
        yield begin, end


def _cut(word: str) -> int:
    """Where a word is two that were read as one; 0 when it is one."""
    number = _NUMBER_AND_WORD.match(word)
    if number:
        return number.end(1)
    glued = _GLUED_HEX.search(word)
    if glued:
        return glued.start()
    named = _GLUED_WORD.match(word)
    return named.end() if named else 0
