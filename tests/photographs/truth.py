"""Ground truth of a photograph: words, outlines, conditions.

Sizes and places are in pixels of the photograph; quads run clockwise from top left as the reader of
the screen sees it, so that of a screen held upside down starts at the lower right.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Pixels: TypeAlias = npt.NDArray[np.uint8]
"""Rows, columns, BGR."""
Floats: TypeAlias = npt.NDArray[np.float32]
Quad: TypeAlias = Floats
"""Four points (x, y)."""

READABLE_PX = 13.0
"""Letters at least so high can be read by a machine, if nothing else is wrong."""
GLARE_MAX = 0.35
"""More light than this on a line and its words are gone."""
BLUR_MAX = 0.22
"""Blur as a share of the letters' height that still leaves them apart."""
LIGHT_MIN = 0.22
"""Below this exposure noise eats the strokes."""


class Role(StrEnum):
    """What a line is to the visitor's problem; OTHER is all that has nothing to do with it."""

    TITLE = "title"
    BODY = "body"
    CODE = "code"
    URL = "url"
    OTHER = "other"


TOLD = frozenset({Role.TITLE, Role.BODY, Role.CODE})
"""What the picture is taken for."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line of words. `letter_px` is from the top of an l to the foot of a p, about the em.

    `glare` is the share of light laid over it, 0 to 1, at its worst letter.
    """

    text: str
    role: Role
    quad: Quad
    letter_px: float
    glare: float = 0.0


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the camera did to the picture. Blurs in photo pixels; `light` 1 is a good exposure.

    `bloom` is the share of the brightest light that the lens scatters around it.
    """

    share: float = 0.8
    turned: bool = False
    hands: bool = False
    defocus_px: float = 0.0
    motion_px: float = 0.0
    motion_angle: float = 0.0
    noise: float = 1.5
    moire: float = 0.0
    glare: float = 0.0
    uneven: float = 0.0
    light: float = 1.0
    jpeg: int = 90
    bloom: float = 0.0

    @property
    def blur_px(self) -> float:
        """Width of the smear of a point, whatever made it."""
        return float(np.hypot(2 * self.defocus_px, self.motion_px))


@dataclass(frozen=True, slots=True, eq=False)
class Photograph:
    """A picture and the truth about it. `screen` and `device` are None when nothing is held up."""

    pixels: Pixels
    kind: str
    body: str
    dark: bool
    lines: tuple[Line, ...]
    codes: tuple[str, ...]
    screen: Quad | None
    device: Quad | None
    conditions: Conditions

    @property
    def told(self) -> tuple[Line, ...]:
        """The lines the picture is taken for."""
        return tuple(line for line in self.lines if line.role in TOLD)

    @property
    def smallest_px(self) -> float:
        """Height of the smallest letters among them; 0 without any."""
        return min((line.letter_px for line in self.told), default=0.0)

    @property
    def words_inside(self) -> bool:
        """Whether all of them are in the picture."""
        return bool(self.told) and all(self.holds(line.quad) for line in self.told)

    @property
    def glare_on_words(self) -> float:
        """Of the worst line."""
        return max((line.glare for line in self.told), default=0.0)

    @property
    def sharp(self) -> bool:
        """Whether blur leaves the smallest letters apart."""
        return self.conditions.blur_px <= BLUR_MAX * self.smallest_px

    @property
    def readable(self) -> bool:
        """Whether a good reader would get the words: large, whole, sharp, lit and free of glare."""
        return (
            self.words_inside
            and self.smallest_px >= READABLE_PX
            and self.sharp
            and self.glare_on_words <= GLARE_MAX
            and self.conditions.light >= LIGHT_MIN
        )

    def holds(self, quad: Quad, margin_px: float = 0.0) -> bool:
        """Whether all of `quad` is in the picture, so far from its edge."""
        height, width = self.pixels.shape[:2]
        low = quad.min(axis=0) >= margin_px
        high = quad.max(axis=0) <= np.array([width - 1, height - 1]) - margin_px
        return bool(low.all() and high.all())
