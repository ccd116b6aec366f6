"""Owns the count of starts that came to nothing, and when to start with less.

Never gives up: a kiosk that could not show its first screen five times in a row starts without its
camera, and tries the whole of itself again every quarter of an hour.
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
RETRY_AFTER_S: Final = 900.0
_Start = tuple[str, float]
"""The boot, and the seconds since it began."""


class CrashLoopGuard:
    """One start of the kiosk; the file holds those before it that reached no first screen.

    A file that cannot be read or written counts nothing: it must not be what keeps a kiosk down.
    """

    def __init__(self, data: Path, clock: Clock) -> None:
        self._file = data / "starts"
        self._clock = clock
        self._began_s = clock.monotonic_s()
        failed = [start for start in self._read() if self._is_recent(start)]
        self.safe: bool = len(failed) >= MOST_FAILED
        """Whether this start is one without a camera."""
        if self.safe:
            log(LogEvent.STARTED_SAFE, failed=len(failed))
            # One more failure of the whole kiosk is enough to come back here.
            failed = failed[: MOST_FAILED - 1]
        else:
            failed.append((clock.boot_id, self._began_s))
        self._write(failed)

    def reached(self) -> None:
        """The first screen is painted: whatever came before is forgotten, but not in safe mode."""
        if not self.safe:
            self._write([])

    def is_retry_due(self) -> bool:
        """Whether a safe start has lasted long enough to try the whole kiosk again."""
        return self.safe and self._clock.monotonic_s() - self._began_s >= RETRY_AFTER_S

    def leave_for_retry(self) -> None:
        """The next start is a whole one; should it fail, the one after is safe again."""
        now = (self._clock.boot_id, self._clock.monotonic_s())
        self._write([now] * (MOST_FAILED - 1))

    def _is_recent(self, start: _Start) -> bool:
        """Of an earlier boot nobody knows how long ago; no start was well since, that is enough."""
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
