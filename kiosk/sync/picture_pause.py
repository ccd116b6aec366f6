"""Pause of the picture upload after a fault: pictures wait, events and status go on."""

from __future__ import annotations

from collections.abc import Collection

from kiosk.clock import Clock
from kiosk.faults import LinkFault
from kiosk.retry import Backoff


class PicturePause:
    """When the next picture may be tried, and whose pictures are passed over until then.

    After a fault another visit's picture gets its turn first: what stands between kiosk and server
    may refuse one picture and let the others through.
    """

    def __init__(self, clock: Clock, backoff: Backoff) -> None:
        self._clock = clock
        self._backoff = backoff
        self._until_s = 0.0
        self._had_turn: set[str] = set()

    def is_over(self) -> bool:
        """Whether a picture may be tried now."""
        return self._clock.monotonic_s() >= self._until_s

    def next_try_s(self, at_most_s: float) -> float:
        """Seconds until a picture may be tried, at most `at_most_s`."""
        left_s = self._until_s - self._clock.monotonic_s()
        return min(at_most_s, left_s) if left_s > 0 else at_most_s

    def passed_over(self) -> Collection[str]:
        """Visits whose pictures had their turn in this round."""
        return self._had_turn

    def start_round(self) -> None:
        """Everybody's pictures may be tried again."""
        self._had_turn.clear()

    def note_fault(self, visit_id: str, fault: LinkFault) -> None:
        """A picture of that visit did not get through."""
        self._had_turn.add(visit_id)
        pause_s = max(self._backoff.next_s(), fault.retry_after_s or 0.0)
        self._until_s = self._clock.monotonic_s() + pause_s

    def note_sent(self) -> None:
        """A picture, or a piece of one, got through."""
        self._backoff.reset()
        self._until_s = 0.0
