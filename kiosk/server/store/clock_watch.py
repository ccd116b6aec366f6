"""Owns noticing that somebody set the machine's clock ahead: then nobody's time is over at once.

Never notices what a restart hides: a process believes the clock that it begins with.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from kiosk.clock import Clock
from kiosk.server.jobs.retention import CLOCK_SLACK


class ClockWatch:
    """The wall clock, held against one that nobody can set."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began_at: datetime | None = None
        self._set_at: datetime | None = None

    def set_ahead_at(self) -> datetime | None:
        """The first instant that the clock showed after it was set ahead; None: it was not.

        Ask often: what is between two questions is one step. Setting it back forgets the matter.
        """
        now = self._clock.now()
        before, self._began_at = self._began_at, now - timedelta(seconds=self._clock.monotonic_s())
        step = self._began_at - before if before is not None else timedelta(0)
        if step > CLOCK_SLACK:
            self._set_at = now
        elif step < -CLOCK_SLACK:
            self._set_at = None
        return self._set_at
