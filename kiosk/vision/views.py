"""Smaller and grey copies of a picture, on which guidance and outlines are computed."""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Picture: TypeAlias = npt.NDArray[np.uint8]
"""Shape (rows, columns, 3) in BGR, (rows, columns, 4) in BGRA, or (rows, columns) in grey."""
Grey: TypeAlias = npt.NDArray[np.uint8]
"""Shape (rows, columns); 0 to 255."""

GREY_DIMENSIONS = 2
_BGRA_CHANNELS = 4


def grey_of(picture: Picture) -> Grey:
    """`picture` in grey; a grey one is returned as it is."""
    if picture.ndim == GREY_DIMENSIONS:
        return picture
    alpha = picture.shape[2] == _BGRA_CHANNELS
    return np.asarray(
        cv2.cvtColor(picture, cv2.COLOR_BGRA2GRAY if alpha else cv2.COLOR_BGR2GRAY), np.uint8
    )


def at_most(picture: Picture, width: int) -> Picture:
    """`picture` scaled down to `width` pixels across, in its own proportions; never scaled up."""
    if picture.shape[1] <= width:
        return picture
    size = (width, max(1, round(picture.shape[0] * width / picture.shape[1])))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
