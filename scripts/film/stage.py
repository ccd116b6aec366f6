"""The canvas of the demonstration film and the pinhole camera that looks at it.

Knows nothing of what is shown. Colours are float RGB from 0 to 255; lengths are laptop widths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, sin
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

Floats: TypeAlias = npt.NDArray[np.float32]
Colour: TypeAlias = tuple[int, int, int]
Point: TypeAlias = tuple[float, float, float]
"""Right, up, and towards whoever holds the camera.

The origin is the middle of the laptop's hinge.
"""

_FINER = 2
"""Textures are drawn on a grid so many times finer, then averaged: that keeps small text clean."""


def rgb(code: str) -> Colour:
    """The colour of a code like "#1b2125"."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


@dataclass(frozen=True, slots=True)
class Eye:
    """Where the camera is and how it is held. `zoom` is pixels per width at the point aimed at."""

    centre_px: float
    zoom: float
    distance: float = 3.6
    aim: Point = (0.02, 0.235, 0.14)
    pitch: float = 0.21
    yaw: float = 0.055
    roll: float = -0.036

    def project(self, points: Sequence[Point]) -> Floats:
        """Pixels (n, 2) where `points` are seen."""
        seen = (np.asarray(points, np.float64) - np.asarray(self.aim)) @ self._turn().T
        size = self.zoom * self.distance / (self.distance - seen[:, 2])
        x, y = seen[:, 0] * size, -seen[:, 1] * size
        c, s = cos(self.roll), sin(self.roll)
        rolled = np.stack([c * x - s * y, s * x + c * y], axis=1)
        return (rolled + self.centre_px).astype(np.float32)

    def _turn(self) -> npt.NDArray[np.float64]:
        c, s = cos(self.pitch), sin(self.pitch)
        pitch = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
        c, s = cos(self.yaw), sin(self.yaw)
        yaw = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
        return np.asarray(pitch @ yaw, np.float64)


class Stage:
    """A square picture on which things are laid from back to front."""

    def __init__(self, pixels: Floats, eye: Eye) -> None:
        self.pixels = pixels
        self.eye = eye

    @property
    def size(self) -> int:
        """Pixels on a side."""
        return int(self.pixels.shape[0])

    def lay(self, texture: Floats, corners: Sequence[Point]) -> None:
        """Lays an RGBA `texture` into the room; `corners` are its own, clockwise from top left."""
        left, top, right, bottom = self._bounds(corners)
        inner = (self.eye.project(corners) - np.array([left, top], np.float32)) * _FINER
        height, width = texture.shape[:2]
        frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
        flat = cv2.getPerspectiveTransform(frame, inner.astype(np.float32))
        opaque = texture[..., 3:] / 255
        drawn = cv2.warpPerspective(
            np.dstack([texture[..., :3] * opaque, opaque]),
            flat,
            ((right - left) * _FINER, (bottom - top) * _FINER),
        )
        small = cv2.resize(drawn, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
        place = self.pixels[top:bottom, left:right]
        place *= 1 - small[..., 3:]
        place += small[..., :3]

    def shade(self, outline: Sequence[Point], *, strength: float, blur_px: float) -> None:
        """Darkens what lies under `outline`, softly."""
        mask = np.zeros((self.size, self.size), np.float32)
        sixteenths = np.round(self.eye.project(outline) * 16).astype(np.int32)
        cv2.fillPoly(mask, [sixteenths], 1.0, cv2.LINE_AA, 4)
        self.blend(blurred(mask, blur_px) * strength, np.array((34, 24, 18), np.float32))

    def blend(self, mask: Floats, colours: Floats) -> None:
        """Mixes `colours` in where `mask` (0 to 1, one channel) says."""
        opaque = mask[..., None]
        self.pixels *= 1 - opaque
        self.pixels += colours * opaque

    def _bounds(self, corners: Sequence[Point]) -> tuple[int, int, int, int]:
        seen = self.eye.project(corners)
        low = np.clip(np.floor(seen.min(axis=0)) - 2, 0, self.size)
        high = np.clip(np.ceil(seen.max(axis=0)) + 2, 0, self.size)
        return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def gradient(size: tuple[int, int], first: str, last: str, *, slant: float = 0.0) -> Floats:
    """`size` (w, h) filled from `first` at the top to `last`, leaning by `slant` radians."""
    width, height = size
    down = np.linspace(0, cos(slant), height, dtype=np.float32)[:, None]
    across = np.linspace(0, sin(slant), width, dtype=np.float32)[None, :]
    share = ((down + across) / (cos(slant) + sin(slant)))[..., None]
    begin, end = np.array(rgb(first), np.float32), np.array(rgb(last), np.float32)
    return as_floats(begin + (end - begin) * share)


def rounded(size: tuple[int, int], box: tuple[int, int, int, int], radius: int) -> Floats:
    """A smooth mask (0 to 1) of `size` (w, h): one inside the rounded `box`."""
    finer = Image.new("L", (size[0] * 2, size[1] * 2), 0)
    doubled = [2 * edge for edge in box]
    ImageDraw.Draw(finer).rounded_rectangle(doubled, 2 * radius, fill=255)
    return as_floats(finer.resize(size, Image.Resampling.BOX)) / np.float32(255)


def with_alpha(colours: Floats, mask: Floats | float = 1.0) -> Floats:
    """RGBA from colours and a mask from 0 to 1."""
    alpha = np.broadcast_to(np.asarray(mask, np.float32) * 255, colours.shape[:2])
    return as_floats(np.dstack([colours, alpha]))


def blurred(picture: Floats, sigma_px: float) -> Floats:
    """`picture` out of focus."""
    return as_floats(cv2.GaussianBlur(picture, (0, 0), sigma_px))


def resized(picture: Floats, size: tuple[int, int]) -> Floats:
    """`picture` at `size` (w, h), smooth both ways."""
    how = cv2.INTER_AREA if size[0] < picture.shape[1] else cv2.INTER_CUBIC
    return as_floats(cv2.resize(picture, size, interpolation=how))


def as_floats(array: npt.ArrayLike | Image.Image) -> Floats:
    """The same numbers as 32-bit floats; of a Pillow image its bands."""
    return np.asarray(array, np.float32)
