"""Glare: a lamp reflected in the glass, on or beside the words.

A lamp is a burnt-out spot whose light falls off softly to all sides, or into which letters fade
away. A white page ends at an edge, and a shaded button falls off to one side only.

Imports OpenCV, so import it late.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.vision.text_lines import Boxes, lines_of
from kiosk.vision.views import Grey, at_most

_WIDTH = 320
"""Spots are looked for in a copy this many pixels across; distances below are pixels of it."""
_BURNT_LEVEL = 251
"""Grey level from which a pixel is burnt out."""
_MIN_SPOT_SHARE = 0.0012
"""Share of the picture below which a spot hides nothing."""
_MAX_SPOTS = 8
"""The largest are judged."""
_NEAR_LETTER_HEIGHTS = 1.5
"""Distance from the words, in letter heights, within which a spot matters."""
_RIM_PX = (1.5, 9.0)
"""Distance from a spot within which light must fall off."""
_FALL_PER_PX = (2.5, 45.0)
"""Grey levels a pixel by which a lamp's light falls off; more is an edge."""
_MAX_SIDEWAYS = 0.7
"""Change along the rim as a share of the fall: more is something else that lies there."""
_GLOW_LEVEL = 110
"""Grey level above which a pixel of the rim is still lit by the lamp."""
_DIRECTIONS = 8
_MIN_RIM_SHARE = 0.02
"""Share of the rim that faces a direction, below which the direction says nothing."""
_SURE = 2.5
"""Directions, of all of them, to which a lamp's light falls off; letters that fade count too."""
_DIRECTIONS_A_LETTER = 1.5
"""What a letter that fades away counts for."""
_FADED_CONTRAST = 0.55
"""Contrast of such a letter as a share of that of its line."""
_MIN_FALL = 0.06
"""Contrast that is lost from letter to letter, as a share of that of the line."""
_BURNT_PAPER_LEVEL = 245
_MIN_OF_A_LINE = 4
_MAX_KERNEL_PX = 31
_TOGETHER_LETTER_HEIGHTS = 6.0
"""Distance between letters that one lamp makes fade."""


def has_glare(grey: Grey, words: Boxes) -> bool:
    """Whether a lamp is reflected on or beside `words`: boxes (n, 4) in pixels of `grey`."""
    if not len(words):
        return False
    small = at_most(grey, _WIDTH)
    scale = small.shape[1] / grey.shape[1]
    burnt = (small > _BURNT_LEVEL).astype(np.uint8)
    _, labels, found, _ = cv2.connectedComponentsWithStats(burnt, connectivity=8)
    reach = float(np.median(words[:, 3])) * _NEAR_LETTER_HEIGHTS
    low = (words[:, :2].min(axis=0) - reach) * scale
    high = ((words[:, :2] + words[:, 2:]).max(axis=0) + reach) * scale
    begins, ends = found[1:, :2], found[1:, :2] + found[1:, 2:4]
    beside = ((begins <= high) & (ends >= low)).all(axis=1)
    large = found[1:, 4] >= _MIN_SPOT_SHARE * small.size
    spots = 1 + np.flatnonzero(beside & large)
    if not len(spots):
        return False
    largest = spots[np.argsort(-found[spots, 4], kind="stable")[:_MAX_SPOTS]]
    soft = max(_soft_directions(small, labels, int(spot), found[spot]) for spot in largest)
    return soft > _SURE or soft + _DIRECTIONS_A_LETTER * _faded_letters(grey, words) > _SURE


def _soft_directions(
    grey: Grey, labels: npt.NDArray[np.generic], spot: int, found: npt.NDArray[np.generic]
) -> float:
    """Directions from spot number `spot` to which light falls off softly: 0 to 8, shares added."""
    left, top, wide, tall = (int(value) for value in found[:4])
    margin = int(_RIM_PX[1]) + 3
    part = (
        slice(max(0, top - margin), top + tall + margin),
        slice(max(0, left - margin), left + wide + margin),
    )
    away = cv2.distanceTransform((labels[part] != spot).astype(np.uint8), cv2.DIST_L2, 5)
    right, down = (_gradient(away, along) for along in ((1, 0), (0, 1)))
    across, downwards = (_gradient(grey[part], along) for along in ((1, 0), (0, 1)))
    fall = -(right * across + down * downwards)
    sideways = np.abs(right * downwards - down * across)
    rim = (away >= _RIM_PX[0]) & (away <= _RIM_PX[1])
    soft = rim & (fall > _FALL_PER_PX[0]) & (fall < _FALL_PER_PX[1])
    soft &= (sideways < _MAX_SIDEWAYS * fall) & (grey[part] > _GLOW_LEVEL)
    turn = np.arctan2(down, right) / (2 * np.pi) % 1
    facing = (turn * _DIRECTIONS).astype(np.intp) % _DIRECTIONS
    of_all = np.bincount(facing[rim], minlength=_DIRECTIONS)
    of_soft = np.bincount(facing[soft], minlength=_DIRECTIONS)
    told = of_all > _MIN_RIM_SHARE * of_all.sum()
    return float((of_soft[told] / of_all[told]).sum())


def _gradient(values: cv2.typing.MatLike, along: tuple[int, int]) -> npt.NDArray[np.float32]:
    return np.asarray(cv2.Sobel(values, cv2.CV_32F, *along) / 8, np.float32)


def _falls(share: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    """Which values end a steady fall: the one before is larger, and that before still more."""
    fell = np.diff(share, prepend=share[:1]) < -_MIN_FALL
    return np.asarray(fell & np.concatenate([fell[:1], fell[:-1]]), np.bool_)


def _faded_letters(grey: Grey, words: Boxes) -> int:
    """The most letters together that fade out on their line, on burnt paper.

    Pale words beside black ones are as faint, but begin at once.
    """
    high = words[:, 3].astype(np.float32)
    side = min(_MAX_KERNEL_PX, int(np.median(high))) | 1
    around = np.ones((side, side), np.uint8)
    middle = words[:, :2] + words[:, 2:] / 2
    columns, rows = middle.astype(np.intp).T
    paper = cv2.dilate(grey, around)[rows, columns].astype(np.float32)
    contrast = paper - cv2.erode(grey, around)[rows, columns]
    faded = np.zeros(len(words), np.bool_)
    lines = lines_of(words)
    for line in np.flatnonzero(np.bincount(lines) >= _MIN_OF_A_LINE):
        along = np.flatnonzero(lines == line)
        along = along[np.argsort(columns[along])]
        share = contrast[along] / max(1.0, float(np.percentile(contrast[along], 80)))
        faded[along] = (share < _FADED_CONTRAST) & (_falls(share) | _falls(share[::-1])[::-1])
    faded &= paper >= _BURNT_PAPER_LEVEL
    if not faded.any():
        return 0
    apart = np.abs(middle[faded, None] - middle[None, faded]).max(axis=2)
    return int((apart < _TOGETHER_LETTER_HEIGHTS * high[faded, None]).sum(axis=1).max())
