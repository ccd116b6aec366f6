"""Text presence: how many letters a picture shows, where, how high and how sharp, without reading.

Imports OpenCV, so import it late.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np

from kiosk.vision.text_lines import Boxes, lines_of
from kiosk.vision.views import Grey

SEARCH_WIDTH = 1280
"""Most pixels across of the picture searched: letters that vanish there are too small anyway."""
MIN_LETTERS = 8
"""Fewer letters are a pattern, not words."""

_BACKGROUND_PX = 31
"""Side of the square whose mean is a pixel's background."""
_MIN_CONTRAST = 14
"""Grey levels by which ink differs from its background."""

_MAX_LETTERS = 500
"""The largest are kept: neighbours are compared pair by pair."""
_SAMPLED_LETTERS = 40
"""Letters whose sharpness is measured."""
_MIN_LARGE_CONTRAST = 60
"""Grey levels between such letters and their background."""
_LARGE_REACH = 15
"""Side of the square around a pixel of a quarter of the picture in which they are looked for."""
_MIN_SIDE_PX = 16
_INK_SHARE = 0.7
"""How far from the darkest to the brightest around it bright ink begins; dark ink mirrors it."""
_MAX_BETWEEN_SHARE = 0.36
"""Share of pixels that are neither ink nor paper."""
_MIN_LARGE_SHARPNESS = 0.2
"""Large shapes less sharp than this are a room out of focus."""
_CLEARLY_SMALLER = 0.8
_CAPITALS_OF_A_LINE = (0.55, 0.9)
"""From which to which share of a line's letters, by height, they are capitals; their mean is finer
than pixels.
"""
_MIN_OF_A_LINE = 6
"""Fewer letters on a line are a label."""
_SMALL_SHARE = 0.1
"""Share of the letters that the smallest lines have together if they matter."""
_TRANSPOSED = [1, 0, 3, 2]
"""Columns of boxes as if x were y."""
_SIDEWAYS_TIMES = 1.5
"""How many times more letters stand in columns than in rows, if lines run up or down."""
_MIN_NEIGHBOURS = 3
"""Letters of like size beside a letter of a word."""
_CAPITAL_SHARE = 0.72
"""Height of a capital as a share of the full height of letters, from ascender to descender."""
_CAPITAL_PERCENTILE = 65
"""Percentile of the heights found that is a capital's: about half of the letters are small."""


class _Shape(NamedTuple):
    """Heights of letters in pixels, and the most of their box that is ink."""

    least_px: int
    most_px: int
    fill: float


_LETTERS = _Shape(4, 64, 0.95)
_LARGE_LETTERS = _Shape(7, 55, 0.85)
"""In half the size. Among large shapes the backs of books fill their boxes more than letters do."""


@dataclass(frozen=True, slots=True, eq=False)
class TextPresence:
    """The letters found, in pixels of the picture searched. `sharpness` is 0 (a smear) to about 1.

    Sharpness is the steepest gradient between ink and paper, as a share of their contrast, in the
    blurrier of both directions: sideways motion counts although horizontal lines stay crisp.
    """

    boxes: Boxes
    height_px: float = 0.0
    sharpness: float = 0.0
    smallest_px: float = 0.0
    """Height of the letters of the smallest lines that matter; `height_px` is the typical one."""
    sideways: bool = False
    """Whether lines run up or down: what is held up is turned by 90 degrees."""

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
    shapes = _components(grey)
    boxes = _in_rows(shapes)
    in_columns = len(_in_rows(shapes[:, _TRANSPOSED]))
    if in_columns >= max(MIN_LETTERS, _SIDEWAYS_TIMES * len(boxes)):
        return replace(_presence(grey, boxes), sideways=True)
    if len(boxes) >= MIN_LETTERS:
        return _presence(grey, boxes)
    large = _large_letters(grey)
    if len(large) < MIN_LETTERS:
        return TextPresence(boxes)
    seen = _presence(grey, large)
    return seen if seen.sharpness >= _MIN_LARGE_SHARPNESS else TextPresence(boxes)


def _presence(grey: Grey, boxes: Boxes) -> TextPresence:
    if len(boxes) < MIN_LETTERS:
        return TextPresence(boxes)
    height = float(np.percentile(boxes[:, 3], _CAPITAL_PERCENTILE)) / _CAPITAL_SHARE
    return TextPresence(boxes, height, _sharpness(grey, boxes), _smallest(boxes, height))


