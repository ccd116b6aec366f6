"""Small real pictures."""

from __future__ import annotations

import io

from PIL import Image


def jpeg(shade: int = 90, size: tuple[int, int] = (32, 24)) -> bytes:
    """A plain picture; another `shade` is another picture."""
    return encoded(Image.new("RGB", size, (shade, shade, shade)), "JPEG")


def encoded(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()
