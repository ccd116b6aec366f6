"""The server's time as last received, plus the time since. Retention trusts no other clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from kiosk.clock import Clock

MAX_DIFFERENCE: Final = timedelta(minutes=15)
"""How far this machine's clock may be off before one of the two must be wrong."""


class ServerTime:
    """The last time the server sent, carried on by this machine's monotonic clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: tuple[datetime, float] | None = None

    def set(self, at: datetime) -> None:
        """The server just said it is `at`."""
        self._last = (at, self._clock.monotonic_s())

    def now(self) -> datetime | None:
        """The server's time, None while it has sent none since this process began."""
        if self._last is None:
            return None
        at, since_s = self._last
        return at + timedelta(seconds=self._clock.monotonic_s() - since_s)

    def agreed(self) -> datetime | None:
        """The time when both clocks agree, else None: then nothing counts as expired."""
        server = self.now()
        if server is None or abs(self._clock.now() - server) > MAX_DIFFERENCE:
            return None
        return server
