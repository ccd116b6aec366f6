"""Finder of the outline of a screen, or of the device around it, in a picture.

An unsure outline is None, because a wrong crop is worse than none. Imports OpenCV, so import it
late.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from kiosk.vision.outline.edges import crispness
from kiosk.vision.outline.quads import Floats, Mask, along, quads_of, refined, sides, values
from kiosk.vision.outline.surroundings import is_part_of_larger
from kiosk.vision.text_lines import Boxes
from kiosk.vision.text_presence import TextPresence
from kiosk.vision.views import Grey

WIDTH = 640
"""Pixels across of the picture in which it is looked for."""

_MIN_AREA, _MAX_AREA = 0.05, 0.97
"""Areas of a candidate, as shares of the picture."""
_SURE_AREA = 0.1
_SURE_SIDE_SHARE = 0.65
"""Share of the weakest side that must be visible: a hand may cover the rest."""
_SURE_LETTER_SHARE = 0.95
"""Share of the letters that must lie inside."""
_SURE_LINES = 20.0
"""Height in letter heights: a message on a screen has less, a screen more."""
_SURE_CRISP_SHARE = 0.5
"""Crispness of the sides as a share of the letters' sharpness: both are on the same screen."""
_SAME_PX = 5.0
"""Two candidates whose corners are all nearer to each other are one."""
_MAX_REFINED = 6
"""Best candidates that are refined."""
_CLEAR_STEP = 9.0
"""Grey levels a pixel that make a visible edge."""
_BORDER_PX = 4.0
"""A corner so near to the picture's border may lie outside of it."""
_ANY_SHARE, _HALF_SHARE, _WHOLE_SHARE = 0.02, 0.5, 0.75


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Four corners, clockwise from top left, as fractions of the picture's width and height."""

    corners: Floats

    def in_pixels(self, width: int, height: int) -> Floats:
        """The corners (4, 2) in pixels of a picture of that size."""
        return np.asarray(self.corners * np.array([width, height], np.float32), np.float32)


def find_outline(
    picture: npt.NDArray[np.uint8], letters: TextPresence, searched: Grey
) -> Outline | None:
    """The outline in `picture` (BGR, WIDTH across) that surely holds the `letters`, or None.

    The letters were found in `searched`, a larger grey picture of the same view. Without letters
    it is None: nothing else tells a screen from a picture on the wall.
    """
    if not len(letters.boxes):
        return None
    height, width = picture.shape[:2]
    scale = searched.shape[1] / width
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    quads = _candidates(picture, grey)
    if not len(quads):
        return None
    soft = np.asarray(cv2.GaussianBlur(grey, (3, 3), 0), np.uint8)
    scorer = _Scorer(soft, _centres(letters.boxes) / scale)
    likely = quads[np.argsort(-scorer.scores(quads), kind="stable")[:_MAX_REFINED]]
    exact = np.stack([refined(quad, soft) for quad in likely])
    best = exact[int(scorer.scores(exact).argmax())]
    if not scorer.is_sure(best) or not _is_a_screen(best * scale, letters, searched):
        return None
    return Outline(np.asarray(best / np.array([width, height], np.float32), np.float32))


def _is_a_screen(quad: Floats, letters: TextPresence, searched: Grey) -> bool:
    """Whether it is no message or window on a screen, and not out of focus in the background."""
    _, right, _, left = sides(quad[None])[0]
    if (left + right) / 2 < _SURE_LINES * letters.height_px:
        return False
    crisp = crispness(searched, quad, np.roll(quad, -1, axis=0))
    if crisp.min() < _SURE_CRISP_SHARE * letters.sharpness:
        return False
    return not is_part_of_larger(quad, crisp, searched)


