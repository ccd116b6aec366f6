"""Owns reading printed codes: QR, Data Matrix, Code 128. Runs in the reading process only.

Never opens, follows or runs what a code says: it is text, cut and cleaned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import zxingcpp

from kiosk.vision.reading import MOST_TAGS, Tag

if TYPE_CHECKING:
    from kiosk.vision.arrays import Pixels

LONGEST_TAG: Final = 256
"""Characters of a code that are looked at; the rest is left unread."""
_SPACE: Final = " \t\r\n"
"""What may lie about a text and is not of it; Python's own idea of it has control characters."""
_FORMATS: Final = zxingcpp.BarcodeFormats(
    [
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.Code128,
    ]
)
_TWICE_UP_TO: Final = 1920
"""Pictures with a longer side than this are not looked at in double size: memory is bounded."""


def read_tags(picture: Pixels) -> tuple[Tag, ...]:
    """What the codes in `picture` say, cut and cleaned; none found, it looks twice as large."""
    found = _decoded(picture)
    if not found and max(picture.shape[:2]) <= _TWICE_UP_TO:
        large = cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        found = _decoded(large)
    return tuple(dict.fromkeys(tag for tag in map(_as_tag, found) if tag.text))[:MOST_TAGS]


def cleaned(text: str) -> str:
    """The beginning of `text` without anything that is not drawn."""
    kept = (character for character in text[:LONGEST_TAG] if character.isprintable())
    return "".join(kept).strip()


def _as_tag(said: str) -> Tag:
    text = cleaned(said)
    return Tag(text, whole=text == said.strip(_SPACE))


def _decoded(picture: object) -> list[str]:
    plain = zxingcpp.TextMode.Plain
    codes = zxingcpp.read_barcodes(picture, formats=_FORMATS, text_mode=plain)
    return [code.text for code in codes]
