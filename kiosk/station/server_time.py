"""Owns what time it is by the home, which is asked for what may be deleted. Never sets a clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from kiosk.clock import Clock

AGREES_WITHIN: Final = timedelta(minutes=15)
"""How far this box's clock may be off before one of the two must be wrong."""


class ServerTime:
    """The home's last word on the time, carried on by the clock that only goes forward."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._told: tuple[datetime, float] | None = None

    def tell(self, at: datetime) -> None:
        """The home just said it is `at`."""
        self._told = (at, self._clock.monotonic_s())

    def now(self) -> datetime | None:
        """The time by the home, None while it has not said since this process began."""
        if self._told is None:
            return None
        at, since_s = self._told
        return at + timedelta(seconds=self._clock.monotonic_s() - since_s)

    def agreed(self) -> datetime | None:
        """The time when both clocks tell the same, else None: then nothing is old enough to go."""
        home = self.now()
        if home is None or abs(self._clock.now() - home) > AGREES_WITHIN:
            return None
        return home
