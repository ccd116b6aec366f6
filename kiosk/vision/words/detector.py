"""Owns finding where in a picture there is text: one slanted box a line. Never reads it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from kiosk.vision.arrays import Corners, Floats, Pixels

_MEAN: Final = (0.485, 0.456, 0.406)
_SPREAD: Final = (0.229, 0.224, 0.225)
"""What the network was trained with."""
_STEP: Final = 32
"""The network halves the picture five times."""
_TEXT_FROM: Final = 0.3
_BOX_FROM: Final = 0.5
"""How sure the network must be of a pixel, and on average of a box."""
_GROW: Final = 1.6
"""It marks the middle of a line; so much wider is the line (the network's paper: unclip ratio)."""
_LEAST_SIDE: Final = 3
MOST_BOXES: Final = 200
"""A screen full of small print has no more; beyond it is noise."""


class Detector:
    """The network that finds text. Belongs to one thread."""

    def __init__(self, model: Path) -> None:
        self._net = cv2.dnn.readNetFromONNX(str(model))

    def find(self, picture: Pixels, side: int) -> list[Corners]:
        """The boxes of lines in `picture` (BGR), from top to bottom.

        The picture is looked at with its longer side scaled down to `side` pixels.
        """
        height, width = picture.shape[:2]
        scale = min(1.0, side / max(height, width))
        wide, high = (max(_STEP, round(side * scale / _STEP) * _STEP) for side in (width, height))
        self._net.setInput(_prepared(picture, wide, high))
        likely = np.asarray(self._net.forward(), np.float32).reshape(high, wide)
        zoom = np.array([width / wide, height / high], np.float32)
        boxes = [box * zoom for box in _boxes(likely)]
        return sorted(boxes, key=lambda box: float(box[:, 1].mean()))


def _prepared(picture: Pixels, wide: int, high: int) -> Floats:
    small = cv2.resize(picture, (wide, high), interpolation=cv2.INTER_AREA)
    scaled = small.astype(np.float32) / 255
    normal = (scaled - np.array(_MEAN, np.float32)) / np.array(_SPREAD, np.float32)
    return np.ascontiguousarray(normal.transpose(2, 0, 1)[None], np.float32)


def _boxes(likely: Floats) -> list[Corners]:
    """Boxes in the pixels of `likely`, the network's map of where text is."""
    mask = (likely > _TEXT_FROM).astype(np.uint8)
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:MOST_BOXES]:
        centre, (wide, high), angle = cv2.minAreaRect(outline)
        if min(wide, high) < _LEAST_SIDE or _sureness(likely, outline) < _BOX_FROM:
            continue
        grown = wide * high * _GROW / (wide + high)
        corners = cv2.boxPoints((centre, (wide + grown, high + grown), angle))
        found.append(_ordered(np.asarray(corners, np.float32)))
    return found


def _sureness(likely: Floats, outline: cv2.typing.MatLike) -> float:
    x, y, wide, high = cv2.boundingRect(outline)
    inside = np.zeros((high, wide), np.uint8)
    cv2.fillPoly(inside, [outline - [x, y]], (1,))
    return float(cv2.mean(likely[y : y + high, x : x + wide], inside)[0])


def _ordered(corners: Corners) -> Corners:
    total, rise = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    order = (total.argmin(), rise.argmin(), total.argmax(), rise.argmax())
    return np.array([corners[index] for index in order], np.float32)
