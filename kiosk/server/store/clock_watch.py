"""Notices that the machine's clock was set ahead, so that nobody's time runs out at once.

A step across a restart is not noticed: a process believes the clock that it starts with.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from kiosk.clock import Clock

CLOCK_SLACK: Final = timedelta(minutes=5)
"""How far clocks are set back in good order."""


class ClockWatch:
    """The wall clock compared with the monotonic one, which nobody can set."""

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
