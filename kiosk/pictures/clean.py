"""Sanitiser of pictures from outside: what comes out is safe to keep and show.

Only the formats named here reach a decoder, sizes are read before pixels, and the result is encoded
anew: no metadata, no second file behind the first. File names and content types are not trusted.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps

from kiosk.faults import PictureFault

MAX_PIXELS: Final = 16_000_000
"""Largest picture decoded, in pixels: bounds memory against decompression bombs."""
THUMB_PIXELS: Final = (320, 240)
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_QUALITY: Final = 88
_BAD_BYTES: Final = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    struct.error,
)
"""Raised by the decoders on bytes that are no picture, or that only look like one."""


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A JPEG encoded here, with a thumbnail. Sizes in pixels."""

    jpeg: bytes
    thumb: bytes
    width: int
    height: int


def measure(content: bytes) -> tuple[int, int]:
    """Width and height in pixels, read from the header alone; PictureFault when it has none."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            return image.size
    except (
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        *_BAD_BYTES,
    ) as fault:
        raise PictureFault("not a picture") from fault


def clean(content: bytes) -> CleanPicture:
    """`content` decoded within limits and encoded anew.

    PictureFault when it is not a picture of an accepted format and size.
    """
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise PictureFault("too many pixels")
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise PictureFault("too many pixels") from fault
    except _BAD_BYTES as fault:
        raise PictureFault("not a picture") from fault
    upright.info.clear()  # else the encoder would copy what the decoder found, such as a comment
    thumb = _smaller(upright)
    return CleanPicture(_jpeg(upright), _jpeg(thumb), upright.width, upright.height)


def _smaller(image: Image.Image) -> Image.Image:
    """Not `Image.thumbnail`, which works in place and so needs a copy of all the pixels."""
    scale = min(1.0, *(most / side for most, side in zip(THUMB_PIXELS, image.size, strict=True)))
    width, height = (max(1, round(side * scale)) for side in image.size)
    return image.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=2.0)


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return buffer.getvalue()
