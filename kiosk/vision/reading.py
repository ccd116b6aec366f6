"""Reading: the text, codes and tags of one picture, and the words of it that are worth quoting.

Plain values; the models and the reading process are elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kiosk.domain.checkin_request import PictureReading, ReadCode, ReadLine
from kiosk.vision.line import FoundCode, Line
from kiosk.vision.quote import quote

MAX_TAGS: Final = 4
"""Most printed codes kept of a picture, and of a visit."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A printed code that was decoded: `text` is bounded and plain.

    `whole`: the code says this and nothing else. `known`: the site's list has it, with `device` and
    `owner`.
    """

    text: str
    whole: bool = True
    known: bool = False
    device: str = ""
    owner: str = ""


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
        """The sentence that tells the fault; "" where no words are sure."""
        return quote(self.lines, self.codes)

    def for_check_in(self) -> PictureReading:
        """The part that a visitor checks in with, as plain values of the domain."""
        return PictureReading(
            quote=self.quote,
            lines=tuple(ReadLine(line.text, line.corners) for line in self.lines),
            codes=tuple(ReadCode(code.code, code.meaning, code.member) for code in self.codes),
            tags=tuple(ReadCode(tag.text, tag.device) for tag in self.tags),
        )
