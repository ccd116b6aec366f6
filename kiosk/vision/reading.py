"""Reading: the text, codes and tags of one picture, and the words of it that are worth quoting.

Plain values; the models and the reading process are elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.domain.checkin_request import PictureReading, ReadCode, ReadFrame, ReadLine
from kiosk.vision.frames import code_places, paragraphs
from kiosk.vision.line import FoundCode, Line
from kiosk.vision.quote import quote

MAX_TAGS: Final = 4
"""Most printed codes kept of a picture, and of a visit."""


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
        """The sentence that tells the fault; "" where no words are sure."""
        return quote(self.lines, self.codes)

    def for_check_in(self, aspect: float = 1.0) -> PictureReading:
        """The part that a visitor checks in with, as plain values of the domain.

        `aspect`: width by height of the picture.
        """
        places = code_places(self.lines, self.codes)
        around = paragraphs(self.lines, self.codes, aspect)
        return PictureReading(
            quote=self.quote,
            lines=tuple(ReadLine(line.text, line.corners) for line in self.lines),
            codes=tuple(ReadCode(code.code, code.meaning, code.member) for code in self.codes),
            tags=tuple(ReadCode(tag.text, tag.device, kind=tag.kind or "") for tag in self.tags),
            frames=(
                *(ReadFrame(corners, code=True) for corners in places),
                *(ReadFrame(corners) for corners in around),
            ),
        )
