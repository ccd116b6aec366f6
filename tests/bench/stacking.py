"""Pictures of a burst laid on one another. Only measured: the product takes one of them."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from kiosk.vision.guidance.sharpness import edge_energy
from kiosk.vision.text_presence import SEARCH_WIDTH, find_letters
from kiosk.vision.views import Picture, at_most, grey_of

_AROUND = 24
"""Pixels around the letters that help to lay them on one another."""


def stacked(burst: Sequence[Picture], most: int) -> Picture:
    """The mean of the `most` sharpest pictures, their letters moved onto those of the sharpest."""
    chosen = sorted(burst, key=edge_energy, reverse=True)[:most]
    greys = [at_most(grey_of(picture), SEARCH_WIDTH) for picture in chosen]
    boxes = find_letters(greys[0]).boxes
    if not len(boxes):
        return chosen[0]
    left, top = np.maximum(boxes[:, :2].min(axis=0) - _AROUND, 0)
    right, foot = (boxes[:, :2] + boxes[:, 2:]).max(axis=0) + _AROUND
    # Of what is held only: the room behind it stays where it is.
    parts = [grey[top:foot, left:right].astype(np.float32) for grey in greys]
    window = cv2.createHanningWindow((parts[0].shape[1], parts[0].shape[0]), cv2.CV_32F)
    height, width = chosen[0].shape[:2]
    zoom = width / greys[0].shape[1]
    total = chosen[0].astype(np.float32)
    for picture, part in zip(chosen[1:], parts[1:], strict=True):
        (x, y), _ = cv2.phaseCorrelate(parts[0], part, window)
        back = np.array([[1, 0, -x * zoom], [0, 1, -y * zoom]], np.float32)
        moved = cv2.warpAffine(
            picture, back, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        cv2.accumulate(moved, total)
    return np.asarray(total / len(chosen) + 0.5, np.uint8)
