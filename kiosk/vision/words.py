"""Owns reading the lines of a picture: find, then read. Never judges what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

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
_SURE: Final = 0.8
"""Text that is read the right way up seldom stays below it."""
_NUMBER_BEGINS: Final = re.compile(r"\b[Oo]x(?=[0-9A-Fa-f]{4})")
"""A nought before an x is often taken for a letter; no word begins so."""


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
        texts = self._recogniser.read(picture, boxes)
        if boxes and _sureness(texts) < _SURE:
            # Perhaps it is held upside down: the same boxes, read from their other end.
            turned = [np.roll(box, 2, axis=0) for box in reversed(boxes)]
            again = self._recogniser.read(picture, turned)
            if _sureness(again) > _sureness(texts):
                boxes, texts = turned, again
        height, width = picture.shape[:2]
        return tuple(
            Line(_NUMBER_BEGINS.sub("0x", text), confidence, _in_fractions(box, width, height))
            for box, (text, confidence) in zip(boxes, texts, strict=True)
            if text and confidence >= _LEAST_SURE
        )


def _sureness(texts: Sequence[tuple[str, float]]) -> float:
    """Confidence by the letter: long lines say more about which way is up."""
    letters = sum(len(text) for text, _ in texts)
    return sum(len(text) * confidence for text, confidence in texts) / max(1, letters)


def _in_fractions(box: Corners, width: int, height: int) -> tuple[Point, Point, Point, Point]:
    def point(corner: int) -> Point:
        x, y = float(box[corner, 0]), float(box[corner, 1])
        return min(1.0, max(0.0, x / width)), min(1.0, max(0.0, y / height))

    return point(0), point(1), point(2), point(3)
