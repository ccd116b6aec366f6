"""Sharpest picture of a burst, by its gradient energy. Imports OpenCV, so import it late."""

from __future__ import annotations

from collections.abc import Iterable

import cv2

from kiosk.vision.views import Picture, at_most, grey_of

_WIDTH = 640
"""Pixels across at which pictures are compared: noise is averaged out, relevant blur stays."""


def sharpest(burst: Iterable[Picture]) -> Picture | None:
    """The sharpest picture of one view, grey or BGR; of equals the latest; None if there is none.

    Only the best so far is held: eight full HD pictures take fifty megabytes.
    """
    best, most = None, -1.0
    for picture in burst:
        energy = edge_energy(picture)
        if energy >= most:
            best, most = picture, energy
    return best


def edge_energy(picture: Picture) -> float:
    """Mean squared Sobel gradient of a copy _WIDTH across (the focus measure called Tenengrad).

    Of the cheap measures it predicts best how much text will be read.
    """
    grey = grey_of(at_most(picture, _WIDTH))
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    return float(cv2.mean(across * across + down * down)[0])
