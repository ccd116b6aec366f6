"""Quarantine for poison visits: those on which the server fails while it takes others.

A quarantined visit is passed over and tried again at growing intervals, for at most ten tries or a
day. A try counts only if the server took something else since the last one: a server that takes
nothing is down for everybody.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from kiosk.clock import Clock

MOST_TRIES: Final = 10
LONGEST_S: Final = 86_400.0
"""After either, what the server fails on is set aside for a human."""
FIRST_GAP_S: Final = 30.0
"""Until the second try; each further gap is twice the one before, up to `LONGEST_GAP_S`."""
LONGEST_GAP_S: Final = 3_600.0


@dataclass(slots=True)
class _Entry:
    """`taken`: how many things the server had taken at the last failure."""

    began_s: float
    gap_s: float
    until_s: float
    taken: int


class Quarantine:
    """The quarantined visits, by their ids."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._entries: dict[str, _Entry] = {}
        self._taken = 0

    def visit_ids(self) -> Collection[str]:
        """Visits to pass over now."""
        now_s = self._clock.monotonic_s()
        return [visit_id for visit_id, entry in self._entries.items() if entry.until_s > now_s]

    def is_conclusive(self, visit_id: str) -> bool:
        """Whether a failure on that visit now says something about the visit itself."""
        entry = self._entries.get(visit_id)
        return entry is None or entry.taken < self._taken

    def note_failure(self, visit_id: str, tries: int) -> bool:
        """Quarantines the visit after `tries` that counted; True when that was the last try."""
        now_s = self._clock.monotonic_s()
        entry = self._entries.get(visit_id) or _Entry(now_s, FIRST_GAP_S / 2, now_s, self._taken)
        entry.gap_s = min(LONGEST_GAP_S, entry.gap_s * 2)
        entry.until_s = now_s + entry.gap_s
        entry.taken = self._taken
        self._entries[visit_id] = entry
        if tries < MOST_TRIES and now_s - entry.began_s < LONGEST_S:
            return False
        self._entries.pop(visit_id)
        return True

    def note_taken(self, visit_id: str) -> None:
        """The server took something of that visit."""
        self._taken += 1
        self._entries.pop(visit_id, None)

    def next_try_s(self, at_most_s: float) -> float:
        """Seconds until a visit is to be tried again, at most `at_most_s`."""
        now_s = self._clock.monotonic_s()
        ends = [entry.until_s - now_s for entry in self._entries.values() if entry.until_s > now_s]
        return min([at_most_s, *ends])
