"""Conversion of camera pixels into previews and stills. Imports OpenCV, so import it late."""

from __future__ import annotations

import cv2
import numpy as np

from kiosk.camera.frame import Pixels, Shot
from kiosk.faults import CameraFault

MIN_SIDE = 16
MAX_SIDE = 16_384
"""Pixels on a side of a valid picture."""
MAX_SHOT_PIXELS = 1920 * 1080
MAX_SHOT_BYTES = 400_000

_JPEG_QUALITIES = (90, 82, 74, 66, 58, 50)
_SHRINK = 0.8
_GREY_NDIM = 2
_COLOUR_NDIM = 3
_BGR_CHANNELS = 3


def is_whole(picture: Pixels) -> bool:
    """Whether it is valid: grey or BGR with plausible sides, not the remains of a broken stream."""
    colours = picture.ndim == _GREY_NDIM or picture.shape[2:] == (_BGR_CHANNELS,)
    return colours and min(picture.shape[:2]) >= MIN_SIDE and max(picture.shape[:2]) <= MAX_SIDE


def preview(picture: Pixels, size: tuple[int, int]) -> Pixels:
    """`picture` as BGRA in its own shape, scaled down (never up) to just cover `size` (w, h)."""
    height, width = picture.shape[:2]
    scale = max(size[0] / width, size[1] / height)
    # Linear, not area: at these ratios the eye sees no difference and it costs a quarter.
    smaller = _scaled(picture, scale, cv2.INTER_LINEAR) if scale < 1 else picture
    code = cv2.COLOR_GRAY2BGRA if smaller.ndim < _COLOUR_NDIM else cv2.COLOR_BGR2BGRA
    return _bytes(cv2.cvtColor(smaller, code))


def still(picture: Pixels) -> Shot:
    """`picture` as JPEG within the limits of a Shot: less quality first, then fewer pixels."""
    height, width = picture.shape[:2]
    scale = (MAX_SHOT_PIXELS / (height * width)) ** 0.5
    fitting = _scaled(picture, scale, cv2.INTER_AREA) if scale < 1 else picture
    while True:
        for quality in _JPEG_QUALITIES:
            jpeg = _jpeg(fitting, quality)
            if len(jpeg) <= MAX_SHOT_BYTES:
                return Shot(jpeg, width=fitting.shape[1], height=fitting.shape[0])
        fitting = _scaled(fitting, _SHRINK, cv2.INTER_AREA)


def _scaled(picture: Pixels, scale: float, how: int) -> Pixels:
    height, width = picture.shape[:2]
    # Rounded down, so that a limit on pixels holds.
    size = (max(1, int(width * scale + 1e-6)), max(1, int(height * scale + 1e-6)))
    return _bytes(cv2.resize(picture, size, interpolation=how))


def _jpeg(picture: Pixels, quality: int) -> bytes:
    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        msg = "the picture could not be encoded"
        raise CameraFault(msg)
    return data.tobytes()


def _bytes(array: cv2.typing.MatLike) -> Pixels:
    """OpenCV's stubs forget the element type; this asserts it without a copy."""
    return np.ascontiguousarray(array, dtype=np.uint8)
