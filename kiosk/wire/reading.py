"""The reading of a picture as one private text of an event, bounded like a note.

What arrives is from outside: it is strictly decoded, and shown as plain text only.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from kiosk.wire import MAX_NOTE, decode, encode


class WireLine(Struct, frozen=True):
    """One line read on a picture; corners (x, y, ...) clockwise, in fractions of the picture."""

    text: str
    corners: Annotated[list[Annotated[float, Meta(ge=0, le=1)]], Meta(min_length=8, max_length=8)]


class WireMeaning(Struct, frozen=True):
    """A code or tag that was read, and what it stands for."""

    code: str
    meaning: str = ""


class WireRead(Struct, frozen=True):
    """The private words of a picture: all lines, the one that matters, known codes and tags."""

    quote: str = ""
    lines: list[WireLine] = []
    codes: list[WireMeaning] = []
    tags: list[WireMeaning] = []


def read_to_text(read: WireRead) -> str:
    """`read` as private text; its last lines are dropped when it is too long."""
    text = encode(read).decode()
    while len(text) > MAX_NOTE and read.lines:
        kept = read.lines[: len(read.lines) * 3 // 4]
        read = msgspec.structs.replace(read, lines=kept)
        text = encode(read).decode()
    return text if len(text) <= MAX_NOTE else ""


def read_from_text(text: str) -> WireRead | None:
    """The reading in a private text; None when it cannot be decoded."""
    try:
        return decode(text.encode(errors="replace"), WireRead)
    except ValueError:
        return None
