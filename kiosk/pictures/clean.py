"""Owns making bytes from outside into a picture that is safe to keep and show.

Only the formats named here reach a decoder, sizes are read before pixels, and what comes out was
encoded here: no metadata, no second file behind the first. Never trusts a name or a content type.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps

from kiosk.faults import PictureFault

MAX_PIXELS: Final = 16_000_000
"""Largest picture decoded, in pixels (notes: D10)."""
THUMB_PIXELS: Final = (320, 240)
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_QUALITY: Final = 88
_BROKEN: Final = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    struct.error,
)
"""What the decoders raise on bytes that are no picture, or that were made to look like one."""


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A JPEG made here, with a small copy for lists. Sizes in pixels."""

    jpeg: bytes
    thumb: bytes
    width: int
    height: int


def measure(content: bytes) -> tuple[int, int]:
    """Width and height in pixels, read from the header alone; PictureFault when it has none."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            return image.size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, *_BROKEN) as fault:
        raise PictureFault("not a picture") from fault


def clean(content: bytes) -> CleanPicture:
    """`content` decoded within limits and encoded anew.

    PictureFault when it is no picture we take.
    """
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise PictureFault("too many pixels")
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise PictureFault("too many pixels") from fault
    except _BROKEN as fault:
        raise PictureFault("not a picture") from fault
    upright.info.clear()  # the encoder would carry on what the decoder found, a comment for one
    thumb = _smaller(upright)
    return CleanPicture(_jpeg(upright), _jpeg(thumb), upright.width, upright.height)


def _smaller(image: Image.Image) -> Image.Image:
    """Not `thumbnail`: that works in place, so it needs a second copy of all the pixels."""
    scale = min(1.0, *(most / side for most, side in zip(THUMB_PIXELS, image.size, strict=True)))
    width, height = (max(1, round(side * scale)) for side in image.size)
    return image.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=2.0)


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return buffer.getvalue()
