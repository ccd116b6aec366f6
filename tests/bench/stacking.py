"""Owns laying pictures of a burst on one another. Measured only: the product takes one of them."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from kiosk.vision.sharpness import edge_energy
from kiosk.vision.views import Grey, Picture, at_most, grey_of

_ALIGNED_AT = 960
"""Width in pixels at which they are laid on one another."""


def stacked(burst: Sequence[Picture], most: int) -> Picture:
    """The mean of the `most` sharpest pictures, moved onto the sharpest of them."""
    chosen = sorted(burst, key=edge_energy, reverse=True)[:most]
    still = _small(chosen[0])
    height, width = chosen[0].shape[:2]
    total = chosen[0].astype(np.float32)
    for picture in chosen[1:]:
        (x, y), _ = cv2.phaseCorrelate(_floats(still), _floats(_small(picture)), _window(still))
        zoom = width / still.shape[1]
        back = np.array([[1, 0, -x * zoom], [0, 1, -y * zoom]], np.float32)
        moved = cv2.warpAffine(
            picture, back, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        cv2.accumulate(moved, total)
    return np.asarray(total / len(chosen) + 0.5, np.uint8)


def _small(picture: Picture) -> Grey:
    return grey_of(at_most(picture, _ALIGNED_AT))


def _floats(grey: Grey) -> cv2.typing.MatLike:
    return np.asarray(grey, np.float32)


def _window(grey: Grey) -> cv2.typing.MatLike:
    return cv2.createHanningWindow((grey.shape[1], grey.shape[0]), cv2.CV_32F)
