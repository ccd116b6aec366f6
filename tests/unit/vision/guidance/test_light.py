"""Too little light is told from a dark screen."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from kiosk.vision.guidance.light import is_too_dark
from kiosk.vision.views import Grey
from tests.photographs.photograph import CLEAN, scene, taken
from tests.photographs.poses import Pose


def grey(light: float) -> Grey:
    """A crash, white on dark."""
    of = scene(373, (1280, 720), kind="crash", of="laptop")
    shown = taken(of, Pose(0.8), replace(CLEAN, light=light))
    return np.asarray(cv2.cvtColor(shown.pixels, cv2.COLOR_BGR2GRAY), np.uint8)


def test_a_dark_screen_with_bright_words_is_light_enough() -> None:
    assert not is_too_dark(grey(1.0))
    assert is_too_dark(grey(0.08))
