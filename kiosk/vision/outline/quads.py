"""Geometry of quadrilaterals: corner order, side lengths, sampling along the sides, refinement.

Quads are arrays (n, 4, 2), one is (4, 2): points (x, y) in float pixels, clockwise from top left.
"""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float32]
Mask: TypeAlias = npt.NDArray[np.uint8]

_MIN_ASPECT, _MAX_ASPECT = 0.36, 3.0
"""Width by height of a screen, upright phone to wide display."""
_MAX_TAPER = 1.9
"""Ratio of opposite sides; with more, a screen is held too far aslant to be read."""
_SLIDE_PX = 7
"""Distance from a side within which its true edge is looked for."""
_MAX_CORNER_SHIFT_PX = 14.0
"""A refinement that moves a corner farther is wrong."""
_MIN_STEP = 10.0
"""Grey levels over two pixels that make an edge."""
_CORNERS = 4
_MIN_SIDE_PX = 12
_MIN_EDGE_POINTS = 8
"""Points to which a line is fitted."""


def ordered(quad: Floats) -> Floats:
    """The four corners of `quad` clockwise from top left."""
    around = np.arctan2(*(quad - quad.mean(axis=0)).T[::-1])
    turned = quad[np.argsort(around)]
    return np.roll(turned, -int(turned.sum(axis=1).argmin()), axis=0)


def quads_of(mask: Mask, least_area: float, most_area: float) -> list[Floats]:
    """Quads among the contours of the binary `mask` that have the shape of a screen.

    Areas in pixels.
    """
    found = []
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        if cv2.contourArea(contour) < least_area:
            continue
        quad = _four_corners(contour, most_area)
        if quad is not None and _is_shaped_like_a_screen(quad):
            found.append(quad)
    return found


def _four_corners(contour: cv2.typing.MatLike, most_area: float) -> Floats | None:
    hull = cv2.convexHull(contour)
    area = cv2.contourArea(hull)
    if area > most_area:
        return None
    near = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, True), True)
    if len(near) == _CORNERS:
        return ordered(np.asarray(near, np.float32).reshape(4, 2))
    # A hand covers the rim or a corner is out of the picture: the best quad around what is left.
    if len(hull) > _CORNERS and cv2.contourArea(contour) > 0.75 * area:
        around = cv2.approxPolyN(hull, 4, ensure_convex=True)
        return ordered(np.asarray(around, np.float32).reshape(4, 2))
    return None


def sides(quads: Floats) -> Floats:
    """Side lengths in pixels, shape (n, 4): top, right, bottom, left."""
    return np.asarray(np.linalg.norm(np.roll(quads, -1, axis=1) - quads, axis=2), np.float32)


def _is_shaped_like_a_screen(quad: Floats) -> bool:
    top, right, bottom, left = sides(quad[None])[0]
    if min(top, right, bottom, left) < _MIN_SIDE_PX:
        return False
    shape = (top + bottom) / (left + right)
    taper = max(top / bottom, bottom / top, left / right, right / left)
    convex = cv2.isContourConvex(quad.round().astype(np.int32))
    return bool(_MIN_ASPECT < shape < _MAX_ASPECT and taper < _MAX_TAPER and convex)


def along(quads: Floats, samples: int, offsets: tuple[float, ...]) -> tuple[Floats, Floats]:
    """Points along each side, (n, 4, samples, offsets, 2), and the sides' inward normals (n, 4, 2).

    `offsets` are pixels inwards. The outer 7 % at both ends of a side are left out.
    """
    ends = np.roll(quads, -1, axis=1)
    way = ends - quads
    share = np.linspace(0.07, 0.93, samples, dtype=np.float32)[:, None]
    points = quads[:, :, None] + way[:, :, None] * share
    unit = way / np.maximum(np.linalg.norm(way, axis=2, keepdims=True), 1e-6)
    normals = np.stack([-unit[..., 1], unit[..., 0]], axis=2)
    shifts = np.asarray(offsets, np.float32)[:, None]
    moved = points[:, :, :, None] + normals[:, :, None, None] * shifts
    return np.asarray(moved, np.float32), np.asarray(normals, np.float32)


def values(picture: npt.NDArray[np.generic], points: Floats) -> Floats:
    """Pixel values of `picture` nearest to `points` (..., 2).

    Outside of it, those of its border.
    """
    height, width = picture.shape[:2]
    column = np.clip(np.rint(points[..., 0]), 0, width - 1).astype(np.intp)
    row = np.clip(np.rint(points[..., 1]), 0, height - 1).astype(np.intp)
    return np.asarray(picture[row, column], np.float32)


def refined(quad: Floats, grey: Mask) -> Floats:
    """`quad` with each side moved to the strongest edge near it.

    Unchanged when a corner would leap.
    """
    offsets = tuple(float(step) for step in range(-_SLIDE_PX, _SLIDE_PX + 1))
    points, _ = along(quad[None], 28, offsets)
    seen = values(grey, points)[0]
    steps = np.abs(seen[..., 2:] - seen[..., :-2])
    lines = [
        _fitted(quad[side], np.roll(quad, -1, axis=0)[side], points[0, side], steps[side])
        for side in range(4)
    ]
    corners = [_crossing(lines[side - 1], lines[side]) for side in range(4)]
    if any(corner is None for corner in corners):
        return quad
    moved = np.asarray(corners, np.float32)
    near = float(np.abs(moved - quad).max()) < _MAX_CORNER_SHIFT_PX
    return moved if near and cv2.isContourConvex(moved.round().astype(np.int32)) else quad


def _fitted(begin: Floats, end: Floats, points: Floats, steps: Floats) -> tuple[Floats, Floats]:
    """Point and direction of the line through the strongest steps (Huber fit), or of the side."""
    strongest = steps.argmax(axis=1)
    clear = steps.max(axis=1) > _MIN_STEP
    if clear.sum() < _MIN_EDGE_POINTS:
        return begin, np.asarray(end - begin, np.float32)
    chosen = points[np.arange(len(points)), strongest + 1][clear]
    x_way, y_way, x, y = np.ravel(cv2.fitLine(chosen, cv2.DIST_HUBER, 0, 0.01, 0.01))
    return np.array([x, y], np.float32), np.array([x_way, y_way], np.float32)


def _crossing(first: tuple[Floats, Floats], second: tuple[Floats, Floats]) -> Floats | None:
    """Where two lines (point, direction) meet; None when they are nearly parallel."""
    (at, way), (other_at, other_way) = first, second
    cross = float(way[0] * other_way[1] - way[1] * other_way[0])
    lengths = float(np.linalg.norm(way) * np.linalg.norm(other_way))
    if abs(cross) < 0.02 * lengths:
        return None
    gap = other_at - at
    share = float(gap[0] * other_way[1] - gap[1] * other_way[0]) / cross
    return np.asarray(at + way * share, np.float32)
