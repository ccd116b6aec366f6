"""Line: the text of one line of a picture and where it stands, and the known codes in it."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]
"""x and y in fractions of the picture's width and height."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. `confidence` is 0 to 1; corners clockwise from the text's top left."""

    text: str
    confidence: float
    corners: tuple[Point, Point, Point, Point]

    @property
    def height(self) -> float:
        """Its height in fractions of the picture's height."""
        (_, top), _, _, (_, bottom) = self.corners
        return abs(bottom - top)


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A known code as the table writes it, what it means, and the line it was read in.

    `member`: what it is to whoever helps, and what to look at first.
    """

    code: str
    family: str
    meaning: str
    line: int
    member: str = ""
