"""Owns reading the lines of a picture: find, then read. Never judges what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2

from kiosk.faults import ModelsFault
from kiosk.vision.detector import Detector
from kiosk.vision.models import Models
from kiosk.vision.reading import Line, Point
from kiosk.vision.recogniser import Recogniser

if TYPE_CHECKING:
    from kiosk.vision.arrays import Corners, Pixels

SIDE: Final = 960
"""The longer side in pixels in which text is looked for; it is read in full size."""
_LEAST_SURE: Final = 0.5
"""Below it a line is more often noise than text."""


class WordReader:
    """Both networks, loaded. Belongs to one thread; ModelsFault when they cannot be loaded."""

    def __init__(self, models: Models, *, side: int = SIDE) -> None:
        try:
            self._detector = Detector(models.detector, side=side)
            self._recogniser = Recogniser(models.recogniser, models.characters)
        except cv2.error as fault:
            raise ModelsFault("the models cannot be loaded") from fault

    def read(self, picture: Pixels) -> tuple[Line, ...]:
        """The lines of `picture` (BGR), from top to bottom, noise left out."""
        boxes = self._detector.find(picture)
        height, width = picture.shape[:2]
        return tuple(
            Line(text, confidence, _in_fractions(box, width, height))
            for box, (text, confidence) in zip(
                boxes, self._recogniser.read(picture, boxes), strict=True
            )
            if text and confidence >= _LEAST_SURE
        )


def _in_fractions(box: Corners, width: int, height: int) -> tuple[Point, Point, Point, Point]:
    def point(corner: int) -> Point:
        x, y = float(box[corner, 0]), float(box[corner, 1])
        return min(1.0, max(0.0, x / width)), min(1.0, max(0.0, y / height))

    return point(0), point(1), point(2), point(3)
