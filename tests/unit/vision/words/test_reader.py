"""How high the lines of a picture are laid out, by how much stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.vision.arrays import Corners, Pixels
from kiosk.vision.words.models import Models
from kiosk.vision.words.reader import FULL_HEIGHT_WIDTH, WordReader
from kiosk.vision.words.recogniser import LOW_STRIP_HEIGHT, STRIP_HEIGHT, full_width

PICTURE = np.full((1_080, 1_920, 3), 200, np.uint8)
LONG_LINE = np.array([(0, 0), (800, 0), (800, 24), (0, 24)], np.float32)
MANY = FULL_HEIGHT_WIDTH // full_width(LONG_LINE) + 1


@pytest.mark.parametrize(
    ("lines", "unclear", "heights"),
    [
        (4, 0, [STRIP_HEIGHT]),
        (MANY, 0, [LOW_STRIP_HEIGHT]),
        (MANY, 1, [LOW_STRIP_HEIGHT, STRIP_HEIGHT]),
    ],
    ids=["a dialog", "a dense page", "what is unclear on it"],
)
def test_a_dense_page_is_read_in_low_strips(
    monkeypatch: pytest.MonkeyPatch, lines: int, unclear: int, heights: list[int]
) -> None:
    monkeypatch.setattr(cv2.dnn, "readNetFromONNX", lambda _path: None)
    dear = iter(range(0, 10_000, 1_000))  # Each look at the clock: what was done cost a lot.
    reader = WordReader(Models(Path(), Path(), ()), cpu=lambda: next(dear), wall=lambda: 0.0)
    boxes = [np.add(LONG_LINE, (0, 25 * row), dtype=np.float32) for row in range(lines)]
    read: list[int] = []

    def noted(_picture: Pixels, some: Sequence[Corners], height: int) -> list[tuple[str, float]]:
        first = not read
        if read[-1:] != [height]:
            read.append(height)
        return [("x" * 90, 0.1 if first and at < unclear else 1.0) for at in range(len(some))]

    monkeypatch.setattr(reader._detector, "find", lambda _picture, _side: boxes)
    monkeypatch.setattr(reader._recogniser, "read", noted)
    reader.read(PICTURE)

    assert read == heights
