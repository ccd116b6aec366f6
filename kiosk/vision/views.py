"""Owns the small and grey copies that are looked at in place of a picture. Judges nothing."""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Picture: TypeAlias = npt.NDArray[np.uint8]
"""Rows, columns, and but for grey ones channels: BGR or BGRA."""
Grey: TypeAlias = npt.NDArray[np.uint8]
"""Rows, columns."""

GREY_DIMENSIONS = 2
_WITH_ALPHA = 4


def grey_of(picture: Picture) -> Grey:
    """`picture` without colour."""
    if picture.ndim == GREY_DIMENSIONS:
        return picture
    alpha = picture.shape[2] == _WITH_ALPHA
    return np.asarray(
        cv2.cvtColor(picture, cv2.COLOR_BGRA2GRAY if alpha else cv2.COLOR_BGR2GRAY), np.uint8
    )


def at_most(picture: Picture, width: int) -> Picture:
    """`picture`, no wider than `width` pixels; its shape is kept."""
    if picture.shape[1] <= width:
        return picture
    size = (width, max(1, round(picture.shape[0] * width / picture.shape[1])))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
