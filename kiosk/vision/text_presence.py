"""Text presence: how many letters a picture shows, where, how high and how sharp, without reading.

Imports OpenCV, so import it late.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from kiosk.vision.text_lines import Boxes
from kiosk.vision.views import Grey

SEARCH_WIDTH = 1280
"""Most pixels across of the picture searched: letters that vanish there are too small anyway."""
MIN_LETTERS = 8
"""Fewer letters are a pattern, not words."""

_BACKGROUND_PX = 31
"""Side of the square whose mean is a pixel's background."""
_MIN_CONTRAST = 14
"""Grey levels by which ink differs from its background."""
_LETTER_HEIGHTS_PX = (4, 64)
_MAX_LETTERS = 500
"""The largest are kept: neighbours are compared pair by pair."""
_SAMPLED_LETTERS = 40
"""Letters whose sharpness is measured."""
_MIN_NEIGHBOURS = 3
"""Letters of like size beside a letter of a word."""
_CAPITAL_SHARE = 0.72
"""Height of a capital as a share of the full height of letters, from ascender to descender."""
_CAPITAL_PERCENTILE = 65
"""Percentile of the heights found that is a capital's: about half of the letters are small."""


@dataclass(frozen=True, slots=True, eq=False)
class TextPresence:
    """The letters found, in pixels of the picture searched. `sharpness` is 0 (a smear) to about 1.

    Sharpness is the steepest gradient between ink and paper, as a share of their contrast, in the
    blurrier of both directions: sideways motion counts although horizontal lines stay crisp.
    """

    boxes: Boxes
    height_px: float = 0.0
    sharpness: float = 0.0

    @property
    def found(self) -> bool:
        """Whether there are enough letters to be words."""
        return len(self.boxes) >= MIN_LETTERS

    @property
    def crispness_px(self) -> float:
        """Distinct steps within a letter's height: below about 7 its strokes run together."""
        return self.sharpness * self.height_px


def find_letters(grey: Grey) -> TextPresence:
    """The letters in `grey`, which is at most SEARCH_WIDTH pixels across."""
    boxes = _in_rows(_components(grey))
    if len(boxes) < MIN_LETTERS:
        return TextPresence(boxes)
    height = float(np.percentile(boxes[:, 3], _CAPITAL_PERCENTILE)) / _CAPITAL_SHARE
    return TextPresence(boxes, height, _sharpness(grey, boxes))


def _components(grey: Grey) -> Boxes:
    """Connected components that differ from their background, darker or lighter, as letters do."""
    away = cv2.absdiff(grey, cv2.blur(grey, (_BACKGROUND_PX, _BACKGROUND_PX)))
    usual = cv2.blur(away, (_BACKGROUND_PX, _BACKGROUND_PX))
    enough = np.maximum(cv2.add(usual, usual), _MIN_CONTRAST)
    ink = cv2.compare(away, enough, cv2.CMP_GT)
    # By name: the algorithm OpenCV chooses by default on one thread takes more than twice the time.
    _, _, found, _ = cv2.connectedComponentsWithStatsWithAlgorithm(ink, 8, cv2.CV_32S, cv2.CCL_BBDT)
    boxes = np.asarray(found[1:], np.int32)  # The first component is the background.
    wide, high, area = boxes[:, 2], boxes[:, 3], boxes[:, 4]
    like_letters = (
        (high >= _LETTER_HEIGHTS_PX[0])
        & (high <= _LETTER_HEIGHTS_PX[1])
        & (wide >= 0.12 * high)
        & (wide <= 6 * high)
        & (area > 0.2 * wide * high)
        & (area <= 0.95 * wide * high)
    )
    kept = boxes[like_letters]
    if len(kept) > _MAX_LETTERS:
        kept = kept[np.argsort(-kept[:, 4], kind="stable")[:_MAX_LETTERS]]
    return np.ascontiguousarray(kept[:, :4])


def _in_rows(boxes: Boxes) -> Boxes:
    """Those with enough neighbours of like size beside them."""
    if len(boxes) <= _MIN_NEIGHBOURS:
        return boxes[:0]
    left, top, wide, high = boxes.T.astype(np.float32)
    x, y = left + wide / 2, top + high / 2
    taller = np.maximum(high[:, None], high[None])
    level = np.abs(y[:, None] - y[None]) < 0.45 * taller
    reach = 2.2 * taller + 0.4 * (wide[:, None] + wide[None])
    close = np.abs(x[:, None] - x[None]) < reach
    alike = np.minimum(high[:, None], high[None]) > 0.5 * taller
    beside = (level & close & alike).sum(axis=1) - 1
    return np.ascontiguousarray(boxes[beside >= _MIN_NEIGHBOURS])


def _sharpness(grey: Grey, boxes: Boxes) -> float:
    low = np.maximum(boxes[:, :2].min(axis=0) - 3, 0)
    high = (boxes[:, :2] + boxes[:, 2:]).max(axis=0) + 3
    part = grey[low[1] : high[1], low[0] : high[0]]
    steps = [
        cv2.convertScaleAbs(cv2.Sobel(part, cv2.CV_16S, *along), alpha=0.25)
        for along in ((1, 0), (0, 1))
    ]
    shares = []
    picked = np.linspace(0, len(boxes) - 1, min(_SAMPLED_LETTERS, len(boxes))).astype(int)
    for left, top, wide, tall in boxes[picked] - [*low, 0, 0]:
        place = (slice(max(0, top - 2), top + tall + 2), slice(max(0, left - 2), left + wide + 2))
        ink = part[place]
        contrast = max(1, int(ink.max()) - int(ink.min()))
        shares.append([int(step[place].max()) / contrast for step in steps])
    return float(np.median(shares, axis=0).min())
