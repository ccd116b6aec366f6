"""When the tests of the server begin, and the clock they move."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.doubles.clock import FakeClock

__all__ = ["MONDAY", "FakeClock"]

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""When every test begins: nine in the morning."""
