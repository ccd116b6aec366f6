"""What runs beside an outline tells a window on a screen from a screen before a wall."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk.vision.outline.edges import crispness
from kiosk.vision.outline.quads import Floats
from kiosk.vision.outline.surroundings import is_part_of_larger
from kiosk.vision.views import Grey

LEFT, TOP, RIGHT, FOOT = 400, 260, 880, 560
QUAD = np.array([(LEFT, TOP), (RIGHT, TOP), (RIGHT, FOOT), (LEFT, FOOT)], np.float32)
ABOVE, BELOW, BESIDE = (
    ((LEFT, 180), (RIGHT, 180)),
    ((LEFT, 620), (RIGHT, 620)),
    ((960, 230), (960, 600)),
)
KEYS_ABOVE = tuple(((LEFT, y), (RIGHT, y)) for y in (60, 120, 180))

Line = tuple[tuple[int, int], tuple[int, int]]


def seen(*lines: Line, blur: float = 0.0) -> Grey:
    """A bright sheet on a grey ground, and lines that are out of focus by `blur`."""
    ground = np.full((720, 1280), 90, np.uint8)
    for begin, end in lines:
        cv2.line(ground, begin, end, (200,), 12)
    if blur:
        ground = np.asarray(cv2.GaussianBlur(ground, (0, 0), blur), np.uint8)
    ground[TOP:FOOT, LEFT:RIGHT] = 230
    return ground


def crisp(grey: Grey) -> Floats:
    return crispness(grey, QUAD, np.roll(QUAD, -1, axis=0))


@pytest.mark.parametrize(
    ("lines", "part"),
    [
        ((), False),
        ((BELOW,), False),
        (KEYS_ABOVE, False),
        ((ABOVE,), True),
        ((BESIDE,), True),
        ((*KEYS_ABOVE, BELOW), True),
    ],
    ids=["alone", "below", "keys above", "a rim above", "beside", "above and below"],
)
def test_a_line_beside_says_part_of_more_unless_it_may_be_a_keyboard(
    lines: tuple[Line, ...], part: bool
) -> None:
    grey = seen(*lines)

    assert is_part_of_larger(QUAD, crisp(grey), grey) is part


def test_a_line_that_is_out_of_focus_is_on_the_wall_behind() -> None:
    grey = seen(BESIDE, blur=8)

    assert not is_part_of_larger(QUAD, crisp(grey), grey)


def test_nothing_at_all_is_part_of_nothing() -> None:
    grey = np.full((720, 1280), 90, np.uint8)

    assert not is_part_of_larger(QUAD, crisp(grey), grey)


def test_the_softer_an_edge_the_less_crisp() -> None:
    sharp = seen()
    measured = [
        float(crisp(np.asarray(cv2.GaussianBlur(sharp, (0, 0), by), np.uint8)).min())
        for by in (0.5, 1.5, 3, 6)
    ]

    assert measured == sorted(measured, reverse=True)
    assert measured[0] > 0.8
    assert measured[-1] < 0.3


def test_fingers_over_a_third_of_an_edge_leave_it_crisp() -> None:
    grey = seen()
    grey[TOP : TOP + 100, RIGHT - 30 : RIGHT + 30] = 150

    assert crisp(grey).min() > 0.9


def test_where_no_edge_is_none_is_crisp() -> None:
    assert crisp(np.full((720, 1280), 90, np.uint8)).max() == 0
