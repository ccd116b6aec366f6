"""What a bench returns, and the table it is printed in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value beside its floor and its aim.

    With `aim_is_ratio` the aim bounds value / floor, else the value itself.
    """

    bench: str
    what: str
    value: float
    unit: str
    floor: float | None = None
    aim: float | None = None
    aim_is_ratio: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times the floor; None without one."""
        return self.value / self.floor if self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None where there is none."""
        if self.aim is None:
            return None
        against = self.ratio if self.aim_is_ratio else self.value
        return against is not None and against <= self.aim

    def row(self) -> str:
        """A row of the table, as Markdown."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}×"
        aim = "" if self.aim is None else f"≤ {self.aim:g}{'×' if self.aim_is_ratio else ''}"
        told = {None: "", True: "met", False: "**missed**"}[self.met]
        floor = "" if self.floor is None else f"{self.floor:.3g}"
        cells = (self.bench, self.what, f"{self.value:.3g} {self.unit}", floor, ratio, aim, told)
        return f"| {' | '.join(cells)} |"


HEAD = f"| bench | figure | measured | floor | ratio | aim | |\n{'| --- ' * 7}|"


def table(figures: Iterable[Figure]) -> str:
    """All of them, as Markdown."""
    return "\n".join([HEAD, *(figure.row() for figure in figures)])


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return share(values, 0.5)


def share(values: Sequence[float], part: float) -> float:
    """The value that `part` (0 to 1) of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]
