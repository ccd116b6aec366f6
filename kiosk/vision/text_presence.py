"""Owns finding letters without reading them: how many, where, how high, how sharp.

Never says what a letter is. Imports OpenCV, so import it late.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.vision.views import Grey

Boxes: TypeAlias = npt.NDArray[np.int32]
"""Left, top, width, height of each, in pixels."""

LOOKED_AT_WIDTH = 1280
"""Letters are looked for in a picture no wider: those that vanish there are too small anyway."""
FEWEST = 8
"""Fewer alike in a row are a pattern, not words."""

_AROUND = 31
_FAINTEST = 14
_HEIGHTS = (4, 64)
_MOST = 500
_SAMPLED = 40
_NEIGHBOURS = 3
_CAPITAL = 0.72
"""Height of a capital as a share of the letters' full height, from l to p."""
_TALL = 65
"""Percentile of the heights found at which the capitals stand: small letters are about half."""


@dataclass(frozen=True, slots=True, eq=False)
class TextPresence:
    """Letters found, in pixels of the picture looked at. `sharpness` is 0 (a smear) to about 1.

    Sharpness is the steepest step between ink and paper in the blurrier direction, so that a hand
    moving sideways shows though lines stay crisp.
    """

    boxes: Boxes
    height_px: float = 0.0
    sharpness: float = 0.0

    @property
    def found(self) -> bool:
        """Whether these are words."""
        return len(self.boxes) >= FEWEST

    @property
    def crispness_px(self) -> float:
        """Steps that fit into a letter's height: below about 7 its strokes run together."""
        return self.sharpness * self.height_px


def find_letters(grey: Grey) -> TextPresence:
    """The letters of `grey`, an even picture of at most LOOKED_AT_WIDTH."""
    boxes = _in_rows(_strokes(grey))
    if len(boxes) < FEWEST:
        return TextPresence(boxes)
    height = float(np.percentile(boxes[:, 3], _TALL)) / _CAPITAL
    return TextPresence(boxes, height, _sharpness(grey, boxes))


def _strokes(grey: Grey) -> Boxes:
    """What differs from its surroundings, as letters do on paper: darker or lighter."""
    away = cv2.absdiff(grey, cv2.blur(grey, (_AROUND, _AROUND)))
    usual = cv2.blur(away, (_AROUND, _AROUND))
    enough = np.maximum(cv2.add(usual, usual), _FAINTEST)
    ink = cv2.compare(away, enough, cv2.CMP_GT)
    # By name: what OpenCV takes of itself on one thread needs more than twice the time.
    _, _, found, _ = cv2.connectedComponentsWithStatsWithAlgorithm(ink, 8, cv2.CV_32S, cv2.CCL_BBDT)
    boxes = np.asarray(found[1:], np.int32)  # The first is the ground.
    wide, high, area = boxes[:, 2], boxes[:, 3], boxes[:, 4]
    like_letters = (
        (high >= _HEIGHTS[0])
        & (high <= _HEIGHTS[1])
        & (wide >= 0.12 * high)
        & (wide <= 6 * high)
        & (area > 0.2 * wide * high)
        & (area <= 0.95 * wide * high)
    )
    kept = boxes[like_letters]
    if len(kept) > _MOST:
        kept = kept[np.argsort(-kept[:, 4], kind="stable")[:_MOST]]
    return np.ascontiguousarray(kept[:, :4])


def _in_rows(boxes: Boxes) -> Boxes:
    """Those with neighbours of their size beside them."""
    if len(boxes) <= _NEIGHBOURS:
        return boxes[:0]
    left, top, wide, high = boxes.T.astype(np.float32)
    x, y = left + wide / 2, top + high / 2
    taller = np.maximum(high[:, None], high[None])
    level = np.abs(y[:, None] - y[None]) < 0.45 * taller
    reach = 2.2 * taller + 0.4 * (wide[:, None] + wide[None])
    close = np.abs(x[:, None] - x[None]) < reach
    alike = np.minimum(high[:, None], high[None]) > 0.5 * taller
    beside = (level & close & alike).sum(axis=1) - 1
    return np.ascontiguousarray(boxes[beside >= _NEIGHBOURS])


def _sharpness(grey: Grey, boxes: Boxes) -> float:
    low = np.maximum(boxes[:, :2].min(axis=0) - 3, 0)
    high = (boxes[:, :2] + boxes[:, 2:]).max(axis=0) + 3
    part = grey[low[1] : high[1], low[0] : high[0]]
    steps = [
        cv2.convertScaleAbs(cv2.Sobel(part, cv2.CV_16S, *along), alpha=0.25)
        for along in ((1, 0), (0, 1))
    ]
    shares = []
    picked = np.linspace(0, len(boxes) - 1, min(_SAMPLED, len(boxes))).astype(int)
    for left, top, wide, tall in boxes[picked] - [*low, 0, 0]:
        place = (slice(max(0, top - 2), top + tall + 2), slice(max(0, left - 2), left + wide + 2))
        ink = part[place]
        contrast = max(1, int(ink.max()) - int(ink.min()))
        shares.append([int(step[place].max()) / contrast for step in steps])
    return float(np.median(shares, axis=0).min())
