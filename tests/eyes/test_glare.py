"""Glare is a lamp on the words, whatever else on a screen is white or runs into white."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from kiosk.vision.guidance.glare import has_glare
from kiosk.vision.text_presence import find_letters
from kiosk.vision.views import Grey
from tests.photographs.lamps import with_lamp, without_lamp
from tests.photographs.photograph import CLEAN, scene, taken
from tests.photographs.poses import Pose
from tests.photographs.truth import Photograph

SIZE = (1280, 720)


def glares(shown: Photograph) -> bool:
    grey: Grey = np.asarray(cv2.cvtColor(shown.pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    return has_glare(grey, find_letters(grey).boxes)


def test_a_lamp_in_the_glass_glares() -> None:
    crash = scene(373, SIZE, kind="crash", of="laptop")

    assert glares(taken(crash, Pose(0.8), replace(CLEAN, glare=1.1)))


@pytest.mark.parametrize("kind", ["crash", "dialog", "browser", "typed"])
def test_a_white_window_does_not(kind: str) -> None:
    window = scene(12, SIZE, kind=kind, of="laptop")

    assert not glares(taken(window, Pose(0.8), replace(CLEAN, light=1.1)))


@pytest.mark.parametrize("seed", [2008, 2010, 2013, 2017, 2057, 3039, 3056])
def test_a_bright_page_or_a_shaded_button_does_not(seed: int) -> None:
    """On the pages pale words stand beside black ones, too."""
    assert not glares(without_lamp(seed))


@pytest.mark.parametrize("seed", [2068, 2070, 2094, 3023])
def test_a_lamp_on_a_page_as_white_as_itself_glares_by_the_letters_that_fade(seed: int) -> None:
    assert glares(with_lamp(seed))


def test_a_picture_without_words_has_no_glare_on_them() -> None:
    white = np.full((720, 1280), 255, np.uint8)

    assert not has_glare(white, find_letters(white).boxes)
