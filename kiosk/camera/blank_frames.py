"""Owns whether pictures that come show anything: neither black nor standing still.

Knows no device and no thread; remembers instants only, never a picture.
"""

from __future__ import annotations

from enum import StrEnum

import cv2
import numpy as np

from kiosk.camera.frame import Pixels

BLIND_AFTER_S = 1.0
"""A first dark picture is common while a camera finds its exposure, so one picture says nothing."""
DARK_LUMA = 8.0
"""Mean luma (0 to 255) below which a picture is black: a cover, not a dim room."""
STILL_IN_A_ROW = 5
"""So many pictures must be the same, however slow: a camera's noise makes no two alike."""

_GREY = 2
_GRID = (18, 32)


class BlankReason(StrEnum):
    """Why nothing can be seen: a cover or a dead sensor; a device that repeats one picture."""

    BLACK = "black"
    FROZEN = "frozen"


class BlankFrameDetector:
    """Judges one opening's pictures, in order. About 15 us a picture, 0.2 ms if it froze."""

    def __init__(self) -> None:
        self._dark_since: float | None = None
        self._still_since: float | None = None
        self._still = 0

    def judge(self, picture: Pixels, before: Pixels | None, now: float) -> BlankReason | None:
        """What is wrong with `picture`, which follows `before` and came at `now`; None if fine."""
        sample = _sample(picture)
        if _luma(sample) >= DARK_LUMA:
            self._dark_since = None
        elif self._dark_since is None:
            self._dark_since = now
        if before is not None and _same(picture, sample, before):
            self._still += 1
        else:
            self._still, self._still_since = 1, now
        return self._verdict(now)

    def _verdict(self, now: float) -> BlankReason | None:
        if _long(self._dark_since, now):
            return BlankReason.BLACK
        if self._still >= STILL_IN_A_ROW and _long(self._still_since, now):
            return BlankReason.FROZEN
        return None


def _long(since: float | None, now: float) -> bool:
    return since is not None and now - since >= BLIND_AFTER_S


def _sample(picture: Pixels) -> Pixels:
    rows, columns = (max(1, picture.shape[axis] // _GRID[axis]) for axis in (0, 1))
    return np.ascontiguousarray(picture[::rows, ::columns])


def _luma(sample: Pixels) -> float:
    blue, green, red, _ = cv2.mean(sample)
    return 0.114 * blue + 0.587 * green + 0.299 * red if sample.ndim > _GREY else blue


def _same(picture: Pixels, sample: Pixels, before: Pixels) -> bool:
    # The whole is compared only where the sample is the same, which with a live camera is never.
    return (
        picture.shape == before.shape
        and np.array_equal(sample, _sample(before))
        and cv2.norm(picture, before, cv2.NORM_INF) == 0
    )
