"""The frames drawn around what was read: lines merged into paragraphs, and the codes in them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.domain.checkin_request import Corners
from kiosk.vision.line import FoundCode, Line, Point

_SAME_SLANT: Final = math.radians(6)
_MOST_UNEQUAL: Final = 1.9
"""A title may be so many times as high as the lines below it."""
_MOST_GAP: Final = 1.1
"""The gap between two lines of a paragraph, in heights of the higher one."""
_MOST_INDENT: Final = 2.5
"""How far two lines may begin apart, in heights; more only when they have the same middle."""
_BUTTON_LETTERS: Final = 18
_BUTTON_WORDS: Final = 3
"""What stands alone with no more letters and words than these is a button or a menu's word."""
_CODE_WORD: Final = re.compile(
    r"\b(?:error|code|stop|status|event|fehler|fehlercode|erreur|código|errore|fout|fel|feil|fejl)"
    r"[\s:#-]*$",
    re.IGNORECASE,
)
"""The word before a code that is framed with it."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line's corners in heights of the picture, so that both axes count alike."""

    line: Line
    corners: Corners

    @property
    def height(self) -> float:
        return math.dist(self.corners[0], self.corners[3])

    @property
    def slant(self) -> float:
        (x0, y0), (x1, y1) = self.corners[:2]
        return math.atan2(y1 - y0, x1 - x0)

    def along(self, slant: float) -> tuple[float, float, float, float]:
        """Its left, right, top and bottom in axes turned by `slant`."""
        turned = [_turn(corner, -slant) for corner in self.corners]
        across, down = [x for x, _ in turned], [y for _, y in turned]
        return min(across), max(across), min(down), max(down)


def paragraphs(lines: Sequence[Line], codes: Sequence[FoundCode], aspect: float) -> list[Corners]:
    """The corners of each paragraph; `aspect` is the picture's width by its height.

    What stands alone and is short is left out, but for a line with a code.
    """
    coded = {id(lines[code.line]) for code in codes if code.line < len(lines)}
    groups = _grouped([_Placed(line, _widened(line.corners, aspect)) for line in lines])
    return [
        _narrowed(_around(group), aspect)
        for group in groups
        if len(group) > 1 or id(group[0].line) in coded or not _is_button(group[0].line)
    ]


def code_places(lines: Sequence[Line], codes: Sequence[FoundCode]) -> list[Corners]:
    """The corners of each code within its line, with the word before it that says what it is."""
    places = []
    for code in codes:
        if code.line < len(lines):
            line = lines[code.line]
            at = line.text.casefold().find(code.code.casefold())
            begin, end = (at, at + len(code.code)) if at >= 0 else (0, len(line.text))
            word = _CODE_WORD.search(line.text[:begin])
            places.append(_part(line, word.start() if word else begin, end))
    return places


def _part(line: Line, begin: int, end: int) -> Corners:
    """Where characters `begin` to `end` lie, as if all were equally wide."""
    length = max(1, len(line.text))
    near, far = begin / length, end / length
    a, b, c, d = line.corners
    return _between(a, b, near), _between(a, b, far), _between(d, c, far), _between(d, c, near)


def _grouped(placed: Sequence[_Placed]) -> list[list[_Placed]]:
    """Each line joins the first paragraph whose last line it continues."""
    groups: list[list[_Placed]] = []
    for line in sorted(placed, key=lambda one: one.corners[0][1]):
        for group in groups:
            if _continues(group[-1], line):
                group.append(line)
                break
        else:
            groups.append([line])
    return groups


def _continues(before: _Placed, line: _Placed) -> bool:
    higher, lower = max(before.height, line.height), min(before.height, line.height)
    if lower <= 0 or higher > _MOST_UNEQUAL * lower:
        return False
    if abs(before.slant - line.slant) > _SAME_SLANT:
        return False
    left, right, top, bottom = before.along(before.slant)
    to_left, to_right, to_top, _ = line.along(before.slant)
    if not top < to_top <= bottom + _MOST_GAP * higher:
        return False
    overlap = min(right, to_right) - max(left, to_left)
    if overlap < min(right - left, to_right - to_left) / 2:
        return False
    beside = abs(left - to_left)
    centred = abs((left + right) - (to_left + to_right)) / 2
    return min(beside, centred) <= _MOST_INDENT * higher


def _around(group: Sequence[_Placed]) -> Corners:
    slant = group[0].slant
    sides = [line.along(slant) for line in group]
    left, right = min(side[0] for side in sides), max(side[1] for side in sides)
    top, bottom = min(side[2] for side in sides), max(side[3] for side in sides)
    a, b, c, d = ((left, top), (right, top), (right, bottom), (left, bottom))
    return _turn(a, slant), _turn(b, slant), _turn(c, slant), _turn(d, slant)


def _is_button(line: Line) -> bool:
    return len(line.text) <= _BUTTON_LETTERS and len(line.text.split()) <= _BUTTON_WORDS


def _turn(point: Point, angle: float) -> Point:
    x, y = point
    return (
        x * math.cos(angle) - y * math.sin(angle),
        x * math.sin(angle) + y * math.cos(angle),
    )


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _widened(corners: Corners, aspect: float) -> Corners:
    a, b, c, d = ((x * aspect, y) for x, y in corners)
    return a, b, c, d


def _narrowed(corners: Corners, aspect: float) -> Corners:
    a, b, c, d = ((x / aspect, y) for x, y in corners)
    return a, b, c, d