class _Scorer:
    """One picture and its gradients, to score quads (n, 4, 2) by."""

    def __init__(self, grey: Mask, words: Floats) -> None:
        self._grey = grey
        self._words = words
        self._across = cv2.Sobel(grey, cv2.CV_16S, 1, 0)
        self._down = cv2.Sobel(grey, cv2.CV_16S, 0, 1)

    def scores(self, quads: Floats) -> Floats:
        """A score for each quad, (n,): visible sides, words inside and none cut, size,
        wholeness.
        """
        clear = self._clear_sides(quads)
        height, width = self._grey.shape
        area = np.array([cv2.contourArea(quad) for quad in quads]) / (height * width)
        inside, cut = self._words_inside(quads)
        return np.asarray(
            clear.mean(axis=1)
            + 0.6 * clear.min(axis=1)
            + 0.5 * np.minimum(1, area / 0.35)
            + 0.5 * inside
            - 1.5 * cut
            - 1.0 * self._at_the_border(quads)
            + 0.8 * _hold_others(quads, clear),
            np.float32,
        )

    def is_sure(self, quad: Floats) -> bool:
        """Whether a crop to `quad` is safe."""
        height, width = self._grey.shape
        one = quad[None]
        inside, _ = self._words_inside(one)
        return bool(
            cv2.contourArea(quad) > _SURE_AREA * height * width
            and self._clear_sides(one).min() >= _SURE_SIDE_SHARE
            and inside[0] >= _SURE_LETTER_SHARE
            and not self._at_the_border(one)[0]
        )

    def _at_the_border(self, quads: Floats) -> npt.NDArray[np.bool_]:
        """Which quads have a corner at the border or beyond it, shape (n,)."""
        height, width = self._grey.shape
        most = np.array([width, height], np.float32) - 1 - _BORDER_PX
        return np.asarray(((quads < _BORDER_PX) | (quads > most)).any(axis=(1, 2)), np.bool_)

    def _clear_sides(self, quads: Floats) -> Floats:
        """The share of each side, (n, 4), along which an edge of one direction runs."""
        points, normals = along(quads, 24, (-1.5, 0.0, 1.5))
        steps = (
            values(self._across, points) * normals[:, :, None, None, 0]
            + values(self._down, points) * normals[:, :, None, None, 1]
        ) / 4
        brighter = (steps.max(axis=3) > _CLEAR_STEP).mean(axis=2)
        darker = (steps.min(axis=3) < -_CLEAR_STEP).mean(axis=2)
        return np.asarray(np.maximum(brighter, darker), np.float32)

    def _words_inside(self, quads: Floats) -> tuple[Floats, Floats]:
        """For each quad the share of the letters inside it, and of those outside (1 if none is
        inside).
        """
        if not len(self._words):
            nothing = np.zeros(len(quads), np.float32)
            return nothing, nothing
        inside = np.empty(len(quads), np.float32)
        for number, quad in enumerate(quads):
            directions = np.roll(quad, -1, axis=0) - quad
            gaps = self._words[:, None] - quad[None]
            left_of = directions[None, :, 0] * gaps[..., 1] - directions[None, :, 1] * gaps[..., 0]
            inside[number] = (left_of > 0).all(axis=1).mean()
        return inside, np.asarray(np.where(inside > _ANY_SHARE, 1 - inside, 1), np.float32)


def _hold_others(quads: Floats, clear: Floats) -> npt.NDArray[np.bool_]:
    """Which quads have four clear sides and hold another quad: a screen with a window on it."""
    low, high = quads.min(axis=1), quads.max(axis=1)
    middle = quads.mean(axis=1)
    area = np.array([cv2.contourArea(quad) for quad in quads])
    around = (
        (low[:, None] < low[None] + 3).all(axis=2)
        & (high[:, None] > high[None] - 3).all(axis=2)
        & (low[:, None] < middle[None]).all(axis=2)
        & (area[None] < 0.85 * area[:, None])
    )
    whole = (clear.mean(axis=1) > _WHOLE_SHARE) & (clear.min(axis=1) > _HALF_SHARE)
    return np.asarray(around.any(axis=1) & whole, np.bool_)


def _centres(boxes: Boxes) -> Floats:
    return np.asarray(boxes[:, :2] + boxes[:, 2:] / 2, np.float32)


def _candidates(picture: npt.NDArray[np.uint8], grey: Mask) -> Floats:
    """Quads found by several thresholds and edge masks at half the size.

    Near duplicates dropped.
    """
    size = (picture.shape[1] // 2, picture.shape[0] // 2)
    half = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    small = np.asarray(cv2.GaussianBlur(cv2.resize(grey, size), (3, 3), 0), np.uint8)
    whole = size[0] * size[1]
    found: list[Floats] = []
    close = np.ones((3, 3), np.uint8)
    for mask in _masks(half, small):
        closed = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, close), np.uint8)
        for quad in quads_of(closed, _MIN_AREA * whole * 0.7, _MAX_AREA * whole):
            doubled = quad * 2
            if all(np.abs(doubled - other).max() > _SAME_PX for other in found):
                found.append(np.asarray(doubled, np.float32))
    return np.asarray(found, np.float32).reshape(-1, 4, 2)


def _masks(picture: npt.NDArray[np.uint8], grey: Mask) -> Iterator[cv2.typing.MatLike]:
    middle, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)
    dark = float(np.percentile(grey, 20))
    for level in (middle, middle * 0.6, min(250.0, middle * 1.3), dark):
        yield cv2.threshold(grey, level, 255, cv2.THRESH_BINARY)[1]
    colour = cv2.cvtColor(picture, cv2.COLOR_BGR2HSV)[..., 1]
    yield cv2.threshold(colour, 0, 255, cv2.THRESH_OTSU)[1]
    yield _edges(picture, 20, 60)
    edges = _edges(picture, 50, 140)
    yield edges
    yield cv2.bitwise_not(edges)


def _edges(picture: npt.NDArray[np.uint8], low: int, high: int) -> Mask:
    """Canny edges of all colour channels, dilated so that contours close."""
    thin = np.zeros(picture.shape[:2], np.uint8)
    for plane in cv2.split(picture):
        thin |= np.asarray(cv2.Canny(plane, low, high), np.uint8)
    return np.asarray(cv2.dilate(thin, np.ones((3, 3), np.uint8)), np.uint8)
