"""A screen is straightened where its outline is sure, and left alone where it is not."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from kiosk.vision.outline.find import Outline
from kiosk.vision.outline.straighten import outline_of, straighten
from kiosk.vision.views import Picture
from tests.photographs.photograph import CLEAN, Scene, scene, taken
from tests.photographs.poses import Pose
from tests.photographs.truth import Photograph


@pytest.fixture(scope="module")
def aslant() -> Photograph:
    """A laptop, well lit, held at a slant."""
    return taken(scene(2, kind="browser", of="laptop"), Pose(0.78, yaw=0.16, roll=0.05), CLEAN)


def overlap(one: np.ndarray, other: np.ndarray) -> float:
    both, _ = cv2.intersectConvexConvex(one, other)
    return both / (cv2.contourArea(one) + cv2.contourArea(other) - both)


def test_the_outline_is_the_screen_or_the_device(aslant: Photograph) -> None:
    outline = outline_of(aslant.pixels)

    assert outline is not None
    height, width = aslant.pixels.shape[:2]
    corners = outline.in_pixels(width, height)
    assert aslant.screen is not None
    assert aslant.device is not None
    assert max(overlap(corners, aslant.screen), overlap(corners, aslant.device)) > 0.93


def test_a_straight_picture_has_no_side_shorter_than_it_was() -> None:
    corners = np.array([(0.1, 0.1), (0.9, 0.2), (0.9, 0.8), (0.1, 0.9)], np.float32)
    straight = straighten(np.zeros((500, 1000, 3), np.uint8), Outline(corners))

    assert straight.shape == (388, 954, 3)


def test_corners_come_to_the_corners() -> None:
    picture = np.zeros((400, 400, 3), np.uint8)
    corners = np.array([(0.2, 0.3), (0.8, 0.2), (0.85, 0.75), (0.15, 0.8)], np.float32)
    cv2.fillConvexPoly(picture, (corners * 400).astype(np.int32), (255, 255, 255))
    straight = straighten(picture, Outline(corners))
    height, width = straight.shape[:2]

    inner = straight[height // 16 : -height // 16, width // 16 : -width // 16]
    assert inner.min() == 255


def test_a_straight_picture_shows_no_strip_of_what_is_around() -> None:
    picture = np.zeros((400, 640, 3), np.uint8)
    corners = np.array([(0.2, 0.3), (0.8, 0.2), (0.85, 0.75), (0.15, 0.8)], np.float32)
    around = np.array([640, 400], np.float32)
    cv2.fillConvexPoly(picture, (corners * around).astype(np.int32), (255, 255, 255))

    assert straighten(picture, Outline(corners)).min() == 255


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((360, 640, 3), np.uint8),
        np.full((360, 640, 3), 255, np.uint8),
        np.random.default_rng(1).integers(0, 256, (360, 640, 3), dtype=np.uint8),
        np.zeros((1, 1, 3), np.uint8),
        np.zeros((90, 90), np.uint8),
    ],
    ids=["black", "white", "noise", "one pixel", "grey"],
)
def test_unsure_leaves_the_picture_whole(picture: Picture) -> None:
    outline = outline_of(picture)

    assert outline is None
    assert straighten(picture, outline) is picture


def test_a_screen_that_runs_out_of_the_picture_is_left_whole() -> None:
    near = taken(scene(2, kind="browser", of="laptop"), Pose(1.3), CLEAN)

    assert outline_of(near.pixels) is None


@pytest.mark.parametrize("shade", [250, 20], ids=["lit", "dark"])
@pytest.mark.parametrize("seed", [0, 2, 4])
def test_a_blurred_frame_on_the_wall_that_runs_on_from_a_screen_leaves_it_whole(
    seed: int, shade: int
) -> None:
    phone = scene(seed, (1280, 720), kind="crash", of="phone")
    held = Pose(0.8, yaw=0.1)
    before = taken(before_a_frame(phone, held, shade), held, CLEAN)

    assert outline_of(before.pixels) is None


def test_a_frame_on_the_wall_beside_a_screen_does_not_keep_it_from_being_found() -> None:
    laptop = scene(2, kind="browser", of="laptop")
    held = Pose(0.78, yaw=0.16, roll=0.05)
    wall = laptop.room.copy()
    cv2.rectangle(wall, (1760, -20), (1990, 1100), (30, 30, 30), -1)
    cv2.rectangle(wall, (-20, -20), (40, 1100), (30, 30, 30), -1)
    behind = replace(laptop, room=soft(wall))

    assert outline_of(taken(behind, held, CLEAN).pixels) is not None


@pytest.mark.parametrize("seed", [0, 2, 3, 4])
def test_a_window_or_message_of_a_screen_that_runs_out_of_the_picture_leaves_it_whole(
    seed: int,
) -> None:
    near = scene(seed, (1280, 720), kind="dialog", of="laptop")

    assert outline_of(taken(near, Pose(1.12, x=0.02), CLEAN).pixels) is None


def before_a_frame(of: Scene, held: Pose, shade: int) -> Scene:
    """`of` with a frame of one `shade` on the wall, as high as what is held and farther right."""
    device = taken(of, held, CLEAN).device
    assert device is not None
    left, top = (int(least) for least in device.min(axis=0))
    right, foot = (int(most) for most in device.max(axis=0))
    wall = np.full_like(of.room, 95)
    cv2.rectangle(wall, (left, top), (right + (right - left) * 2 // 3, foot), (shade,) * 3, -1)
    return replace(of, room=soft(wall))


def soft(wall: Picture) -> Picture:
    """Out of focus, as what is far behind the screen."""
    return np.asarray(cv2.GaussianBlur(wall, (0, 0), 6), np.uint8)
