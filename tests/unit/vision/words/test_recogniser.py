"""How lines are laid out for the network, which is what reading costs."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.vision.arrays import Corners, Floats
from kiosk.vision.words.recogniser import LOW_STRIP_HEIGHT, STRIP_HEIGHT, Recogniser, full_width

PICTURE = np.full((1_080, 1_920, 3), 200, np.uint8)


class FakeNet:
    """A network that reads nothing and keeps the shapes of what it was given."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []

    def setInput(self, blank: Floats) -> None:
        self.shapes.append(blank.shape)

    def forward(self) -> Floats:
        return np.zeros((self.shapes[-1][0], 1, 4), np.float32)


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> FakeNet:
    fake = FakeNet()
    monkeypatch.setattr(cv2.dnn, "readNetFromONNX", lambda _path: fake)
    return fake


def line(width: int, height: int = 24, top: int = 0) -> Corners:
    right, foot = width, top + height
    return np.array([(0, top), (right, top), (right, foot), (0, foot)], np.float32)


def pixels(shapes: list[tuple[int, ...]]) -> int:
    return sum(count * width for count, _, _, width in shapes)


def test_little_is_filled_up_when_long_lines_stand_beside_short_ones(net: FakeNet) -> None:
    boxes = [line(width) for width in (40, 60, 150, 160, 300, 340, 600)]

    Recogniser(Path(), "ab").read(PICTURE, boxes)

    assert pixels(net.shapes) < 1.15 * sum(full_width(box) for box in boxes)


def test_lines_of_one_width_share_a_batch(net: FakeNet) -> None:
    Recogniser(Path(), "ab").read(PICTURE, [line(200, top=30 * row) for row in range(4)])

    assert [shape[0] for shape in net.shapes] == [4]


def test_low_strips_keep_the_proportions_of_the_letters(net: FakeNet) -> None:
    recogniser = Recogniser(Path(), "ab")

    recogniser.read(PICTURE, [line(640)])
    recogniser.read(PICTURE, [line(640)], LOW_STRIP_HEIGHT)

    (*_, high, wide), (*_, low, narrow) = net.shapes
    assert (high, low) == (STRIP_HEIGHT, LOW_STRIP_HEIGHT)
    assert narrow == wide * low // high


def test_a_line_on_its_side_is_as_wide_as_it_is_long() -> None:
    lying, upright = line(300, 24), line(24, 300)

    assert full_width(upright) == full_width(lying) == 600
