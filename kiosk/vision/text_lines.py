"""Lines and blocks of text: which of the letters found in a picture belong together.

Imports OpenCV, so import it late.
"""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Boxes: TypeAlias = npt.NDArray[np.int32]
"""Shape (n, 4): left, top, width, height of each letter, in pixels."""
Numbers: TypeAlias = npt.NDArray[np.intp]
"""Shape (n,): for each letter the number of what it belongs to, from 0 up."""

_LINE_REACH = (1.2, -0.25)
"""Letter heights by which a letter reaches to both sides, and above and below, on its line."""
_BLOCK_REACH = (2.5, 1.6)
"""The same within a block: the next line of a paragraph, or its title, belongs to it."""
_SCALE = np.float32(0.5)
"""Boxes are drawn so much smaller, in a quarter of the time."""


def lines_of(boxes: Boxes) -> Numbers:
    """The line of each letter of `boxes`."""
    return _joined(boxes, _LINE_REACH)


def blocks_of(boxes: Boxes) -> Numbers:
    """The block of lines of each letter of `boxes`."""
    return _joined(boxes, _BLOCK_REACH)


def _joined(boxes: Boxes, reach: tuple[float, float]) -> Numbers:
    """Numbers of letters whose boxes, so much larger, touch."""
    size = boxes[:, 2:] * _SCALE
    away = size[:, 1:] * np.array(reach, np.float32)
    middle = boxes[:, :2] * _SCALE + size / 2
    half = np.maximum(size / 2 + away, 0.5)
    low, high = middle - half, middle + half
    origin = low.min(axis=0)
    width, height = np.ceil(high.max(axis=0) - origin).astype(int) + 1
    ink = np.zeros((height, width), np.uint8)
    for (left, top), (right, foot) in zip(low - origin, high - origin, strict=True):
        ink[int(top) : int(foot) + 1, int(left) : int(right) + 1] = 1
    _, labels = cv2.connectedComponentsWithAlgorithm(ink, 8, cv2.CV_32S, cv2.CCL_BBDT)
    rows, columns = (middle - origin).astype(int).T[::-1]
    _, numbers = np.unique(labels[rows, columns], return_inverse=True)
    return np.asarray(numbers, np.intp)
