"""Owns what runs beside an outline on its outside: the sign that it is a part of something larger.

A window on a screen has the screen's own edges beyond it; a screen has at most a keyboard below.
"""

from __future__ import annotations

import cv2
import numpy as np

from kiosk.vision.quads import Floats, Mask

_SHORTEST_PX = 20.0
_NEAREST, _FARTHEST = 0.06, 0.5
"""Distance from the side as a share of the outline's depth: nearer is the rim of the device."""
_ALONG = 0.5
"""So much of a side's length has a line beside it before it counts."""
_STEPS = 40
_TOP, _FOOT = 0, 2


def is_part_of_more(quad: Floats, grey: Mask) -> bool:
    """Whether lines run beside two sides of `quad`; one below it alone is a keyboard."""
    size = (grey.shape[1] // 2, grey.shape[0] // 2)
    half = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    found: object = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE).detect(half)[0]
    if found is None:  # OpenCV's stubs do not know that there may be none.
        return False
    lines = np.asarray(found, np.float32).reshape(-1, 2, 2) * 2
    lines = lines[np.linalg.norm(lines[:, 1] - lines[:, 0], axis=1) > _SHORTEST_PX]
    beside = [_beside(quad, side, lines) >= _ALONG for side in range(4)]
    but_foot = sum(beside) - beside[_FOOT]
    return bool(but_foot > 1 or (beside[_TOP] and beside[_FOOT]))


def _beside(quad: Floats, side: int, lines: Floats) -> float:
    """The longest share of the side that lines at one distance outside cover."""
    begin, end = quad[side], np.roll(quad, -1, axis=0)[side]
    length = float(np.linalg.norm(end - begin))
    way = (end - begin) / length
    outwards = np.array([way[1], -way[0]], np.float32)
    depth = abs(float(((quad - begin) @ outwards).min()))
    away, place = (lines - begin) @ outwards, (lines - begin) @ way / length
    middle = away.mean(axis=1)
    first, last = np.clip(place.min(axis=1), 0, 1), np.clip(place.max(axis=1), 0, 1)
    level = np.ptp(away, axis=1) < 0.12 * np.ptp(place, axis=1) * length + 1
    near = (middle > _NEAREST * depth) & (middle < _FARTHEST * depth) & (last > first) & level
    middle, first, last = middle[near], first[near], last[near]
    if not len(middle):
        return 0.0
    step = (np.arange(_STEPS) + 0.5) / _STEPS
    covers = (step >= first[:, None]) & (step <= last[:, None])
    same = np.abs(middle[:, None] - middle[None]) < 4 + 0.03 * depth
    return float(((same[:, :, None] & covers[None]).any(axis=1)).mean(axis=1).max())