def _large_letters(grey: Grey) -> Boxes:
    """Letters so large and bold that the mean around a stroke is more ink than paper.

    Ink is near to the brightest or to the darkest around it; what makes more letters is meant.
    Glow that joins letters is nearer to the middle of both.
    """
    height, width = (side // 2 for side in grey.shape)
    if min(height, width) < _MIN_SIDE_PX:
        return np.empty((0, 4), np.int32)
    half = np.asarray(cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    coarse = cv2.resize(half, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    around = np.ones((_LARGE_REACH, _LARGE_REACH), np.uint8)
    dark, bright = (
        cv2.resize(far(coarse, around), (width, height)) for far in (cv2.erode, cv2.dilate)
    )
    _, clear = cv2.threshold(
        cv2.subtract(bright, dark), _MIN_LARGE_CONTRAST, 255, cv2.THRESH_BINARY
    )
    sides = []
    for share, side in ((_INK_SHARE, cv2.CMP_GT), (1 - _INK_SHARE, cv2.CMP_LT)):
        level = cv2.addWeighted(bright, share, dark, 1 - share, 0)
        ink = cv2.bitwise_and(cv2.compare(half, level, side), clear)
        sides.append(_in_rows(_letters_of(ink, _LARGE_LETTERS)))
    boxes = max(sides, key=len)
    return boxes * 2 if _is_ink_on_paper(half, dark, bright, boxes) else boxes[:0]


def _is_ink_on_paper(
    grey: Grey, dark: cv2.typing.MatLike, bright: cv2.typing.MatLike, boxes: Boxes
) -> bool:
    """Whether most pixels of `boxes` are as dark or as bright as can be there; in noise few are."""
    if len(boxes) < MIN_LETTERS:
        return False
    low, high = boxes[:, :2].min(axis=0), (boxes[:, :2] + boxes[:, 2:]).max(axis=0)
    part = (slice(low[1], high[1]), slice(low[0], high[0]))
    least = np.asarray(dark[part], np.float32)
    between = (grey[part] - least) / np.maximum(np.asarray(bright[part], np.float32) - least, 1)
    return bool(((between > 1 - _INK_SHARE) & (between < _INK_SHARE)).mean() < _MAX_BETWEEN_SHARE)


def _smallest(boxes: Boxes, typical: float) -> float:
    """Height of letters that a fair share of all has at most, line by line.

    `typical` where they are hardly smaller: then the difference is that of measuring.
    """
    lines = lines_of(boxes)
    heights, counts = [], []
    for line in range(lines.max() + 1):
        high = boxes[lines == line, 3]
        if len(high) >= _MIN_OF_A_LINE:
            first, last = (round(share * len(high)) for share in _CAPITALS_OF_A_LINE)
            heights.append(float(np.sort(high)[first:last].mean()) / _CAPITAL_SHARE)
            counts.append(len(high))
    if not heights:
        return typical
    order = np.argsort(heights)
    share = np.cumsum(np.array(counts)[order]) / sum(counts)
    smallest = heights[int(order[int((share >= _SMALL_SHARE).argmax())])]
    return smallest if smallest < _CLEARLY_SMALLER * typical else typical


def _components(grey: Grey) -> Boxes:
    """Connected components that differ from their background, darker or lighter, as letters do."""
    away = cv2.absdiff(grey, cv2.blur(grey, (_BACKGROUND_PX, _BACKGROUND_PX)))
    usual = cv2.blur(away, (_BACKGROUND_PX, _BACKGROUND_PX))
    enough = np.maximum(cv2.add(usual, usual), _MIN_CONTRAST)
    return _letters_of(cv2.compare(away, enough, cv2.CMP_GT), _LETTERS)


def _letters_of(ink: cv2.typing.MatLike, letters: _Shape) -> Boxes:
    """Connected components of the mask `ink` that have the shape of `letters`."""
    # By name: the algorithm OpenCV chooses by default on one thread takes more than twice the time.
    _, _, found, _ = cv2.connectedComponentsWithStatsWithAlgorithm(ink, 8, cv2.CV_32S, cv2.CCL_BBDT)
    boxes = np.asarray(found[1:], np.int32)  # The first component is the background.
    wide, high, area = boxes[:, 2], boxes[:, 3], boxes[:, 4]
    like_letters = (
        (high >= letters.least_px)
        & (high <= letters.most_px)
        & (wide >= 0.12 * high)
        & (wide <= 6 * high)
        & (area > 0.2 * wide * high)
        & (area <= letters.fill * wide * high)
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
