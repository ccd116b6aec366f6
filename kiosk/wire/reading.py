"""The reading of a picture as one private text of an event, bounded like a note.

What arrives is from outside: a line or code of another form is left out, and the rest is shown as
plain text only.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from kiosk.wire import MAX_NOTE, decode, encode, salvage

_T = TypeVar("_T")
_Corners: TypeAlias = Annotated[
    list[Annotated[float, Meta(ge=0, le=1)]], Meta(min_length=8, max_length=8)
]
"""x, y of each, clockwise from the text's top left, in fractions of the picture."""


class WireLine(Struct, frozen=True):
    """One line read on a picture."""

    text: str
    corners: _Corners


class WireMeaning(Struct, frozen=True):
    """A code or tag that was read, and what it stands for; `member`: to whoever helps.

    With a `kind` the content of the printed code was not kept, and `code` is the sort of code.
    """

    code: str
    meaning: str = ""
    member: str = ""
    kind: str | UnsetType = UNSET


class WireFrame(Struct, frozen=True, omit_defaults=True):
    """What is framed on the picture: a paragraph, or a known code; corners as of a line."""

    corners: _Corners
    code: bool = False


class WireRead(Struct, frozen=True):
    """The private words of a picture: all lines, the one that matters, known codes and tags.

    `frames`: what is worth a frame on the picture, codes first; an older kiosk does not tell.
    """

    quote: str = ""
    lines: list[WireLine] = []
    codes: list[WireMeaning] = []
    tags: list[WireMeaning] = []
    frames: list[WireFrame] | UnsetType = UNSET


def read_to_text(read: WireRead) -> str:
    """`read` as private text; its last lines and frames are dropped when it is too long."""
    text = encode(read).decode()
    while len(text) > MAX_NOTE and (read.lines or read.frames):
        read = msgspec.structs.replace(read, lines=_fewer(read.lines))
        if read.frames:
            read = msgspec.structs.replace(read, frames=_fewer(read.frames))
        text = encode(read).decode()
    return text if len(text) <= MAX_NOTE else ""


def _fewer(items: list[_T]) -> list[_T]:
    return items[: len(items) * 3 // 4]


def read_from_text(text: str) -> WireRead | None:
    """The reading in a private text, without what is of another form; None when that is all."""
    body = text.encode(errors="replace")
    try:
        return decode(body, WireRead)
    except ValueError:
        kept = salvage(body, WireRead)
        return None if kept == WireRead() else kept
