"""Owns whether there is enough light, and whether a lamp shines back from the glass.

Imports OpenCV, so import it late.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np

from kiosk.vision.lettering import Boxes
from kiosk.vision.views import Grey, at_most

DARK_LEVEL = 52
"""Where even the brightest part of the picture is darker, noise eats the strokes of letters."""

_BRIGHTEST = 0.003
_WIDTH = 320
_BURNT = 246
_LEAST_SHARE = 0.0012
_FALL = 22.0
"""How much the light falls beside a lamp's reflection; beside a white window it falls at once."""
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


def _falls_softly(grey: Grey, blob: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> bool:
    """A reflection has no edge: its light falls step by step."""
    core = blob.astype(np.uint8)
    rings = [cv2.dilate(core, np.ones((side, side), np.uint8)) for side in (3, 7, 11, 17)]
    first, second, third = (
        float(np.median(part)) if (part := grey[(outer - inner) > 0]).size else 0.0
        for inner, outer in pairwise(rings)
    )
    return first > 255 - 3.2 * _FALL and first - second > _FALL / 2 and second - third > _FALL / 4
