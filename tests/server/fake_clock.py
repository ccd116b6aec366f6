"""The instant at which the tests of the server begin, and a clock that passes time by name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.doubles import clock

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""When every test begins: nine in the morning."""


class FakeClock(clock.FakeClock):
    """Stands still until told to pass."""

    def __init__(self, at: datetime = MONDAY) -> None:
        super().__init__(at)

    def passes(self, **amount: float) -> None:
        """`clock.passes(minutes=15)`."""
        self.pass_s(timedelta(**amount).total_seconds())
