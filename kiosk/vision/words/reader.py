"""Text recognition (OCR): detects the lines of a picture, then recognises each."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from kiosk.clock import SystemClock
from kiosk.faults import ModelsFault
from kiosk.vision.line import Line, Point
from kiosk.vision.words.detector import Detector
from kiosk.vision.words.models import Models
from kiosk.vision.words.recogniser import (
    LOW_STRIP_HEIGHT,
    STRIP_HEIGHT,
    Recogniser,
    full_width,
)

if TYPE_CHECKING:
    from kiosk.vision.arrays import Corners, Pixels

DETECTION_SIDE: Final = 960
FINE_DETECTION_SIDE: Final = 1280
"""Longer side in pixels of the copy in which text is detected; it is recognised in full size."""
SECOND_LOOK_CPU_S: Final = 4.0
"""CPU seconds within which everything may be looked at again; beyond, only what was unclear."""
READ_WITHIN_S: Final = 7.0
"""Seconds after which the answer is what was read by then; whoever asks gives up after ten."""
_CLOCK: Final = SystemClock()
FULL_HEIGHT_WIDTH: Final = 12_000
"""Pixels that the lines of a picture may be wide, all together and in full height, to be read in
it: some 20 long lines. A dialog has 2,000 to 4,000. Beyond, lower strips cost 0.6 as much for 0.2
letters more wrong of a hundred (docs/figures.md)."""
_AT_ONCE: Final = 16
"""Boxes recognised before the clock is looked at."""
_TURNED_SAMPLE: Final = 12
"""How many of the largest boxes tell whether the picture is upside down."""
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

_LOST_X: Final = re.compile(r"^(\W*)0([8C][0-9A-F]{7}\W*)$")
"""A hexadecimal code that stands alone among letters not known here: its x is taken for one."""
_WIDE_FORMS: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Fullwidth forms of ASCII, by code point."""
_LETTER: Final = re.compile(r"[^\W\d_]")
_IDEOGRAPH: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_LETTER_DENSITY: Final = 1.2
"""Characters in a length as long as the line is high. Of 62 lines in Latin letters on drawn
photographs the sparsest word had 1.4; Russian and Thai, of which it reads scraps, at most 1.0."""
_WIDE_DENSITY: Final = 0.8
"""The same for digits, Chinese and Japanese, whose characters are as wide as high."""


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

    def unclear(self) -> list[int]:
        """The boxes whose text is not sure."""
        return [i for i, (_, confidence) in enumerate(self.texts) if confidence < _CLEAR_CONFIDENCE]

    def has_unread(self, area: float) -> bool:
        """Whether there is an unreadable box larger than _MIN_BOX_SHARE of `area` (pixels)."""
        return any(
            confidence < _MIN_CONFIDENCE and cv2.contourArea(box) > _MIN_BOX_SHARE * area
            for box, (_, confidence) in zip(self.boxes, self.texts, strict=True)
        )


