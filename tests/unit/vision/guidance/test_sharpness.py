"""Of a burst the sharpest picture is kept."""

from __future__ import annotations

from dataclasses import replace

from kiosk.vision.guidance.sharpness import sharpest
from tests.photographs.photograph import CLEAN, scene, taken
from tests.photographs.poses import Pose


def test_the_frame_between_two_shakes_is_chosen() -> None:
    of = scene(4, (1280, 720))
    shakes = (9.0, 3.0, 0.0, 6.0)
    frames = [taken(of, Pose(), replace(CLEAN, motion_px=shake)).pixels for shake in shakes]

    assert sharpest(frames) is frames[2]


def test_of_equals_the_latest_is_taken() -> None:
    frame = taken(scene(4, (640, 360)), Pose(), CLEAN).pixels
    frames = [frame, frame.copy(), frame.copy()]

    assert sharpest(frames) is frames[2]


def test_of_no_picture_there_is_none() -> None:
    assert sharpest([]) is None
