"""The instant at which the tests of the server begin, and a clock that passes time by name."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.doubles.clock import FakeClock

__all__ = ["MONDAY", "FakeClock"]

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""When every test begins: nine in the morning."""