@dataclass(slots=True)
class _Budget:
    """How much of the time for one picture is gone. `cpu` and `wall` are clocks, in seconds."""

    cpu: Callable[[], float]
    wall: Callable[[], float]
    _cpu_s: float = field(init=False)
    _wall_s: float = field(init=False)

    def __post_init__(self) -> None:
        self._cpu_s, self._wall_s = self.cpu(), self.wall()

    def has_room_for(self, looks: int) -> bool:
        """Whether so many looks fit, this one among them, each as dear as what was done so far."""
        return (self.cpu() - self._cpu_s) * looks <= SECOND_LOOK_CPU_S and not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether the answer is due."""
        return self.wall() - self._wall_s >= READ_WITHIN_S


class WordReader:
    """Both networks, loaded; ModelsFault when they cannot be. Not thread-safe.

    `cpu` and `wall` are the clocks by which a picture has its time.
    """

    def __init__(
        self,
        models: Models,
        cpu: Callable[[], float] = time.process_time,
        wall: Callable[[], float] = _CLOCK.monotonic_s,
    ) -> None:
        try:
            self._detector = Detector(models.detector)
            self._recogniser = Recogniser(models.recogniser, models.characters)
        except cv2.error as fault:
            raise ModelsFault("the models cannot be loaded") from fault
        self._cpu, self._wall = cpu, wall

    def read(self, picture: Pixels) -> tuple[Line, ...]:
        """The lines of `picture` (BGR), in reading order, without noise.

        A picture so full that its time is up is read as far as that went, its largest lines first.
        """
        height, width = picture.shape[:2]
        budget = _Budget(self._cpu, self._wall)
        found = self._upright(picture, DETECTION_SIDE, budget)
        attempts, unread = [found], found.has_unread(height * width)
        if (unread or found.confidence < _CLEAR_CONFIDENCE) and not budget.is_over:
            # Red, green and blue stripes of a screen fold back as coloured moiré. Its colours lie a
            # third of a stripe apart, so that in their plain mean most of it cancels out.
            without = np.asarray(cv2.transform(picture, _MEAN_OF_COLOURS), np.uint8)
            if budget.has_room_for(2):
                attempts.append(self._upright(without, DETECTION_SIDE, budget))
            else:
                attempts.append(self._again(without, found, budget))
        if unread and budget.has_room_for(2):
            # Small lines close together may be detected as one at low resolution.
            attempts.append(self._upright(picture, FINE_DETECTION_SIDE, budget))
        found = max(attempts, key=lambda one: one.letters)
        return tuple(
            Line(_tidy(text), confidence, _in_fractions(box, width, height))
            for box, (text, confidence) in zip(found.boxes, found.texts, strict=True)
            if text and confidence >= _MIN_CONFIDENCE and not _is_sparse(text, box)
        )

    def _upright(self, picture: Pixels, side: int, budget: _Budget) -> _Attempt:
        boxes = self._detector.find(picture, side)
        found = _Attempt(boxes, self._texts(picture, boxes, budget))
        if boxes and found.confidence < _UPRIGHT_CONFIDENCE and self._is_turned(picture, found):
            turned = [_turned(box) for box in reversed(boxes)]
            again = _Attempt(turned, self._texts(picture, turned, budget))
            return again if again.confidence > found.confidence else found
        return found

    def _is_turned(self, picture: Pixels, found: _Attempt) -> bool:
        """Whether the largest boxes are read more surely upside down."""
        largest = _largest_first(found.boxes)[:_TURNED_SAMPLE]
        before = _Attempt([], [found.texts[index] for index in largest])
        boxes = [_turned(found.boxes[index]) for index in largest]
        return _Attempt([], self._recogniser.read(picture, boxes)).confidence > before.confidence

    def _again(self, picture: Pixels, found: _Attempt, budget: _Budget) -> _Attempt:
        """`found`, with those boxes read again in this `picture` whose text is not sure."""
        unclear = found.unclear()
        again = self._texts(picture, [found.boxes[index] for index in unclear], budget)
        texts = list(found.texts)
        for index, (text, confidence) in zip(unclear, again, strict=True):
            if len(text) * confidence > len(texts[index][0]) * texts[index][1]:
                texts[index] = text, confidence
        return _Attempt(found.boxes, texts)

    def _texts(
        self, picture: Pixels, boxes: Sequence[Corners], budget: _Budget
    ) -> list[tuple[str, float]]:
        """Text and confidence of each box, the largest first; "" where the time was up."""
        texts = [("", 0.0)] * len(boxes)
        order = _largest_first(boxes)
        dense = sum(full_width(box) for box in boxes) > FULL_HEIGHT_WIDTH
        height = LOW_STRIP_HEIGHT if dense else STRIP_HEIGHT
        for begin in range(0, len(order), _AT_ONCE):
            some = order[begin : begin + _AT_ONCE]
            read = self._recogniser.read(picture, [boxes[index] for index in some], height)
            for index, text in zip(some, read, strict=True):
                texts[index] = text
            if budget.is_over:
                break
        return texts


def _tidy(text: str) -> str:
    """Without the wide forms in which Chinese and Japanese pages write digits and brackets."""
    return _HEX_PREFIX.sub("0x", _LOST_X.sub(r"\g<1>0x\2", text.translate(_WIDE_FORMS)))


def _is_sparse(text: str, box: Corners) -> bool:
    """Whether a box has room for far more than was read: its letters are not known here."""
    letters = _LETTER.findall(text)
    wide = all(_IDEOGRAPH.match(letter) for letter in letters)
    wanted = _WIDE_DENSITY if wide else _LETTER_DENSITY
    return len(text.replace(" ", "")) < wanted * _letters_wide(box)


def _letters_wide(box: Corners) -> float:
    """How many times a line is longer than it is high."""
    sides = np.linalg.norm(box[1] - box[0]), np.linalg.norm(box[3] - box[0])
    return float(max(sides) / max(1.0, float(min(sides))))


def _largest_first(boxes: Sequence[Corners]) -> list[int]:
    """Indices of the boxes by the height of their letters: faults are seldom in small print."""
    return sorted(range(len(boxes)), key=lambda index: -_letter_height(boxes[index]))


def _letter_height(box: Corners) -> float:
    return float(min(np.linalg.norm(box[0] - box[3]), np.linalg.norm(box[0] - box[1])))


def _turned(box: Corners) -> Corners:
    """The same box, its text the other way up."""
    return np.roll(box, 2, axis=0)


def _in_fractions(box: Corners, width: int, height: int) -> tuple[Point, Point, Point, Point]:
    def point(corner: int) -> Point:
        x, y = float(box[corner, 0]), float(box[corner, 1])
        return min(1.0, max(0.0, x / width)), min(1.0, max(0.0, y / height))

    return point(0), point(1), point(2), point(3)
