"""Printed codes that are seen but cannot be read: QR codes whose three finders stand in a square.

The library reports each place where it began to decode. Most of those are the corner of a window or
the pattern of a screen. So only a QR code counts, of a plausible shape, that was seen at the same
place in two sizes of the picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from math import dist
from typing import Final

import zxingcpp

_FORMATS: Final = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.QRCodeModel2)
"""A micro QR code has one finder only, and is seen in any tile."""
_SMALLEST_SIDE: Final = 24.0
_LONGEST_BY_SHORTEST: Final = 1.6
"""Sides and diagonals of a square that is held at a slant."""
_MOST_APART: Final = 0.3
"""Of the side: how far the middles of one code may be from each other."""


@dataclass(frozen=True, slots=True)
class _Square:
    x: float
    y: float
    side: float


def is_seen(codes: Iterable[zxingcpp.Barcode], doubled: Iterable[zxingcpp.Barcode]) -> bool:
    """Whether a QR code that could not be read is among `codes`, and among those at double size."""
    pairs = product(_squares(codes, 1.0), _squares(doubled, 2.0))
    return any(_are_one(small, large) for small, large in pairs)


def _are_one(small: _Square, large: _Square) -> bool:
    longer, shorter = max(small.side, large.side), min(small.side, large.side)
    apart = dist((small.x, small.y), (large.x, large.y))
    return longer <= _LONGEST_BY_SHORTEST * shorter and apart <= _MOST_APART * shorter


def _squares(codes: Iterable[zxingcpp.Barcode], scale: float) -> Iterator[_Square]:
    """The places of what was not read, in pixels of the picture at its own size."""
    for code in codes:
        if code.valid or code.format not in _FORMATS:
            continue
        at = code.position
        corners = [at.top_left, at.top_right, at.bottom_right, at.bottom_left]
        points = [(corner.x / scale, corner.y / scale) for corner in corners]
        sides = [dist(points[end - 1], points[end]) for end in range(4)]
        diagonals = [dist(points[0], points[2]), dist(points[1], points[3])]
        if min(sides) < _SMALLEST_SIDE or not (_are_even(sides) and _are_even(diagonals)):
            continue
        x, y = (sum(values) / len(values) for values in zip(*points, strict=True))
        yield _Square(x, y, sum(sides) / len(sides))


def _are_even(lengths: list[float]) -> bool:
    return max(lengths) <= _LONGEST_BY_SHORTEST * min(lengths)
