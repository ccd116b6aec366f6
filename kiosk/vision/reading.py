"""Reading: the text, codes and tags of one picture, and the line that is worth quoting.

Plain values; the models and the reading process are elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.domain.checkin_request import PictureReading, ReadCode, ReadLine

LONGEST_QUOTE: Final = 90
"""Most characters of the line that a visitor is shown."""

MAX_TAGS: Final = 4
"""Most printed codes kept of a picture, and of a visit."""

Point = tuple[float, float]
"""x and y in fractions of the picture's width and height."""

_TROUBLE_WORDS: Final = re.compile(
    r"\b(?:can[’']?t|cannot|could[nN]?[’']?t|couldn[’']?t|unable|fail(?:ed|ure|s)?|not|denied|"
    r"problem|wrong|expired|incorrect|unavailable|refused|lost|disconnected|offline|locked|blocked|"
    r"went wrong|ran into|missing|too many|required|stopped|error|invalid|timed out|unreachable|"
    r"jam(?:med)?|low|empty|full|unexpected|reset)\b",
    re.IGNORECASE,
)
"""Words by which a message says that something is wrong."""
_LETTERS: Final = re.compile(r"[^\W\d_]")
_DIGIT: Final = re.compile(r"\d")
_SENTENCE_ENDS: Final = re.compile(r"(?<=[.!?]) ")
_MIN_LETTERS: Final = 3
"""Letters below which a line is not quoted: it says nothing."""
_FEW_LETTERS: Final = 12
"""Letters below which a line says little by itself; it is quoted with one that says more."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. `confidence` is 0 to 1; corners clockwise from the text's top left."""

    text: str
    confidence: float
    corners: tuple[Point, Point, Point, Point]

    @property
    def height(self) -> float:
        """Its height in fractions of the picture's height."""
        (_, top), _, _, (_, bottom) = self.corners
        return abs(bottom - top)


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A known code as the table writes it, what it means, and the line it was read in."""

    code: str
    family: str
    meaning: str
    line: int


class TagKind(StrEnum):
    """Kinds of printed code whose content is not kept; whoever shows one has words for each."""

    TWO_STEP = "two_step"
    PASSKEY = "passkey"
    SIGN_IN = "sign_in"
    WIFI = "wifi"
    RECOVERY_KEY = "recovery_key"
    WALLET = "wallet"
    KEY = "key"
    PERSONAL = "personal"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Tag:
    """A printed code that was decoded: `text` is bounded and plain.

    `whole`: the code says this and nothing else. `known`: the site's list has it, with `device` and
    `owner`. With a `kind`, `text` is only what sort of code it is: "QR code".
    """

    text: str
    whole: bool = True
    known: bool = False
    device: str = ""
    owner: str = ""
    kind: TagKind | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read on one picture; lines from top to bottom."""

    lines: tuple[Line, ...] = ()
    codes: tuple[FoundCode, ...] = ()
    tags: tuple[Tag, ...] = ()

    @property
    def text(self) -> str:
        """All lines, one below the other."""
        return "\n".join(line.text for line in self.lines)

    @property
    def quote(self) -> str:
        """The line that matters, cut to LONGEST_QUOTE; "" without any words."""
        return shortened(_line_that_matters(self.lines, self.codes))

    def for_check_in(self) -> PictureReading:
        """The part that a visitor checks in with, as plain values of the domain."""
        return PictureReading(
            quote=self.quote,
            lines=tuple(ReadLine(line.text, line.corners) for line in self.lines),
            codes=tuple(ReadCode(code.code, code.meaning) for code in self.codes),
            tags=tuple(ReadCode(tag.text, tag.device, tag.kind or "") for tag in self.tags),
        )


def shortened(text: str, longest: int = LONGEST_QUOTE) -> str:
    """`text` cut at a word, with an ellipsis where it was cut."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    whole_words = head[: head.rfind(" ")] if " " in head[longest // 2 :] else head
    return whole_words.rstrip(" ,;:.") + "…"


def _line_that_matters(lines: Sequence[Line], codes: Sequence[FoundCode]) -> str:
    if not lines:
        return ""
    relevant = max(lines, key=_relevance)
    if not codes:
        return relevant.text if len(_LETTERS.findall(relevant.text)) >= _MIN_LETTERS else ""
    coded = lines[codes[0].line]
    if relevant is coded or len(_LETTERS.findall(coded.text)) >= 2 * _FEW_LETTERS:
        return coded.text
    return f"{relevant.text.rstrip('.')}. {_sentence_with_a_number(coded.text)}"


def _sentence_with_a_number(text: str) -> str:
    """The last sentence with a digit: a line often begins with the end of another sentence."""
    numbered = [part for part in _SENTENCE_ENDS.split(text) if _DIGIT.search(part)]
    return numbered[-1] if numbered else text


def _relevance(line: Line) -> float:
    """Score of how much a line says about what is wrong: its words first, then its height."""
    letters = len(_LETTERS.findall(line.text))
    if letters < _FEW_LETTERS // 2:
        return line.height
    troubles = min(2, len(_TROUBLE_WORDS.findall(line.text)))
    enough = 1.0 if letters >= _FEW_LETTERS else 0.5
    return enough * line.confidence * (1.0 + 2.0 * troubles) + 10.0 * line.height
