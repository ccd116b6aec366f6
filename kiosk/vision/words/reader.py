"""Owns reading the lines of a picture: find, then read. Never judges what they say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from kiosk.faults import ModelsFault
from kiosk.vision.reading import Line, Point
from kiosk.vision.words.detector import Detector
from kiosk.vision.words.models import Models
from kiosk.vision.words.recogniser import Recogniser

if TYPE_CHECKING:
    from kiosk.vision.arrays import Corners, Pixels

SIDE: Final = 960
CLOSER_SIDE: Final = 1280
"""The longer side in pixels in which text is looked for; it is read in full size."""
_WORTH_A_LOOK: Final = 0.002
"""Share of the picture from which a box that cannot be read is looked at more closely."""
_LEAST_SURE: Final = 0.5
"""Below it a line is more often noise than text."""
_SURE: Final = 0.8
"""Text that is read the right way up seldom stays below it."""
_CLEAR: Final = 0.9
"""So sure of its letters, a reading has no use for a second one without colours."""
_MEAN_OF_COLOURS: Final = np.full((3, 3), 1 / 3, np.float32)
_NUMBER_BEGINS: Final = re.compile(r"\b[Oo]x(?=[0-9A-Fa-f]{4})")
"""A nought before an x is often taken for a letter; no word begins so."""


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Boxes and what was read in each."""

    boxes: list[Corners]
    texts: list[tuple[str, float]]

    @property
    def sureness(self) -> float:
        """Confidence by the letter: long lines say more about which way is up."""
        letters = sum(len(text) for text, _ in self.texts)
        return self.letters / max(1, letters)

    @property
    def letters(self) -> float:
        """How many letters were read, each by its confidence."""
        return sum(len(text) * confidence for text, confidence in self.texts)

    def has_unread(self, area: float) -> bool:
        """Whether there is a box of some size in which nothing could be read."""
        return any(
            confidence < _LEAST_SURE and cv2.contourArea(box) > _WORTH_A_LOOK * area
            for box, (_, confidence) in zip(self.boxes, self.texts, strict=True)
        )


class WordReader:
    """Both networks, loaded. Belongs to one thread; ModelsFault when they cannot be loaded."""

    def __init__(self, models: Models) -> None:
        try:
            self._detector = Detector(models.detector)
            self._recogniser = Recogniser(models.recogniser, models.characters)
        except cv2.error as fault:
            raise ModelsFault("the models cannot be loaded") from fault

    def read(self, picture: Pixels) -> tuple[Line, ...]:
        """The lines of `picture` (BGR), from top to bottom as they are read, noise left out."""
        height, width = picture.shape[:2]
        found = self._upright(picture, SIDE)
        tried, unread = [found], found.has_unread(height * width)
        if unread or found.sureness < _CLEAR:
            # Red, green and blue stripes of a screen fold back as coloured moiré. Its colours lie a
            # third of a stripe apart, so that in their plain mean most of it cancels out.
            without = np.asarray(cv2.transform(picture, _MEAN_OF_COLOURS), np.uint8)
            tried.append(self._upright(without, SIDE))
        if unread:
            # Small lines close together may look like one from afar.
            tried.append(self._upright(picture, CLOSER_SIDE))
        found = max(tried, key=lambda one: one.letters)
        return tuple(
            Line(_NUMBER_BEGINS.sub("0x", text), confidence, _in_fractions(box, width, height))
            for box, (text, confidence) in zip(found.boxes, found.texts, strict=True)
            if text and confidence >= _LEAST_SURE
        )

    def _upright(self, picture: Pixels, side: int) -> _Found:
        boxes = self._detector.find(picture, side)
        found = _Found(boxes, self._recogniser.read(picture, boxes))
        if boxes and found.sureness < _SURE:
            # Perhaps it is held upside down: the same boxes, read from their other end.
            turned = [np.roll(box, 2, axis=0) for box in reversed(boxes)]
            again = _Found(turned, self._recogniser.read(picture, turned))
            return again if again.sureness > found.sureness else found
        return found


def _in_fractions(box: Corners, width: int, height: int) -> tuple[Point, Point, Point, Point]:
    def point(corner: int) -> Point:
        x, y = float(box[corner, 0]), float(box[corner, 1])
        return min(1.0, max(0.0, x / width)), min(1.0, max(0.0, y / height))

    return point(0), point(1), point(2), point(3)
