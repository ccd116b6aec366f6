"""Reading pipeline: decodes a picture within bounds, then reads words, known codes and tags.

Runs in the reading process only.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence, Set
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from kiosk.faults import PictureFault
from kiosk.pictures.clean import MAX_PIXELS, measure
from kiosk.resources import ASSETS
from kiosk.vision.arrays import Pixels
from kiosk.vision.codes.known import read_table
from kiosk.vision.codes.printed import look_for_tags, read_tags
from kiosk.vision.line import Line
from kiosk.vision.reading import Reading
from kiosk.vision.words.models import find_models
from kiosk.vision.words.reader import WordReader

MAX_LINES: Final = 80
MAX_LINE_LENGTH: Final = 200
"""Bounds of one reading; a screen that is held up to the camera has far less."""


class ReadingPipeline:
    """Models and code table, loaded; ModelsFault when the models are not as installed."""

    def __init__(self) -> None:
        self._words = WordReader(find_models())
        self._codes = read_table(ASSETS / "codes")
        self._looks = itertools.count()

    def read(self, jpeg: bytes) -> Reading:
        """The reading of a picture (JPEG bytes); PictureFault when it is none."""
        picture = _decoded(jpeg)
        lines = [_bounded(line) for line in self._words.read(picture)]
        codes = self._codes.find([line.text for line in lines])
        kept = _kept(lines, {code.line for code in codes})
        return Reading(
            lines=tuple(lines[index] for index in kept),
            codes=tuple(replace(code, line=kept.index(code.line)) for code in codes),
            tags=read_tags(picture),
        )

    def tags(self, jpeg: bytes) -> Reading:
        """The printed codes in a preview, nothing else; PictureFault when it is no picture."""
        preview = _decoded(jpeg, cv2.IMREAD_GRAYSCALE)
        return Reading(tags=look_for_tags(preview, next(self._looks)))


def _kept(lines: Sequence[Line], coded: Set[int]) -> Sequence[int]:
    """Indices of MAX_LINES of them: those with a code, then the largest; as they stand."""
    by_size = sorted(range(len(lines)), key=lambda at: (at not in coded, -lines[at].height))
    return sorted(by_size[:MAX_LINES])


def _decoded(jpeg: bytes, how: int = cv2.IMREAD_COLOR) -> Pixels:
    width, height = measure(jpeg)
    if width * height > MAX_PIXELS:
        raise PictureFault("too many pixels")
    try:
        picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), how)
    except cv2.error as fault:
        raise PictureFault("not a picture") from fault
    if picture is None:
        raise PictureFault("not a picture")
    return np.asarray(picture, np.uint8)


def _bounded(line: Line) -> Line:
    corners = line.corners
    return Line(line.text[:MAX_LINE_LENGTH], round(line.confidence, 3), corners)
