"""Decoder of printed codes, from QR to Code 39. Runs in the reading process only.

What a code says is text, cut and cleaned; it is never opened, followed or run. Of a code that holds
a secret or somebody's details only the kind leaves this module (kiosk/vision/codes/private.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
import zxingcpp

from kiosk.vision.codes.private import private_kind
from kiosk.vision.codes.unread import is_seen
from kiosk.vision.reading import MAX_TAGS, Tag, TagKind

if TYPE_CHECKING:
    from kiosk.vision.arrays import Pixels

LONGEST_TAG: Final = 256
"""Characters of a code that are kept; the rest is ignored."""
_WHITESPACE: Final = " \t\r\n"
"""Stripped around a text; Python's own whitespace includes control characters."""
_BY_MODULES: Final = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix)
_BY_LINES: Final = (
    zxingcpp.BarcodeFormat.Code39,
    zxingcpp.BarcodeFormat.ITF,
    zxingcpp.BarcodeFormat.PDF417,
)
_COMMON: Final = zxingcpp.BarcodeFormats([*_BY_MODULES, zxingcpp.BarcodeFormat.Code128])
"""What every look at the preview looks for."""
_RARE: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Aztec, *_BY_LINES])
_ALL: Final = zxingcpp.BarcodeFormats([*_COMMON, *_RARE])
_OF_LINES: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.Code128, *_BY_LINES])
"""What the library never looks for light on dark; the others it finds either way if asked."""
_RARE_OR_OF_LINES: Final = zxingcpp.BarcodeFormats([*_RARE, zxingcpp.BarcodeFormat.Code128])
RARE_EVERY: Final = 5
"""Looks at the preview of which one looks for the rare codes, too."""
_INVERTED_EVERY: Final = 2 * RARE_EVERY
_MAX_DOUBLED_SIDE: Final = 1920
"""Longest side in pixels of a picture that is also decoded at double size; bounds memory."""
_NAMES: Final = {
    zxingcpp.BarcodeFormat.QRCode: "QR code",
    zxingcpp.BarcodeFormat.DataMatrix: "Data Matrix code",
    zxingcpp.BarcodeFormat.Aztec: "Aztec code",
    zxingcpp.BarcodeFormat.PDF417: "PDF417 code",
}
_OTHER_NAME: Final = "Bar code"
_UNREAD: Final = Tag("QR code", whole=False, kind=TagKind.UNREADABLE)


def read_tags(picture: Pixels) -> tuple[Tag, ...]:
    """The codes in `picture` (BGR or grey), at most MAX_TAGS, each once.

    When none is found, the picture is decoded again light on dark, and one that is not too large at
    double size. When none can be read, a QR code that is seen is told as such.
    """
    first = _decoded(picture, _ALL, with_unread=True)
    found = _valid(first) or _of_negative(picture, _OF_LINES)
    if found or not _may_be_doubled(picture):
        return _tags(found)
    doubled = _decoded(_doubled(picture), _ALL, with_unread=True)
    unread = (_UNREAD,) if is_seen(first, doubled) else ()
    return _tags(_valid(doubled)) or unread


def look_for_tags(picture: Pixels, look: int) -> tuple[Tag, ...]:
    """The codes in a preview; `look` counts the looks, as not each one looks for the rare codes.

    Neither the rare codes nor the light ones on dark are looked for where another is in view.
    """
    found = _decoded(picture, _COMMON)
    if not found and look % RARE_EVERY == 0:
        found = _decoded(picture, _RARE, either_way=False)
    if not found and look % _INVERTED_EVERY == 1:
        found = _of_negative(picture, _RARE_OR_OF_LINES)
    if not found and _may_be_doubled(picture):
        found = _decoded(_doubled(picture), _COMMON)
    return _tags(found)


def cleaned(text: str) -> str:
    """The first LONGEST_TAG characters of `text` without unprintable ones."""
    kept = (character for character in text[:LONGEST_TAG] if character.isprintable())
    return "".join(kept).strip()


def as_tag(content: str, *, name: str = _OTHER_NAME, binary: bytes | None = None) -> Tag:
    """What is kept of a code that says `content`; `name` is the sort of code.

    The whole content is judged, though only the beginning is ever kept.
    """
    kind = private_kind(content, binary=binary)
    if kind is not None:
        return Tag(name, whole=False, kind=kind)
    text = cleaned(content)
    return Tag(text, whole=text == content.strip(_WHITESPACE))


def _tags(codes: list[zxingcpp.Barcode]) -> tuple[Tag, ...]:
    tags = (
        as_tag(
            code.text,
            name=_NAMES.get(code.symbology, _OTHER_NAME),
            binary=code.bytes if code.content_type is zxingcpp.ContentType.Binary else None,
        )
        for code in codes
    )
    return tuple(dict.fromkeys(tag for tag in tags if tag.text))[:MAX_TAGS]


def _may_be_doubled(picture: Pixels) -> bool:
    return bool(max(picture.shape[:2]) <= _MAX_DOUBLED_SIDE)


def _doubled(picture: Pixels) -> Pixels:
    large = cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    return np.asarray(large, np.uint8)


def _valid(codes: list[zxingcpp.Barcode]) -> list[zxingcpp.Barcode]:
    return [code for code in codes if code.valid]


def _of_negative(picture: Pixels, formats: zxingcpp.BarcodeFormats) -> list[zxingcpp.Barcode]:
    return _decoded(255 - picture, formats, either_way=False)


def _decoded(
    picture: object,
    formats: zxingcpp.BarcodeFormats,
    *,
    either_way: bool = True,
    with_unread: bool = False,
) -> list[zxingcpp.Barcode]:
    return zxingcpp.read_barcodes(
        picture,
        formats=formats,
        text_mode=zxingcpp.TextMode.Plain,
        try_invert=either_way,
        return_errors=with_unread,
    )
