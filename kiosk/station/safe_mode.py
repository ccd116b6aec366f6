"""Crash-loop guard: counts failed starts and decides when to start in safe mode.

A kiosk that failed to show its first screen five times in a row starts without its camera. It
tries a full start again every quarter of an hour and never gives up.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Final

from kiosk.clock import Clock
from kiosk.journal import LogEvent, log
from kiosk.machine.files import PART

MOST_FAILED: Final = 5
WITHIN_S: Final = 600.0
"""Failed starts of this boot count for so long."""
RETRY_AFTER_S: Final = 900.0
"""How long safe mode lasts until a full start is tried."""
_Start = tuple[str, float]
"""(boot id, seconds since that boot)."""


class CrashLoopGuard:
    """One start of the kiosk; the file holds the starts before it that reached no first screen.

    A file that cannot be read or written counts as empty: it must not keep a kiosk down.
    """

    def __init__(self, data: Path, clock: Clock) -> None:
        self._file = data / "starts"
        self._clock = clock
        self._began_s = clock.monotonic_s()
        failed = [start for start in self._read() if self._is_recent(start)]
        self.safe: bool = len(failed) >= MOST_FAILED
        """Whether this start is in safe mode, without a camera."""
        if self.safe:
            log(LogEvent.STARTED_SAFE, failed=len(failed))
            # One more failed full start is enough for the next one to be safe again.
            failed = failed[: MOST_FAILED - 1]
        else:
            failed.append((clock.boot_id, self._began_s))
        self._write(failed)

    def reached(self) -> None:
        """The first screen is painted: clears the count, except in safe mode."""
        if not self.safe:
            self._write([])

    def is_retry_due(self) -> bool:
        """Whether safe mode has lasted long enough to try a full start again."""
        return self.safe and self._clock.monotonic_s() - self._began_s >= RETRY_AFTER_S

    def allow_full_start(self) -> None:
        """Makes the next start a full one; if it fails, the one after it is safe again."""
        now = (self._clock.boot_id, self._clock.monotonic_s())
        self._write([now] * (MOST_FAILED - 1))

    def _is_recent(self, start: _Start) -> bool:
        """Starts of an earlier boot count too: their age is unknown, and none since was good."""
        boot_id, began_s = start
        return boot_id != self._clock.boot_id or self._began_s - began_s <= WITHIN_S

    def _read(self) -> list[_Start]:
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            return [(str(boot_id), float(began_s)) for boot_id, began_s in kept]
        except (OSError, ValueError, TypeError):
            return []

    def _write(self, starts: list[_Start]) -> None:
        part = self._file.with_name(self._file.name + PART)
        with suppress(OSError):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part.write_text(json.dumps(starts), encoding="utf-8")
            part.replace(self._file)
