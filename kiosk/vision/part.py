"""The part of a reading that stands on a straightened picture of the same shot.

The whole picture is read, once: straightening draws each pixel anew, which costs a letter here and
there. What is not to be seen on the straight picture is left out of its reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kiosk.vision.line import Line, Point
from kiosk.vision.reading import Reading


def reading_of_part(reading: Reading, flattening: Sequence[float]) -> Reading:
    """The lines with their middle on the straight picture, placed on it, and their codes.

    `flattening`: the homography from the whole picture to it, 9 numbers row by row, for points in
    fractions. Printed codes stay: whoever shows a device shows the label beside its screen, too.
    """
    placed = [_placed(line, flattening) for line in reading.lines]
    kept = [index for index, line in enumerate(placed) if line is not None]
    return Reading(
        lines=tuple(line for line in placed if line is not None),
        codes=tuple(
            replace(code, line=kept.index(code.line)) for code in reading.codes if code.line in kept
        ),
        tags=reading.tags,
    )


def _placed(line: Line, flattening: Sequence[float]) -> Line | None:
    corners = [_moved(corner, flattening) for corner in line.corners]
    first, second, third, fourth = corners
    if first is None or second is None or third is None or fourth is None:
        return None
    across = (first[0] + second[0] + third[0] + fourth[0]) / 4
    down = (first[1] + second[1] + third[1] + fourth[1]) / 4
    if not (0 <= across <= 1 and 0 <= down <= 1):
        return None
    return replace(line, corners=(_on(first), _on(second), _on(third), _on(fourth)))


def _moved(point: Point, flattening: Sequence[float]) -> Point | None:
    """Where a point comes to lie; None beyond the horizon."""
    x, y = point
    a, b, c, d, e, f, g, h, i = flattening
    depth = g * x + h * y + i
    if depth <= 0:
        return None
    return (a * x + b * y + c) / depth, (d * x + e * y + f) / depth


def _on(point: Point) -> Point:
    """The nearest point of the picture: what is cut at its rim is framed up to there."""
    x, y = point
    return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
