"""Light: whether there is enough of it, and whether a lamp is reflected in the glass.

Imports OpenCV, so import it late.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.vision.text_presence import Boxes
from kiosk.vision.views import Grey, at_most

DARK_LEVEL = 52
"""Grey level; when even the brightest part is darker, letters are lost in noise."""

_BRIGHTEST_SHARE = 0.003
"""Share of the pixels that is the brightest part."""
_WIDTH = 320
"""Reflections are looked for in a copy this many pixels across."""
_BURNT_LEVEL = 246
"""Grey level from which a pixel is burnt out."""
_MIN_SPOT_SHARE = 0.0012
"""Share of the picture below which a burnt-out spot hides nothing."""
_RIM_PX = (2.0, 5.0)
"""Distance from the spot, in pixels, at which light must still fall off: beside a white window of a
program it is dark by then."""
_FALL_PER_PX = (4.0, 45.0)
"""Grey levels a pixel by which the light of a reflection falls off."""
_GLOW_LEVEL = 110
"""Grey level above which a pixel of the rim is still lit by the reflection."""
_MIN_SOFT_PIXELS, _MIN_SOFT_SHARE = 24, 0.12
_NEAR_LETTER_HEIGHTS = 1.5
"""Distance from the words, in letter heights, within which a reflection matters."""


def is_too_dark(grey: Grey) -> bool:
    """Whether the brightest 0.3 % of the pixels of `grey` are darker than DARK_LEVEL."""
    levels = np.bincount(grey[::2, ::2].ravel(), minlength=256)
    above = np.cumsum(levels[::-1])[::-1]
    brightest = int(np.nonzero(above >= _BRIGHTEST_SHARE * above[0])[0].max())
    return brightest < DARK_LEVEL


def has_glare(grey: Grey, words: Boxes) -> bool:
    """Whether a reflection lies on or beside `words`: boxes (n, 4) in pixels of `grey`."""
    if not len(words):
        return False
    small = at_most(grey, _WIDTH)
    scale = small.shape[1] / grey.shape[1]
    burnt = (small > _BURNT_LEVEL).astype(np.uint8)
    count, labels, found, _ = cv2.connectedComponentsWithStats(burnt, connectivity=8)
    reach = float(np.median(words[:, 3])) * _NEAR_LETTER_HEIGHTS
    low = (words[:, :2].min(axis=0) - reach) * scale
    high = ((words[:, :2] + words[:, 2:]).max(axis=0) + reach) * scale
    for number in range(1, count):
        left, top, wide, tall, area = found[number]
        beside = left > high[0] or top > high[1] or left + wide < low[0] or top + tall < low[1]
        if area < _MIN_SPOT_SHARE * small.size or beside:
            continue
        if _falls_softly(small, labels == number):
            return True
    return False


def _falls_softly(grey: Grey, blob: npt.NDArray[np.bool_]) -> bool:
    """Whether light falls off gradually at the rim of `blob`, as it does at a reflection."""
    away = cv2.distanceTransform((~blob).astype(np.uint8), cv2.DIST_L2, 3)
    outwards = [cv2.Sobel(away, cv2.CV_32F, *along) / 8 for along in ((1, 0), (0, 1))]
    steps = [cv2.Sobel(grey, cv2.CV_32F, *along) / 8 for along in ((1, 0), (0, 1))]
    fall = -(outwards[0] * steps[0] + outwards[1] * steps[1])
    rim = (away >= _RIM_PX[0]) & (away <= _RIM_PX[1])
    soft = rim & (fall > _FALL_PER_PX[0]) & (fall < _FALL_PER_PX[1]) & (grey > _GLOW_LEVEL)
    return bool(soft.sum() >= max(_MIN_SOFT_PIXELS, _MIN_SOFT_SHARE * rim.sum()))
