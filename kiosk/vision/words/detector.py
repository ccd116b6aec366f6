"""Text detection: one rotated box for each line of text in a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from kiosk.vision.arrays import Corners, Floats, Pixels

_TRAINING_MEAN: Final = (0.485, 0.456, 0.406)
_TRAINING_DEVIATION: Final = (0.229, 0.224, 0.225)
"""Mean and standard deviation of the pictures the network was trained with (ImageNet, 0 to 1)."""
_SIDE_STEP: Final = 32
"""Sides are multiples of it, because the network halves the picture five times."""
_MIN_PIXEL_CONFIDENCE: Final = 0.3
_MIN_BOX_CONFIDENCE: Final = 0.5
"""Confidence from which a pixel, and on average a box, is text."""
_UNCLIP_RATIO: Final = 1.6
"""The network marks the core of a line, which is grown by this ratio (`unclip ratio` in Liao et
al.,
Real-time Scene Text Detection with Differentiable Binarization, 2020)."""
_MIN_SIDE: Final = 3
MAX_BOXES: Final = 200
"""Most boxes of a picture; a screen full of small print has fewer."""


class Detector:
    """The detection network. Not thread-safe."""

    def __init__(self, model: Path) -> None:
        self._net = cv2.dnn.readNetFromONNX(str(model))

    def find(self, picture: Pixels, side: int) -> list[Corners]:
        """The boxes of lines in `picture` (BGR), in its pixels, from top to bottom.

        The search runs on a copy whose longer side is at most `side` pixels.
        """
        height, width = picture.shape[:2]
        scale = min(1.0, side / max(height, width))
        wide, high = (
            max(_SIDE_STEP, round(side * scale / _SIDE_STEP) * _SIDE_STEP)
            for side in (width, height)
        )
        self._net.setInput(_prepared(picture, wide, high))
        likely = np.asarray(self._net.forward(), np.float32).reshape(high, wide)
        zoom = np.array([width / wide, height / high], np.float32)
        boxes = [box * zoom for box in _boxes(likely)]
        return sorted(boxes, key=lambda box: float(box[:, 1].mean()))


def _prepared(picture: Pixels, wide: int, high: int) -> Floats:
    small = cv2.resize(picture, (wide, high), interpolation=cv2.INTER_AREA)
    scaled = small.astype(np.float32) / 255
    normal = (scaled - np.array(_TRAINING_MEAN, np.float32)) / np.array(
        _TRAINING_DEVIATION, np.float32
    )
    return np.ascontiguousarray(normal.transpose(2, 0, 1)[None], np.float32)


def _boxes(likely: Floats) -> list[Corners]:
    """Boxes in the pixels of `likely` (rows, columns), the network's probability map."""
    mask = (likely > _MIN_PIXEL_CONFIDENCE).astype(np.uint8)
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:MAX_BOXES]:
        centre, (wide, high), angle = cv2.minAreaRect(outline)
        if min(wide, high) < _MIN_SIDE or _confidence(likely, outline) < _MIN_BOX_CONFIDENCE:
            continue
        grown = wide * high * _UNCLIP_RATIO / (wide + high)
        corners = cv2.boxPoints((centre, (wide + grown, high + grown), angle))
        found.append(_ordered(np.asarray(corners, np.float32)))
    return found


def _confidence(likely: Floats, outline: cv2.typing.MatLike) -> float:
    x, y, wide, high = cv2.boundingRect(outline)
    inside = np.zeros((high, wide), np.uint8)
    cv2.fillPoly(inside, [outline - [x, y]], (1,))
    return float(cv2.mean(likely[y : y + high, x : x + wide], inside)[0])


def _ordered(corners: Corners) -> Corners:
    """The corners clockwise from top left."""
    total, rise = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    order = (total.argmin(), rise.argmin(), total.argmax(), rise.argmax())
    return np.array([corners[index] for index in order], np.float32)
