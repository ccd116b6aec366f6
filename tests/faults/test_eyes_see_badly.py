"""Whatever is held before the lens, looking goes on: nothing is taken, falls or grows.

Covers the frames of D-class faults that reach vision: black, white, noise, one colour, a covered
lens, huge frames, words upside down, and what is kept of many captures.
"""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from kiosk.camera.frame import Pixels
from kiosk.capture.guided_camera import BURST, GuidedCamera
from kiosk.clock import SystemClock
from kiosk.vision.guidance.guide import Guide
from kiosk.vision.hint import Hint
from kiosk.vision.outline.straighten import outline_of
from tests.doubles.beneath import FakeBeneath
from tests.doubles.waiting import HANG_S
from tests.photographs.photograph import CLEAN, scene, taken
from tests.photographs.poses import Pose

CAPTURES = 50
MOST_KEPT = 2 * BURST


@pytest.fixture
def beneath() -> FakeBeneath:
    return FakeBeneath()


@pytest.fixture
def camera(beneath: FakeBeneath) -> Iterator[GuidedCamera]:
    camera = GuidedCamera(
        beneath,
        clock=SystemClock(),
        on_frame=lambda _frame: None,
        on_state=lambda _state: None,
        on_guidance=lambda _guidance: None,
    )
    camera.open()
    yield camera
    camera.stop()


CHANCE = np.random.default_rng(3)


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((1080, 1920, 3), np.uint8),
        np.full((1080, 1920, 3), 255, np.uint8),
        np.full((720, 1280, 3), (10, 200, 40), np.uint8),
        CHANCE.integers(0, 256, (720, 1280, 3), dtype=np.uint8),
        np.full((4320, 7680, 3), 140, np.uint8),
        np.full((720, 16, 3), 140, np.uint8),
        np.full((480, 640), 90, np.uint8),
    ],
    ids=["black", "white", "one colour", "noise", "8K", "a sliver", "grey"],
)
def test_what_shows_nothing_is_still_a_picture_by_hand(
    camera: GuidedCamera, beneath: FakeBeneath, picture: Pixels
) -> None:
    beneath.coming = [picture]
    shot = camera.take().result(HANG_S)

    height, width = picture.shape[:2]
    assert shot.width / shot.height == pytest.approx(width / height, rel=0.1)


def test_words_upside_down_are_guided_and_cropped_like_any() -> None:
    of = scene(2, kind="browser", of="laptop")
    held = Pose(0.7, y=0.06, yaw=0.1)  # Its keyboard is in the picture, above.
    turned = taken(of, held, replace(CLEAN, turned=True)).pixels
    guide = Guide()
    hints = [guide.look(turned, step * 0.1).hint for step in range(3)]

    assert hints[-1] is Hint.STEADY
    outline = outline_of(turned)
    assert outline is not None
    assert outline.corners.min() > 0.02


def test_no_picture_is_kept_over_many_captures(camera: GuidedCamera, beneath: FakeBeneath) -> None:
    seen = taken(scene(2, (1280, 720), kind="browser", of="laptop"), Pose(0.78), CLEAN).pixels
    given: list[weakref.ref[Pixels]] = []
    for number in range(CAPTURES):
        beneath.coming = [seen + np.uint8(number % 7), *(seen.copy() for _ in range(BURST))]
        given += map(weakref.ref, beneath.coming)
        camera.take().result(HANG_S)
        beneath.forget()
    gc.collect()

    assert sum(picture() is not None for picture in given) <= MOST_KEPT
