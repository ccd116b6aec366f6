"""Text recognition (OCR): detects the lines of a picture, then recognises each."""

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

DETECTION_SIDE: Final = 960
FINE_DETECTION_SIDE: Final = 1280
"""Longer side in pixels of the copy in which text is detected; it is recognised in full size."""
_MIN_BOX_SHARE: Final = 0.002
"""Share of the picture from which an unreadable box is worth a second detection."""
_MIN_CONFIDENCE: Final = 0.5
"""Confidence below which a line is more often noise than text."""
_UPRIGHT_CONFIDENCE: Final = 0.8
"""Confidence that text read the right way up seldom stays below."""
_CLEAR_CONFIDENCE: Final = 0.9
"""Confidence from which a second attempt without colours is not needed."""
_MEAN_OF_COLOURS: Final = np.full((3, 3), 1 / 3, np.float32)
_HEX_PREFIX: Final = re.compile(r"\b[Oo]x(?=[0-9A-Fa-f]{4})")
"""The zero of "0x" is often read as a letter; no word begins so."""


@dataclass(frozen=True, slots=True, eq=False)
class _Attempt:
    """The result of one attempt: boxes, and text and confidence of each."""

    boxes: list[Corners]
    texts: list[tuple[str, float]]

    @property
    def confidence(self) -> float:
        """Mean confidence weighted by length: long lines say more about which way is up."""
        letters = sum(len(text) for text, _ in self.texts)
        return self.letters / max(1, letters)

    @property
    def letters(self) -> float:
        """Number of letters read, each weighted by its confidence."""
        return sum(len(text) * confidence for text, confidence in self.texts)

    def has_unread(self, area: float) -> bool:
        """Whether there is an unreadable box larger than _MIN_BOX_SHARE of `area` (pixels)."""
        return any(
            confidence < _MIN_CONFIDENCE and cv2.contourArea(box) > _MIN_BOX_SHARE * area
            for box, (_, confidence) in zip(self.boxes, self.texts, strict=True)
        )


class WordReader:
    """Both networks, loaded; ModelsFault when they cannot be. Not thread-safe."""

    def __init__(self, models: Models) -> None:
        try:
            self._detector = Detector(models.detector)
            self._recogniser = Recogniser(models.recogniser, models.characters)
        except cv2.error as fault:
            raise ModelsFault("the models cannot be loaded") from fault

    def read(self, picture: Pixels) -> tuple[Line, ...]:
        """The lines of `picture` (BGR), from top to bottom, without noise."""
        height, width = picture.shape[:2]
        found = self._upright(picture, DETECTION_SIDE)
        attempts, unread = [found], found.has_unread(height * width)
        if unread or found.confidence < _CLEAR_CONFIDENCE:
            # Red, green and blue stripes of a screen fold back as coloured moiré. Its colours lie a
            # third of a stripe apart, so that in their plain mean most of it cancels out.
            without = np.asarray(cv2.transform(picture, _MEAN_OF_COLOURS), np.uint8)
            attempts.append(self._upright(without, DETECTION_SIDE))
        if unread:
            # Small lines close together may be detected as one at low resolution.
            attempts.append(self._upright(picture, FINE_DETECTION_SIDE))
        found = max(attempts, key=lambda one: one.letters)
        return tuple(
            Line(_HEX_PREFIX.sub("0x", text), confidence, _in_fractions(box, width, height))
            for box, (text, confidence) in zip(found.boxes, found.texts, strict=True)
            if text and confidence >= _MIN_CONFIDENCE
        )

    def _upright(self, picture: Pixels, side: int) -> _Attempt:
        boxes = self._detector.find(picture, side)
        found = _Attempt(boxes, self._recogniser.read(picture, boxes))
        if boxes and found.confidence < _UPRIGHT_CONFIDENCE:
            # It may be held upside down: read the same boxes turned by 180 degrees.
            turned = [np.roll(box, 2, axis=0) for box in reversed(boxes)]
            again = _Attempt(turned, self._recogniser.read(picture, turned))
            return again if again.confidence > found.confidence else found
        return found


def _in_fractions(box: Corners, width: int, height: int) -> tuple[Point, Point, Point, Point]:
    def point(corner: int) -> Point:
        x, y = float(box[corner, 0]), float(box[corner, 1])
        return min(1.0, max(0.0, x / width)), min(1.0, max(0.0, y / height))

    return point(0), point(1), point(2), point(3)
