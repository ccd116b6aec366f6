"""Owns what was read off one picture, and which of its lines is worth repeating.

Plain values and rules over them: knows no picture, no model and no process.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.domain.checkin_request import PictureReading, ReadCode, ReadLine

LONGEST_QUOTE: Final = 90
"""Characters of the line a visitor is shown (ux.md K3)."""

MOST_TAGS: Final = 4
"""Printed codes of a picture, and of a visit, that are kept."""

Point = tuple[float, float]
"""Across and down, in fractions of the picture."""

_TROUBLE: Final = re.compile(
    r"\b(?:can[’']?t|cannot|could[nN]?[’']?t|couldn[’']?t|unable|fail(?:ed|ure|s)?|not|denied|"
    r"problem|wrong|expired|incorrect|unavailable|refused|lost|disconnected|offline|locked|blocked|"
    r"went wrong|ran into|missing|too many|required|stopped|error|invalid|timed out|unreachable|"
    r"jam(?:med)?|low|empty|full|unexpected|reset)\b",
    re.IGNORECASE,
)
"""Words by which a message says that something is the matter."""
_LETTERS: Final = re.compile(r"[^\W\d_]")
_DIGIT: Final = re.compile(r"\d")
_SENTENCE_ENDS: Final = re.compile(r"(?<=[.!?]) ")
_A_WORD: Final = 3
"""Letters below which a line is no words; quoting it would tell nobody anything."""
_FEW_LETTERS: Final = 12
"""A line with fewer says little by itself; it is quoted with the one that says more."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. `confidence` is 0 to 1; corners clockwise from the text's top left."""

    text: str
    confidence: float
    corners: tuple[Point, Point, Point, Point]

    @property
    def height(self) -> float:
        """How tall it stands, in fractions of the picture's height."""
        (_, top), _, _, (_, bottom) = self.corners
        return abs(bottom - top)


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A known code as the table writes it, what it means, and the line it was read in."""

    code: str
    family: str
    meaning: str
    line: int


@dataclass(frozen=True, slots=True)
class Tag:
    """What a printed code says: `text` is bounded and plain; device and owner if it is known.

    `whole` says that the code says this and nothing besides.
    """

    text: str
    whole: bool = True
    known: bool = False
    device: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read off one picture; lines from top to bottom as they are read."""

    lines: tuple[Line, ...] = ()
    codes: tuple[FoundCode, ...] = ()
    tags: tuple[Tag, ...] = ()

    @property
    def text(self) -> str:
        """All lines, one below the other."""
        return "\n".join(line.text for line in self.lines)

    @property
    def quote(self) -> str:
        """The line that matters, cut to what a visitor is shown; "" without any words."""
        return shortened(_line_that_matters(self.lines, self.codes))

    def for_check_in(self) -> PictureReading:
        """The part that a visitor checks in with, as plain values of the domain."""
        return PictureReading(
            quote=self.quote,
            lines=tuple(ReadLine(line.text, line.corners) for line in self.lines),
            codes=tuple(ReadCode(code.code, code.meaning) for code in self.codes),
            tags=tuple(ReadCode(tag.text, tag.device) for tag in self.tags),
        )


def shortened(text: str, longest: int = LONGEST_QUOTE) -> str:
    """`text` cut at a word, with a mark where it was cut."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    whole_words = head[: head.rfind(" ")] if " " in head[longest // 2 :] else head
    return whole_words.rstrip(" ,;:.") + "…"


def _line_that_matters(lines: Sequence[Line], codes: Sequence[FoundCode]) -> str:
    if not lines:
        return ""
    telling = max(lines, key=_tells)
    if not codes:
        return telling.text if len(_LETTERS.findall(telling.text)) >= _A_WORD else ""
    coded = lines[codes[0].line]
    if telling is coded or len(_LETTERS.findall(coded.text)) >= 2 * _FEW_LETTERS:
        return coded.text
    return f"{telling.text.rstrip('.')}. {_sentence_with_a_number(coded.text)}"


def _sentence_with_a_number(text: str) -> str:
    """A line often begins with the end of a sentence that says nothing by itself."""
    numbered = [part for part in _SENTENCE_ENDS.split(text) if _DIGIT.search(part)]
    return numbered[-1] if numbered else text


def _tells(line: Line) -> float:
    """How much a line says of what is the matter: its words first, then how large it stands."""
    letters = len(_LETTERS.findall(line.text))
    if letters < _FEW_LETTERS // 2:
        return line.height
    troubles = min(2, len(_TROUBLE.findall(line.text)))
    enough = 1.0 if letters >= _FEW_LETTERS else 0.5
    return enough * line.confidence * (1.0 + 2.0 * troubles) + 10.0 * line.height
