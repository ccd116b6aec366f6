"""Lines beside an outline, on its outside: they show that it is a part of something larger.

A window on a screen has the screen's own edges beyond it; a screen has at most a keyboard below.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.vision.outline.edges import crispness
from kiosk.vision.outline.quads import Floats, Mask
from kiosk.vision.views import at_most

_WIDTH = 320
"""Pixels across of the copy in which lines are looked for."""
_MIN_LENGTH_SHARE = 0.03
"""Shortest line that counts, as a share of the picture's width."""
_MIN_DISTANCE, _MAX_DISTANCE = 0.07, 1.0
"""Distance from the side as a share of the outline's depth: nearer is the rim of the device."""
_MIN_COVER = 0.5
"""Share of a side's length that lines at one distance must cover to count as a row."""
_MIN_CRISP_SHARE = 0.5
"""A line less crisp than this share of the side is on the wall behind, not on what is held up."""
_STEPS = 40
"""Points of a side at which cover is measured."""


def is_part_of_larger(quad: Floats, crisp: Floats, grey: Mask) -> bool:
    """Whether `quad` (4, 2), in pixels of `grey`, is a part of something larger.

    So it is when lines about as crisp as its sides run beside it; `crisp` (4,) is the crispness of
    the sides. Lines below may be a keyboard; so may several above, of a device held upside down.
    """
    small = at_most(grey, _WIDTH)
    found: object = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE).detect(small)[0]
    if found is None:  # OpenCV's stubs do not know that there may be none.
        return False
    lines = np.asarray(found, np.float32).reshape(-1, 2, 2) * (grey.shape[1] / small.shape[1])
    lines = lines[
        np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1) > _MIN_LENGTH_SHARE * grey.shape[1]
    ]
    above, right, below, left = (
        _rows_beside(quad, side, lines, float(crisp[side]), grey) for side in range(4)
    )
    return bool(left or right or above == 1 or (above and below))


def _rows_beside(quad: Floats, side: int, lines: Floats, crisp: float, grey: Mask) -> int:
    """Number of distances from side number `side` at which `lines` (n, 2, 2) cover enough of it."""
    begin, end = quad[side], np.roll(quad, -1, axis=0)[side]
    length = float(np.linalg.norm(end - begin))
    direction = (end - begin) / length
    outwards = np.array([direction[1], -direction[0]], np.float32)
    depth = abs(float(((quad - begin) @ outwards).min()))
    away, place = (lines - begin) @ outwards, (lines - begin) @ direction / length
    middle = away.mean(axis=1)
    first, last = np.clip(place.min(axis=1), 0, 1), np.clip(place.max(axis=1), 0, 1)
    px_scale = grey.shape[1] / _WIDTH
    level = np.ptp(away, axis=1) < 0.12 * np.ptp(place, axis=1) * length + px_scale / 2
    near = (
        (middle > _MIN_DISTANCE * depth) & (middle < _MAX_DISTANCE * depth) & (last > first) & level
    )
    near[near] = crispness(grey, lines[near, 0], lines[near, 1]) >= _MIN_CRISP_SHARE * crisp
    middle, first, last = middle[near], first[near], last[near]
    step = (np.arange(_STEPS) + 0.5) / _STEPS
    covers = (step >= first[:, None]) & (step <= last[:, None])
    same = np.abs(middle[:, None] - middle[None]) < 2 * px_scale + 0.03 * depth
    return _rows(same, covers)


def _rows(same: npt.NDArray[np.bool_], covers: npt.NDArray[np.bool_]) -> int:
    """Number of rows, counted greedily from the longest.

    `same` (n, n): lines at one distance; `covers` (n, steps): points of the side beside each line.
    """
    rows, left = 0, np.ones(len(same), np.bool_)
    while left.any():
        along = (same[:, left, None] & covers[None, left]).any(axis=1).mean(axis=1)
        longest = int(along.argmax())
        if along[longest] < _MIN_COVER:
            break
        rows += 1
        left &= ~same[longest]
    return rows
