"""Wrapped text: lines whose sentence goes on in the line below, as they stand on a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from kiosk.vision.line import Line

_SAME_HEIGHT: Final = 0.75
"""Ratio of the heights of two lines of the same letters, as boxes are told."""
_WIDEST_GAP: Final = 0.6
"""Space between two lines of a text, in heights of a line."""
_OVERLAP: Final = -0.5
"""Boxes of neighbouring lines may overlap by so much of a height."""
_ALIGNED: Final = 0.02
"""Shares of the picture's width by which edges or middles of lines differ that stand together."""
_FULL: Final = 0.06
"""Share of the picture's width by which a full line may end before the one below it."""
_ENDS: Final = re.compile(r"[.!?:;…。！？]\W*$")  # noqa: RUF001  Chinese marks
_IDEOGRAPH: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def wrapped(lines: Sequence[Line]) -> tuple[tuple[int, ...], ...]:
    """Indices of the lines of each text; `lines` from top to bottom, each in one of them."""
    groups: list[list[int]] = []
    for index, line in enumerate(lines):
        for group in reversed(groups):
            if _goes_on(lines[group[-1]], line):
                group.append(index)
                break
        else:
            groups.append([index])
    return tuple(tuple(group) for group in groups)


def joined(texts: Sequence[str]) -> str:
    """The lines of a text as one: without spaces between lines of Chinese or Japanese."""
    text = ""
    for part in texts:
        glued = not text or (_IDEOGRAPH.match(text[-1]) and _IDEOGRAPH.match(part))
        text += part if glued else f" {part}"
    return text


def _goes_on(line: Line, below: Line) -> bool:
    """Whether the sentence of `line` goes on in the line below it."""
    (left, _), (right, _), _, (_, foot) = line.corners
    (below_left, below_top), (below_right, _), _, _ = below.corners
    height = max(line.height, 1e-6)
    same = _SAME_HEIGHT <= below.height / height <= 1 / _SAME_HEIGHT
    near = _OVERLAP <= (below_top - foot) / height <= _WIDEST_GAP
    middles = (left + right - below_left - below_right) / 2
    if not (same and near and min(abs(left - below_left), abs(middles)) <= _ALIGNED):
        return False
    # A line that begins with a capital letter or a number is most often a sentence of its own.
    if below.text[:1].islower():
        return True
    full = right >= below_right - _FULL and not _ENDS.search(line.text)
    return full and all(map(_IDEOGRAPH.match, (line.text[-1:], below.text[:1])))
