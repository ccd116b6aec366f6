"""The reading of a picture as one private text of an event, bounded like a note.

What arrives is from outside: a line or code of another form is left out, and the rest is shown as
plain text only.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from kiosk.wire import MAX_NOTE, decode, encode, salvage


class WireLine(Struct, frozen=True):
    """One line read on a picture; corners (x, y, ...) clockwise, in fractions of the picture."""

    text: str
    corners: Annotated[list[Annotated[float, Meta(ge=0, le=1)]], Meta(min_length=8, max_length=8)]


class WireMeaning(Struct, frozen=True):
    """A code or tag that was read, and what it stands for; `member`: to whoever helps.

    With a `kind` the content of the printed code was not kept, and `code` is the sort of code.
    """

    code: str
    meaning: str = ""
    member: str = ""
    kind: str | UnsetType = UNSET


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
    """The reading in a private text, without what is of another form; None when that is all."""
    body = text.encode(errors="replace")
    try:
        return decode(body, WireRead)
    except ValueError:
        kept = salvage(body, WireRead)
        return None if kept == WireRead() else kept
