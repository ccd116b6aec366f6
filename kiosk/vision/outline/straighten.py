"""Perspective correction: a screen seen aslant becomes one seen straight on.

Imports OpenCV, so import it late.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.vision.outline.find import WIDTH, Outline, find_outline
from kiosk.vision.outline.proportion import proportion
from kiosk.vision.outline.quads import sides
from kiosk.vision.text_presence import SEARCH_WIDTH, find_letters
from kiosk.vision.views import GREY_DIMENSIONS, Picture, at_most, grey_of

_MIN_LETTER_PX = 12.0
"""Letter height in the full picture; a device farther away is not told from the room behind it."""
_MOST_CORRECTED = 1.6
"""How far the proportion may be from that of the longer sides."""
_CROP = 0.015
"""What is left out inside the outline, as a share of its size: bezel and table show at its rim."""


def outline_of(picture: Picture) -> Outline | None:
    """The outline of the screen in `picture` (BGR).

    None when it is grey or the outline is unsure.
    """
    if picture.ndim == GREY_DIMENSIONS:
        return None
    grey = at_most(grey_of(picture), SEARCH_WIDTH)
    letters = find_letters(grey)
    enlarged = picture.shape[1] / grey.shape[1]
    if not letters.found or letters.height_px * enlarged < _MIN_LETTER_PX:
        return None
    return find_outline(at_most(picture, WIDTH), letters, grey)


def straighten(picture: Picture, outline: Outline | None) -> Picture:
    """The part within `outline` as if seen from straight ahead; without one `picture` itself."""
    if outline is None:
        return picture
    height, width = picture.shape[:2]
    homography, size = flattening(outline, width, height)
    straight = cv2.warpPerspective(
        picture, homography, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.ascontiguousarray(straight, np.uint8)


def flattening_in_fractions(outline: Outline, width: int, height: int) -> tuple[float, ...]:
    """The homography of `flattening` row by row, for points in fractions of both pictures."""
    homography, (wide, tall) = flattening(outline, width, height)
    from_fractions, to_fractions = np.diag([width, height, 1.0]), np.diag([1 / wide, 1 / tall, 1.0])
    return tuple(float(one) for one in (to_fractions @ homography @ from_fractions).flat)


def flattening(
    outline: Outline, width: int, height: int
) -> tuple[npt.NDArray[np.float64], tuple[int, int]]:
    """The homography (3, 3) that straightens a picture of that size, and the size of the result."""
    corners = outline.in_pixels(width, height)
    middle = corners.mean(axis=0)
    corners = middle + (corners - middle) * (1 - 2 * _CROP)
    wide, tall = _size(corners, width, height)
    square = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32)
    homography = cv2.getPerspectiveTransform(corners.astype(np.float32), square)
    return np.asarray(homography, np.float64), (wide, tall)


def _size(corners: npt.NDArray[np.float32], width: int, height: int) -> tuple[int, int]:
    """In the screen's own proportion; as large as its longer sides, so that no detail is lost."""
    top, right, bottom, left = (float(side) for side in sides(corners[None])[0])
    wide, tall = max(top, bottom), max(left, right)
    own = proportion(corners, width, height)
    if not 1 / _MOST_CORRECTED <= own * tall / wide <= _MOST_CORRECTED:
        own = wide / tall  # No screen that can be read is held so far aslant: a corner is wrong.
    wide, tall = max(wide, tall * own), max(tall, wide / own)
    smaller = min(1.0, width / wide, height / tall)
    return max(1, round(wide * smaller)), max(1, round(tall * smaller))
