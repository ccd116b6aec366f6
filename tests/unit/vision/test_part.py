"""Of a reading, what stands on the straight picture, and where it then lies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.vision.line import FoundCode, Line
from kiosk.vision.outline.find import Outline
from kiosk.vision.outline.straighten import flattening, flattening_in_fractions
from kiosk.vision.part import reading_of_part
from kiosk.vision.reading import Reading, Tag

LEFT_HALF = (2.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
ASLANT = Outline(np.array([(0.2, 0.1), (0.8, 0.2), (0.75, 0.9), (0.25, 0.8)], np.float32))


def line(text: str, x: float, y: float, width: float = 0.1) -> Line:
    corners = ((x, y), (x + width, y), (x + width, y + 0.05), (x, y + 0.05))
    return Line(text, 0.9, corners)


def test_what_is_not_on_the_part_is_left_out_and_codes_follow_their_lines() -> None:
    lines = (line("beside 0x1", 0.7, 0.1), line("title", 0.1, 0.2), line("error 809", 0.1, 0.3))
    codes = (FoundCode("1", "a", "A.", 0), FoundCode("809", "vpn", "B.", 2))

    part = reading_of_part(Reading(lines, codes, (Tag("PC-7"),)), LEFT_HALF)

    assert [one.text for one in part.lines] == ["title", "error 809"]
    assert part.codes == (FoundCode("809", "vpn", "B.", 1),)
    assert part.tags == (Tag("PC-7"),)
    assert part.lines[0].corners[1] == pytest.approx((0.4, 0.2))


def test_a_line_that_is_cut_at_the_rim_is_framed_up_to_there() -> None:
    [kept] = reading_of_part(Reading((line("cut", 0.3, 0.5, 0.3),)), LEFT_HALF).lines

    assert kept.corners[1] == pytest.approx((1.0, 0.5))


@given(x=st.floats(0, 1), y=st.floats(0, 1), size=st.sampled_from([(1920, 1080), (640, 480)]))
def test_points_come_to_lie_where_their_pixels_do(
    x: float, y: float, size: tuple[int, int]
) -> None:
    homography, straight = flattening(ASLANT, *size)
    moved = homography @ np.array([x * size[0], y * size[1], 1.0])
    there = moved[:2] / moved[2] / straight
    point = Line("dot", 0.9, ((x, y),) * 4)

    kept = reading_of_part(Reading((point,)), flattening_in_fractions(ASLANT, *size)).lines

    assert bool(kept) is bool(((there >= 0) & (there <= 1)).all())
    assert all(one.corners[0] == pytest.approx(tuple(there)) for one in kept)
