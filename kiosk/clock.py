"""Clock: the only place that asks the operating system for the time."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Clock(Protocol):
    """Wall time for people, monotonic time for durations."""

    @property
    def boot_id(self) -> str:
        """Identifies a boot; it changes whenever monotonic time starts over."""
        ...

    def now(self) -> datetime:
        """Wall time as aware UTC; may jump."""
        ...

    def monotonic_s(self) -> float:
        """Seconds since an arbitrary point of this boot, suspended time included.

        Never goes back.
        """
        ...


class SystemClock:
    """The machine's own clocks."""

    def __init__(self) -> None:
        self.boot_id: str = _BOOT_ID.read_text(encoding="ascii").strip()

    def now(self) -> datetime:
        """Wall time as aware UTC; may jump."""
        return datetime.now(UTC)

    def monotonic_s(self) -> float:
        """Seconds since boot by CLOCK_BOOTTIME: a suspended machine still counts waiting."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)
