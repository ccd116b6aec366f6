"""Event time: when something happened by the home's clock, whatever a station's clock says.

A wrong clock puts nobody first or last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

SOFTWARE_BORN: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Nothing was recorded by this software before."""
LONGEST_AGE_S: Final = 366 * 86_400.0
"""An age beyond this is a broken clock's; it is cut, so that it stays an instant."""


@dataclass(frozen=True, slots=True)
class EventClock:
    """A push as it came in.

    `up_s`: how long the sender's present boot had lasted at least, 0 when it did not say;
    `sent_at` None when its clock showed what cannot be.
    """

    received_at: datetime
    sent_at: datetime | None
    up_s: float = 0.0

    def resolve(self, at: datetime | None, age_s: float | None) -> datetime:
        """When that happened which a station says it recorded at `at`, `age_s` ago.

        1. The age is by a clock that cannot be set, so where it is known it alone decides.
        2. Of an earlier boot no age is known. Then `at` is moved by what the station's clock was
           off when it sent (`received_at - sent_at`), and believed if that lies between the birth
           of this software and the beginning of the boot that sent it.
        3. Else `at` says nothing, and it happened when that boot began: the latest instant that it
           can have been. So it is not first, for nobody known to have come earlier is passed; and
           not last, for all whom this boot took in came later. (Among one station's own visits its
           numbers decide in the end: `store.joining_order`.)
        """
        if age_s is not None:
            return self._ago(age_s)
        latest = self._ago(self.up_s)
        if at is None or self.sent_at is None:
            return latest
        try:
            by_its_clock = at + (self.received_at - self.sent_at)
        except OverflowError:
            return latest
        return by_its_clock if SOFTWARE_BORN <= by_its_clock <= latest else latest

    def _ago(self, age_s: float) -> datetime:
        return self.received_at - timedelta(seconds=min(age_s, LONGEST_AGE_S))
