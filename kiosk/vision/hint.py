"""Hints to the visitor: the values of guidance.

Imports no OpenCV, so that a screen may use them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

HOLD_S = 1.2
"""Seconds a picture must be good without a break before it is taken."""


class Hint(StrEnum):
    """What keeps the picture from being good, most important first; STEADY when nothing does."""

    SEARCHING = "searching"
    TOO_DARK = "too_dark"
    GLARE = "glare"
    TOO_CLOSE = "too_close"
    TOO_FAR = "too_far"
    MOVING = "moving"
    STEADY = "steady"


@dataclass(frozen=True, slots=True)
class Guidance:
    """The hint to show now.

    `steady_s`: how long the picture has been good without a break, else 0.
    """

    hint: Hint
    steady_s: float = 0.0

    @property
    def shoot(self) -> bool:
        """Whether the picture should be taken now."""
        return self.steady_s >= HOLD_S
