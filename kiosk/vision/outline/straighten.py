"""Owns turning a screen seen aslant into one seen straight on. Imports OpenCV, so import it late.

Never decides whether that is wise: an outline is handed in only when it is sure.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.vision.outline.find import WIDTH, Outline, find_outline
from kiosk.vision.outline.quads import sides
from kiosk.vision.text_presence import LOOKED_AT_WIDTH, find_letters
from kiosk.vision.views import GREY_DIMENSIONS, Picture, at_most, grey_of

_LEAST_LETTERS_PX = 12.0
"""Of a device farther away the room behind has as many corners; its picture stays whole."""
_RIM = 0.015
"""A little of what is around stays, so that a side off by a pixel cuts no word."""


def outline_of(picture: Picture) -> Outline | None:
    """The outline of the screen in `picture` (BGR), None unless it is sure."""
    if picture.ndim == GREY_DIMENSIONS:
        return None
    grey = at_most(grey_of(picture), LOOKED_AT_WIDTH)
    letters = find_letters(grey)
    enlarged = picture.shape[1] / grey.shape[1]
    if not letters.found or letters.height_px * enlarged < _LEAST_LETTERS_PX:
        return None
    return find_outline(at_most(picture, WIDTH), letters, grey)


def straighten(picture: Picture, outline: Outline | None) -> Picture:
    """What is within `outline`, as if seen from straight ahead; without one the picture itself."""
    if outline is None:
        return picture
    height, width = picture.shape[:2]
    flat, size = flattening(outline, width, height)
    straight = cv2.warpPerspective(
        picture, flat, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.ascontiguousarray(straight, np.uint8)


def flattening(
    outline: Outline, width: int, height: int
) -> tuple[npt.NDArray[np.float64], tuple[int, int]]:
    """How points of a picture move when it is straightened, and how large it is then."""
    corners = outline.in_pixels(width, height)
    middle = corners.mean(axis=0)
    corners = middle + (corners - middle) * (1 + 2 * _RIM)
    top, right, foot, left = (float(side) for side in sides(corners[None])[0])
    # As large as its longer sides: nothing of what was seen sharp is given away.
    wide, tall = min(width, round(max(top, foot))), min(height, round(max(left, right)))
    square = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32)
    flat = cv2.getPerspectiveTransform(corners.astype(np.float32), square)
    return np.asarray(flat, np.float64), (wide, tall)
