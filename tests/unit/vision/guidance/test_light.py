"""A reflection on the words is told from a white window; too little light from a dark screen."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from kiosk.vision.guidance.light import has_glare, is_too_dark
from kiosk.vision.text_presence import find_letters
from kiosk.vision.views import Grey
from tests.photographs.photograph import CLEAN, Scene, scene, taken
from tests.photographs.poses import Pose


@pytest.fixture(scope="module")
def laptop() -> Scene:
    """A crash, white on dark."""
    return scene(373, (1280, 720), kind="crash", of="laptop")


def grey(of: Scene, *, glare: float = 0.0, light: float = 1.0) -> Grey:
    shown = taken(of, Pose(0.8), replace(CLEAN, glare=glare, light=light))
    return np.asarray(cv2.cvtColor(shown.pixels, cv2.COLOR_BGR2GRAY), np.uint8)


def test_a_lamp_in_the_glass_glares(laptop: Scene) -> None:
    seen = grey(laptop, glare=1.1)

    assert has_glare(seen, find_letters(seen).boxes)


@pytest.mark.parametrize("kind", ["crash", "dialog", "browser", "typed"])
def test_a_white_window_does_not(kind: str) -> None:
    seen = grey(scene(12, (1280, 720), kind=kind, of="laptop"), light=1.1)

    assert not has_glare(seen, find_letters(seen).boxes)


def test_a_dark_screen_with_bright_words_is_light_enough(laptop: Scene) -> None:
    assert not is_too_dark(grey(laptop))
    assert is_too_dark(grey(laptop, light=0.08))
