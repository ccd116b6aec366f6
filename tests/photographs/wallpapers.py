"""Wallpapers behind the windows of a screen; no words."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image

from tests.photographs.truth import Floats


def wallpaper(chance: np.random.Generator, size: tuple[int, int]) -> Image.Image:
    """One of several sorts: plain, slope, hills, soft lights."""
    drawn = (_plain, _slope, _hills, _lights)[int(chance.integers(4))]
    small = (max(2, size[0] // 4), max(2, size[1] // 4))
    picture = cv2.resize(drawn(chance, small), size, interpolation=cv2.INTER_CUBIC)
    return Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))


def _plain(chance: np.random.Generator, size: tuple[int, int]) -> Floats:
    colour = chance.uniform(15, 170, 3).astype(np.float32)
    return np.full((size[1], size[0], 3), colour, np.float32)


def _slope(chance: np.random.Generator, size: tuple[int, int]) -> Floats:
    first, last = chance.uniform(20, 230, (2, 3)).astype(np.float32)
    lean = float(chance.uniform(0, 1))
    down = np.linspace(0, 1, size[1], dtype=np.float32)[:, None]
    across = np.linspace(0, 1, size[0], dtype=np.float32)[None, :]
    share = (down * (1 - lean) + across * lean)[..., None]
    return np.asarray(first + (last - first) * share, np.float32)


def _hills(chance: np.random.Generator, size: tuple[int, int]) -> Floats:
    picture = _slope(chance, size)
    across = np.linspace(0, 1, size[0], dtype=np.float32)
    down = np.arange(size[1], dtype=np.float32)[:, None]
    for base in (0.5, 0.65, 0.8):
        swing, phase, waves = chance.uniform(0.03, 0.15), chance.uniform(0, 6), chance.uniform(2, 7)
        crest = (base + swing * np.sin(phase + waves * across)) * size[1]
        under = np.clip(down - crest, 0, 1)[..., None]
        picture = picture + (chance.uniform(10, 200, 3).astype(np.float32) - picture) * under
    return np.asarray(picture, np.float32)


def _lights(chance: np.random.Generator, size: tuple[int, int]) -> Floats:
    picture = _plain(chance, size)
    for _ in range(int(chance.integers(3, 9))):
        centre = (int(chance.integers(size[0])), int(chance.integers(size[1])))
        colour = [float(part) for part in chance.uniform(20, 240, 3)]
        cv2.circle(picture, centre, int(chance.integers(20, 90)), colour, -1)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 14), np.float32)
