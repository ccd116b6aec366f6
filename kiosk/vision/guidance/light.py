"""Owns whether there is enough light, and whether a lamp shines back from the glass.

Imports OpenCV, so import it late.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.vision.text_presence import Boxes
from kiosk.vision.views import Grey, at_most

DARK_LEVEL = 52
"""Where even the brightest part of the picture is darker, noise eats the strokes of letters."""

_BRIGHTEST = 0.003
_WIDTH = 320
_BURNT = 246
_LEAST_SHARE = 0.0012
_RIM = (2.0, 5.0)
"""Where the fall is looked for, in pixels away: beside a white window it is over by then."""
_FALL = (4.0, 45.0)
_GLOW = 110
_FEWEST_SOFT, _SOFT_SHARE = 24, 0.12
_NEAR_LETTERS = 1.5


def is_too_dark(grey: Grey) -> bool:
    """Whether the brightest few pixels are too dark for words."""
    levels = np.bincount(grey[::2, ::2].ravel(), minlength=256)
    above = np.cumsum(levels[::-1])[::-1]
    brightest = int(np.nonzero(above >= _BRIGHTEST * above[0])[0].max())
    return brightest < DARK_LEVEL


def glares(grey: Grey, words: Boxes) -> bool:
    """Whether a reflection lies on or beside `words` (boxes in `grey`)."""
    if not len(words):
        return False
    small = at_most(grey, _WIDTH)
    scale = small.shape[1] / grey.shape[1]
    burnt = (small > _BURNT).astype(np.uint8)
    count, labels, found, _ = cv2.connectedComponentsWithStats(burnt, connectivity=8)
    reach = float(np.median(words[:, 3])) * _NEAR_LETTERS
    low = (words[:, :2].min(axis=0) - reach) * scale
    high = ((words[:, :2] + words[:, 2:]).max(axis=0) + reach) * scale
    for number in range(1, count):
        left, top, wide, tall, area = found[number]
        beside = left > high[0] or top > high[1] or left + wide < low[0] or top + tall < low[1]
        if area < _LEAST_SHARE * small.size or beside:
            continue
        if _falls_softly(small, labels == number):
            return True
    return False


def _falls_softly(grey: Grey, blob: npt.NDArray[np.bool_]) -> bool:
    """A reflection has no edge: over part of its rim at least, its light falls step by step."""
    away = cv2.distanceTransform((~blob).astype(np.uint8), cv2.DIST_L2, 3)
    outwards = [cv2.Sobel(away, cv2.CV_32F, *along) / 8 for along in ((1, 0), (0, 1))]
    steps = [cv2.Sobel(grey, cv2.CV_32F, *along) / 8 for along in ((1, 0), (0, 1))]
    fall = -(outwards[0] * steps[0] + outwards[1] * steps[1])
    rim = (away >= _RIM[0]) & (away <= _RIM[1])
    soft = rim & (fall > _FALL[0]) & (fall < _FALL[1]) & (grey > _GLOW)
    return bool(soft.sum() >= max(_FEWEST_SOFT, _SOFT_SHARE * rim.sum()))
