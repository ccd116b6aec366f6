"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class FakeClock:
    """Wall time and monotonic time apart, as on a machine whose wall clock may be anything."""

    def __init__(self, at: datetime = datetime(2026, 6, 1, 10, 42, tzinfo=UTC)) -> None:
        self.at = at
        self.boot_id = "boot-1"
        self._up_s = 1_000.0
        self.asked = 0
        self.synchronized = False

    def now(self) -> datetime:
        return self.at

    def monotonic_s(self) -> float:
        self.asked += 1
        return self._up_s

    def is_synchronized(self) -> bool:
        return self.synchronized

    def passes(self, **amount: float) -> None:
        """`clock.passes(minutes=15)`."""
        self.pass_s(timedelta(**amount).total_seconds())

    def pass_s(self, seconds: float) -> None:
        """Time goes by, for both clocks."""
        self.at += timedelta(seconds=seconds)
        self._up_s += seconds

    def jump(self, by: timedelta) -> None:
        """Somebody, or NTP, sets the wall clock; no time goes by."""
        self.at += by

    def reboot(self) -> None:
        """The machine starts again: monotonic time begins anew."""
        self.boot_id = f"boot-{int(self.boot_id[5:]) + 1}"
        self._up_s = 5.0
