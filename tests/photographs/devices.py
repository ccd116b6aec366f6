"""Frames around a screen: laptops, monitors, tablets, phones, and the colour of their rims.

Never places anything before the camera.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tests.photographs.truth import Pixels, Quad

BODIES = ("laptop", "laptop", "laptop", "monitor", "tablet", "phone")
RIMS = ("dark", "dark", "bright", "none")
SIZES = {
    "laptop": ((1920, 1080), (1920, 1200), (1680, 1050)),
    "monitor": ((1920, 1080), (2048, 1152)),
    "tablet": ((1600, 1200),),
    "phone": ((864, 1872), (900, 1800)),
}


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A device seen from straight ahead, BGR with a mask (0 to 255), and its screen's place in it.

    `deck` is the colour of a keyboard below the screen; None without one.
    """

    kind: str
    rim: str
    picture: Pixels
    mask: Pixels
    screen: tuple[int, int]
    panel: tuple[int, int]
    deck: tuple[int, int, int] | None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, rim included."""
        return self.picture.shape[1], self.picture.shape[0]

    def screen_corners(self) -> Quad:
        """Of the lit part, in the body's own pixels."""
        return corners(*self.screen, *self.panel)

    def body_corners(self) -> Quad:
        """Of the whole."""
        return corners(0, 0, *self.size)


def corners(left: float, top: float, width: float, height: float) -> Quad:
    """Clockwise from top left."""
    right, foot = left + width, top + height
    return np.array([(left, top), (right, top), (right, foot), (left, foot)], np.float32)


def panel_size(chance: np.random.Generator, kind: str) -> tuple[int, int]:
    """The pixels that such a device's screen has."""
    sizes = SIZES[kind]
    return sizes[int(chance.integers(len(sizes)))]


def body(chance: np.random.Generator, kind: str, picture: Pixels, rim: str = "") -> Body:
    """The device `kind` around a screen that shows `picture`."""
    rim = rim or str(chance.choice(RIMS))
    height, width = picture.shape[:2]
    sides, top, foot = _rims(chance, kind, rim, width)
    size = (width + 2 * sides, height + top + foot)
    colour = _rim_colour(chance, rim)
    whole = np.empty((size[1], size[0], 3), np.uint8)
    whole[:] = colour
    edge = tuple(max(0, part - 25) for part in colour)
    cv2.rectangle(whole, (1, 1), (size[0] - 2, size[1] - 2), edge, 3)
    whole[top : top + height, sides : sides + width] = picture
    if kind == "laptop" and rim != "none":
        cv2.circle(whole, (size[0] // 2, top // 2), max(2, top // 8), (40, 36, 34), -1)
    rounded = Image.new("L", size, 0)
    radius = width * (0.1 if kind == "phone" else float(chance.uniform(0, 0.025)))
    ImageDraw.Draw(rounded).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), radius, fill=255)
    deck = None
    if kind == "laptop":
        grey = int(chance.integers(40, 215))
        deck = (grey + 4, grey + 2, grey)
    return Body(
        kind, rim, whole, np.asarray(rounded, np.uint8), (sides, top), (width, height), deck
    )


def _rims(chance: np.random.Generator, kind: str, rim: str, width: int) -> tuple[int, int, int]:
    """Side, top and foot in pixels."""
    if rim == "none":
        thin = max(3, int(width * 0.003))
        return thin, thin, thin * (3 if kind == "laptop" else 1)
    if kind == "laptop":
        side = width * float(chance.uniform(0.012, 0.035))
        return int(side), int(width * chance.uniform(0.025, 0.045)), int(width * 0.055)
    side = width * float(chance.uniform(0.02, 0.05))
    return int(side), int(side), int(side * chance.uniform(1.0, 1.8))


def _rim_colour(chance: np.random.Generator, rim: str) -> tuple[int, int, int]:
    shade = int(chance.integers(165, 240)) if rim == "bright" else int(chance.integers(8, 48))
    warm = int(chance.integers(-6, 7))
    return shade + warm, shade, shade - warm
