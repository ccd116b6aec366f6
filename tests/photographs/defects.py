"""What a camera and the light do to a picture. Pure: chance comes in, pictures come out."""

from __future__ import annotations

from math import cos, sin

import cv2
import numpy as np

from tests.photographs.poses import Homography, moved
from tests.photographs.truth import Conditions, Floats, Pixels, Quad

_STRIPES = np.array([(0, 0, 255), (0, 255, 0), (255, 0, 0)], np.uint8)
"""What each third of a screen's pixel lets through, as BGR."""
_THIRDS_LIT = 2.5
"""Of the three rows of a pixel: the last is a gap half as bright."""


def warped(picture: Pixels, by: Homography, size: tuple[int, int]) -> Pixels:
    """`picture` seen through `by`, without the aliasing of mere sampling."""
    height, width = picture.shape[:2]
    outline = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = moved(outline, by)
    shrunk = float(np.sqrt(cv2.contourArea(seen) / (width * height)))
    if shrunk < 1:
        picture = _bytes(cv2.GaussianBlur(picture, (0, 0), max(0.3, 0.42 / shrunk - 0.2)))
    return _bytes(cv2.warpPerspective(picture, by, size, flags=cv2.INTER_LINEAR))


def through_subpixels(picture: Pixels, by: Homography, size: tuple[int, int]) -> Pixels:
    """The screen as red, green and blue stripes with dark rows between, sampled by the sensor.

    Stripes finer than the sensor's pixels fold back as moire, as they do before a real one.
    """
    height, width = picture.shape[:2]
    grid = _bytes(cv2.resize(picture, (width * 3, height * 3), interpolation=cv2.INTER_NEAREST))
    grid &= np.tile(_STRIPES, (width, 1))
    grid[2::3] >>= 1
    finer = np.diag([2.0, 2.0, 1.0]) @ by @ np.diag([1 / 3, 1 / 3, 1.0])
    seen = cv2.warpPerspective(grid, finer, (size[0] * 2, size[1] * 2), flags=cv2.INTER_LINEAR)
    averaged = cv2.resize(seen, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    return _bytes(averaged * (3 * 3 / _THIRDS_LIT))


def glare_mask(
    chance: np.random.Generator, device: Quad, size: tuple[int, int], strength: float
) -> Floats:
    """Light (0 to 1) that the glass throws back: up to three soft blobs with a bright heart."""
    mask = np.zeros((size[1] // 4, size[0] // 4), np.float32)
    low, high = device.min(axis=0) / 4, device.max(axis=0) / 4
    reach = float(np.linalg.norm(high - low))
    for _ in range(int(chance.integers(1, 4))):
        blob = np.zeros_like(mask)
        centre = low + (high - low) * chance.uniform(0.1, 0.9, 2)
        axes = (
            reach * float(chance.uniform(0.03, 0.14)),
            reach * float(chance.uniform(0.03, 0.09)),
        )
        place = (int(centre[0]), int(centre[1]))
        radii = (max(1, int(axes[0])), max(1, int(axes[1])))
        cv2.ellipse(blob, place, radii, float(chance.uniform(0, 180)), 0, 360, 1.0, -1)
        near = cv2.GaussianBlur(blob, (0, 0), max(1.0, reach * 0.02))
        halo = cv2.GaussianBlur(blob, (0, 0), max(1.0, reach * 0.07))
        mask = np.maximum(mask, near) + 0.35 * halo
    full = cv2.resize(mask, size, interpolation=cv2.INTER_LINEAR)
    on_glass = np.zeros((size[1], size[0]), np.uint8)
    cv2.fillConvexPoly(on_glass, device.round().astype(np.int32), 1, cv2.LINE_AA)
    return np.asarray(np.clip(full * strength, 0, 1) * on_glass, np.float32)


def shown_by(picture: Floats, seen: Conditions, chance: np.random.Generator) -> Pixels:
    """`picture` after lens, hand, sensor and JPEG."""
    if seen.uneven:
        picture = picture * _uneven(chance, picture.shape[:2], seen.uneven)[..., None]
    if seen.bloom:
        picture = picture + seen.bloom * _scattered(picture)
    if seen.defocus_px > 0.2:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), seen.defocus_px), np.float32)
    if seen.motion_px > 0.5:
        picture = _smeared(picture, seen.motion_px, seen.motion_angle)
    height, width = picture.shape[:2]
    grain = np.empty((height, width, 3), np.float32)
    # One draw of eight million numbers a picture would be most of its cost.
    tile = chance.normal(0, seen.noise, (270, 480, 3)).astype(np.float32)
    for top in range(0, height, 270):
        for left in range(0, width, 480):
            turn = np.roll(tile, int(chance.integers(480)), axis=1)
            part = grain[top : top + 270, left : left + 480]
            part[:] = turn[: part.shape[0], : part.shape[1]]
    bytes_ = _bytes(picture * seen.light + grain)
    _, jpeg = cv2.imencode(".jpg", bytes_, [cv2.IMWRITE_JPEG_QUALITY, seen.jpeg])
    decoded = cv2.imdecode(jpeg, cv2.IMREAD_COLOR)
    assert decoded is not None
    return _bytes(decoded)


def _uneven(chance: np.random.Generator, shape: tuple[int, ...], strength: float) -> Floats:
    angle = float(chance.uniform(0, 6.28))
    down = np.linspace(-1, 1, shape[0], dtype=np.float32)[:, None] * sin(angle)
    across = np.linspace(-1, 1, shape[1], dtype=np.float32)[None, :] * cos(angle)
    return np.asarray(1 + strength * (down + across) / 2, np.float32)


def _scattered(picture: Floats) -> Floats:
    """Light of the brightest parts, spread around them."""
    quarter = (picture.shape[1] // 4, picture.shape[0] // 4)
    small = cv2.resize(np.maximum(picture - 170, 0), quarter, interpolation=cv2.INTER_AREA)
    spread = cv2.GaussianBlur(small, (0, 0), quarter[0] * 0.012)
    whole = cv2.resize(spread, (picture.shape[1], picture.shape[0]))
    return np.asarray(whole, np.float32)


def _smeared(picture: Floats, long_px: float, angle: float) -> Floats:
    side = int(long_px) | 1
    side += 2
    kernel = np.zeros((side, side), np.float32)
    middle, reach = side // 2, long_px / 2
    steps = np.linspace(-reach, reach, max(3, int(long_px * 4)))
    for step in steps:
        x, y = middle + step * cos(angle), middle + step * sin(angle)
        column, row = round(x), round(y)
        if 0 <= row < side and 0 <= column < side:
            kernel[row, column] += 1
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.float32)


def _bytes(array: cv2.typing.MatLike) -> Pixels:
    if array.dtype == np.uint8:
        return np.ascontiguousarray(array, np.uint8)
    return np.asarray(np.clip(array + 0.5, 0, 255), np.uint8)
