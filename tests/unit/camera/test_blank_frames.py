"""Black or repeated pictures are told as blank after a second, and never sooner."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.camera.blank_frames import BlankFrameDetector, BlankReason
from kiosk.camera.frame import Pixels

FPS = 30


def verdicts(pictures: list[Pixels], fps: float = FPS) -> list[BlankReason | None]:
    eyes = BlankFrameDetector()
    before = [None, *pictures[:-1]]
    return [
        eyes.judge(picture, last, n / fps)
        for n, (picture, last) in enumerate(zip(pictures, before, strict=True))
    ]


def noisy(
    level: int, count: int, *, seed: int = 3, shape: tuple[int, ...] = (90, 160, 3)
) -> list[Pixels]:
    chance = np.random.default_rng(seed)
    return [
        chance.integers(max(0, level - 3), level + 4, shape, dtype=np.uint8) for _ in range(count)
    ]


def test_a_lively_picture_is_never_blind() -> None:
    assert set(verdicts(noisy(90, 3 * FPS))) == {None}


@pytest.mark.parametrize("shape", [(90, 160, 3), (90, 160), (16, 16, 3), (1081, 1921, 3)])
def test_a_cover_over_a_noisy_sensor_is_black_after_a_second(shape: tuple[int, ...]) -> None:
    told = verdicts(noisy(3, FPS + 2, shape=shape))

    assert told[:FPS] == [None] * FPS
    assert told[-1] is BlankReason.BLACK


def test_a_dim_room_is_not_black() -> None:
    assert set(verdicts(noisy(12, 2 * FPS))) == {None}


def test_one_picture_again_and_again_is_frozen_after_a_second() -> None:
    told = verdicts(noisy(90, 1) * (FPS + 2))

    assert told[:FPS] == [None] * FPS
    assert told[-1] is BlankReason.FROZEN


def test_one_changed_pixel_is_life() -> None:
    pictures = [noisy(90, 1)[0].copy() for _ in range(2 * FPS)]
    for n, picture in enumerate(pictures):
        picture[1, 1, 0] = n

    assert set(verdicts(pictures)) == {None}


def test_a_slow_camera_is_not_frozen_for_want_of_pictures() -> None:
    told = verdicts(noisy(90, 1) * 6, fps=2)

    assert told[:4] == [None] * 4
    assert told[-1] is BlankReason.FROZEN


@pytest.mark.parametrize("blind", [noisy(90, 1) * (2 * FPS), noisy(2, 2 * FPS)])
def test_the_first_frame_with_something_on_it_is_told(blind: list[Pixels]) -> None:
    told = verdicts([*blind, *noisy(90, 2, seed=5)])

    assert told[-3] is not None
    assert told[-2:] == [None, None]


def test_a_change_of_size_is_life() -> None:
    small, large = noisy(90, 1), noisy(90, 1, shape=(180, 320, 3))

    assert set(verdicts((small + large) * FPS)) == {None}
