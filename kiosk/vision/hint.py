"""Owns the values that guidance speaks in. Imports no OpenCV, so that a face may know them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

HOLD_S = 1.2
"""Held so long without a break, the picture is taken (ux K2)."""


class Hint(StrEnum):
    """What is in the way of a good picture, most pressing first; STEADY when nothing is."""

    SEARCHING = "searching"
    TOO_DARK = "too_dark"
    GLARE = "glare"
    TOO_CLOSE = "too_close"
    TOO_FAR = "too_far"
    MOVING = "moving"
    STEADY = "steady"


@dataclass(frozen=True, slots=True)
class Guidance:
    """What to tell now. `steady_s` is how long it has been good without a break, 0 if it is not."""

    hint: Hint
    steady_s: float = 0.0

    @property
    def shoot(self) -> bool:
        """Whether the picture should be taken now."""
        return self.steady_s >= HOLD_S
