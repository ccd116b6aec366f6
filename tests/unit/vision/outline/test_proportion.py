"""A straightened screen has the proportion of the screen, however it was held."""

from __future__ import annotations

from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.vision.outline.find import Outline
from kiosk.vision.outline.proportion import proportion
from kiosk.vision.outline.straighten import flattening
from tests.photographs.photograph import scene
from tests.photographs.poses import Pose, homography, moved
from tests.photographs.truth import Quad

SIZE = (1280, 720)
SCREENS = [scene(1, SIZE, kind="typed", of=of) for of in ("laptop", "monitor", "tablet", "phone")]
small = st.floats(-0.35, 0.35)


def seen(screen: int, pose: Pose) -> tuple[Quad, float]:
    """The corners of a screen in the picture, and its own width by height."""
    body = SCREENS[screen].body
    own = body.panel[0] / body.panel[1]
    return moved(body.screen_corners(), homography(body, pose, SIZE)), own


@given(screen=st.integers(0, 3), yaw=small, pitch=small, roll=small, x=st.floats(-0.05, 0.05))
def test_the_proportion_is_the_screens_own(
    screen: int, yaw: float, pitch: float, roll: float, x: float
) -> None:
    quad, own = seen(screen, Pose(0.7, x=x, yaw=yaw, pitch=pitch, roll=roll))

    assert proportion(quad, *SIZE) == pytest.approx(own, rel=0.05)


@given(screen=st.integers(0, 3), yaw=small, pitch=small)
def test_a_straight_view_is_no_larger_than_the_picture_and_loses_no_detail(
    screen: int, yaw: float, pitch: float
) -> None:
    quad, own = seen(screen, Pose(0.6, yaw=yaw, pitch=pitch))
    outline = Outline(np.asarray(quad / np.array(SIZE), np.float32))

    _, (wide, tall) = flattening(outline, *SIZE)

    assert wide <= SIZE[0]
    assert tall <= SIZE[1]
    assert isclose(wide / tall, own, rel_tol=0.06)
    sides = np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1) * 0.96
    assert wide >= max(sides[0], sides[2]) or tall == SIZE[1] or wide == SIZE[0]
