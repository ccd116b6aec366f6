"""Decoder of printed codes: QR, Data Matrix, Code 128. Runs in the reading process only.

What a code says is text, cut and cleaned; it is never opened, followed or run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import zxingcpp

from kiosk.vision.reading import MAX_TAGS, Tag

if TYPE_CHECKING:
    from kiosk.vision.arrays import Pixels

LONGEST_TAG: Final = 256
"""Characters of a code that are kept; the rest is ignored."""
_WHITESPACE: Final = " \t\r\n"
"""Stripped around a text; Python's own whitespace includes control characters."""
_FORMATS: Final = zxingcpp.BarcodeFormats(
    [
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.Code128,
    ]
)
_MAX_DOUBLED_SIDE: Final = 1920
"""Longest side in pixels of a picture that is also decoded at double size; bounds memory."""


def read_tags(picture: Pixels) -> tuple[Tag, ...]:
    """The codes in `picture` (BGR or grey), at most MAX_TAGS, each once.

    When none is found, a picture that is not too large is decoded again at double size.
    """
    found = _decoded(picture)
    if not found and max(picture.shape[:2]) <= _MAX_DOUBLED_SIDE:
        large = cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        found = _decoded(large)
    return tuple(dict.fromkeys(tag for tag in map(_as_tag, found) if tag.text))[:MAX_TAGS]


def cleaned(text: str) -> str:
    """The first LONGEST_TAG characters of `text` without unprintable ones."""
    kept = (character for character in text[:LONGEST_TAG] if character.isprintable())
    return "".join(kept).strip()


def _as_tag(content: str) -> Tag:
    text = cleaned(content)
    return Tag(text, whole=text == content.strip(_WHITESPACE))


def _decoded(picture: object) -> list[str]:
    plain = zxingcpp.TextMode.Plain
    codes = zxingcpp.read_barcodes(picture, formats=_FORMATS, text_mode=plain)
    return [code.text for code in codes]
