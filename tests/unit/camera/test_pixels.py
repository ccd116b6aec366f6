"""Previews cover the viewfinder and no more; stills keep to their limits, whatever the scene."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk.camera.frame import Pixels
from kiosk.camera.pixels import MAX_SHOT_BYTES, MAX_SHOT_PIXELS, is_whole, preview, still


def noise(width: int, height: int) -> Pixels:
    """The hardest scene for JPEG."""
    return np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    ("width", "height", "shown"),
    [
        (1920, 1080, (1280, 720)),
        (1440, 1440, (1280, 1280)),
        (640, 480, (640, 480)),
        (1080, 1920, (1280, 2275)),
    ],
)
def test_a_preview_covers_the_viewfinder_and_is_never_enlarged(
    width: int, height: int, shown: tuple[int, int]
) -> None:
    picture = np.zeros((height, width, 3), np.uint8)

    bgra = preview(picture, (1280, 720))

    assert (min(shown[0], width), min(shown[1], height)) == (bgra.shape[1], bgra.shape[0])


def test_a_preview_is_opaque_contiguous_and_keeps_its_colours() -> None:
    picture = np.full((1080, 1920, 3), (10, 120, 240), np.uint8)

    bgra = preview(picture, (1280, 720))

    assert bgra.flags.c_contiguous
    assert bgra.dtype == np.uint8
    assert bgra[300, 400].tolist() == [10, 120, 240, 255]


def test_a_preview_shares_no_memory_with_the_picture() -> None:
    picture = noise(64, 48)

    bgra = preview(picture, (1280, 720))

    assert not np.shares_memory(bgra, picture)


def test_a_grey_camera_is_shown_too() -> None:
    bgra = preview(np.full((480, 640), 77, np.uint8), (1280, 720))

    assert bgra[0, 0].tolist() == [77, 77, 77, 255]


@pytest.mark.parametrize(("width", "height"), [(1, 1), (3, 700), (701, 2)])
def test_an_odd_size_is_no_obstacle(width: int, height: int) -> None:
    picture = noise(width, height)

    assert preview(picture, (1280, 720)).shape == (height, width, 4)
    assert still(picture).width == width


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (4000, 3000), (1440, 1440), (900, 50)])
def test_a_still_stays_within_its_limits_even_for_noise(width: int, height: int) -> None:
    shot = still(noise(width, height))

    seen = cv2.imdecode(np.frombuffer(shot.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert seen is not None
    assert seen.shape[:2] == (shot.height, shot.width)
    assert len(shot.jpeg) <= MAX_SHOT_BYTES
    assert shot.width * shot.height <= MAX_SHOT_PIXELS


def test_a_plain_full_hd_picture_keeps_every_pixel() -> None:
    shot = still(np.full((1080, 1920, 3), 128, np.uint8))

    assert (shot.width, shot.height) == (1920, 1080)


def test_a_still_carries_no_metadata() -> None:
    jpeg = still(noise(320, 240)).jpeg

    assert jpeg.startswith(b"\xff\xd8\xff\xe0")
    assert b"Exif" not in jpeg
    assert b"\xff\xe1" not in jpeg[:600]
    assert b"http" not in jpeg


@pytest.mark.parametrize(
    ("shape", "whole"),
    [
        ((720, 1280, 3), True),
        ((721, 1279, 3), True),
        ((480, 640), True),
        ((16, 16, 3), True),
        ((15, 640, 3), False),
        ((0, 0, 3), False),
        ((480, 640, 2), False),
        ((480, 640, 4), False),
        ((16, 20_000, 3), False),
        ((640,), False),
    ],
)
def test_only_what_can_be_shown_is_a_whole_picture(shape: tuple[int, ...], whole: bool) -> None:
    assert is_whole(np.zeros(shape, np.uint8)) is whole
