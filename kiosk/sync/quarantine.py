"""Owns which visits rest because the server stumbles over them, and when they are tried again.

Never blocks the others, and never gives up before ten tries or a day. A try counts only when the
server took something else since the one before: a server that takes nothing mends for everybody.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from kiosk.clock import Clock

MOST_TRIES: Final = 10
LONGEST_S: Final = 86_400.0
"""After either, what the server stumbles over is set aside for a human (notes: N10)."""
FIRST_GAP_S: Final = 30.0
"""Until the second try; each further gap is twice the one before, up to the longest."""
LONGEST_GAP_S: Final = 3_600.0


@dataclass(slots=True)
class _Rest:
    began_s: float
    gap_s: float
    until_s: float
    taken: int


class Quarantine:
    """The resting visits, by their ids."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._resting: dict[str, _Rest] = {}
        self._taken = 0

    def resting(self) -> Collection[str]:
        """Visits to pass over now."""
        now_s = self._clock.monotonic_s()
        return [visit_id for visit_id, rest in self._resting.items() if rest.until_s > now_s]

    def counts(self, visit_id: str) -> bool:
        """Whether a stumble over that visit now is the visit's, as far as can be told."""
        rest = self._resting.get(visit_id)
        return rest is None or rest.taken < self._taken

    def note(self, visit_id: str, tries: int) -> bool:
        """One more stumble, `tries` that counted so far; True when that was the last try."""
        now_s = self._clock.monotonic_s()
        rest = self._resting.get(visit_id) or _Rest(now_s, FIRST_GAP_S / 2, now_s, self._taken)
        rest.gap_s = min(LONGEST_GAP_S, rest.gap_s * 2)
        rest.until_s = now_s + rest.gap_s
        rest.taken = self._taken
        self._resting[visit_id] = rest
        if tries < MOST_TRIES and now_s - rest.began_s < LONGEST_S:
            return False
        self._resting.pop(visit_id)
        return True

    def took(self, visit_id: str) -> None:
        """The server took something of that visit."""
        self._taken += 1
        self._resting.pop(visit_id, None)

    def next_s(self, most_s: float) -> float:
        """Seconds until the next is to be tried again, at most `most_s`."""
        now_s = self._clock.monotonic_s()
        ends = [rest.until_s - now_s for rest in self._resting.values() if rest.until_s > now_s]
        return min([most_s, *ends])
