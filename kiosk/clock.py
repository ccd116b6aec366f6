"""Clock: the only place that asks the operating system for the time."""

from __future__ import annotations

import ctypes
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_TIMESYNC = Path("/run/systemd/timesync/synchronized")
_TIMESYNC_EVERY = timedelta(hours=2)
"""systemd-timesyncd asks every 34 minutes at the longest."""
_TIME_ERROR = 5
"""What adjtimex(2) returns while nobody keeps the clock right."""


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

    def is_synchronized(self) -> bool:
        """Whether wall time is kept right by a time server just now; False when nobody can say."""
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

    def is_synchronized(self) -> bool:
        """By the kernel, which forgets it when somebody sets the clock; else by systemd's file.

        A sandbox may forbid the question to the kernel.
        """
        return _kernel_is_synchronized() or _was_synchronized_lately(self.now())


def _kernel_is_synchronized() -> bool:
    """Whether adjtimex(2) says so. The structure is larger than what is read of it."""
    timex = (ctypes.c_long * 64)()
    state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(timex))
    return bool(0 <= state < _TIME_ERROR)


def _was_synchronized_lately(now: datetime) -> bool:
    """Whether systemd-timesyncd, which touches its file each time, got the time a while ago."""
    try:
        touched = datetime.fromtimestamp(_TIMESYNC.stat().st_mtime, UTC)
    except OSError:
        return False
    return timedelta(0) <= now - touched < _TIMESYNC_EVERY
