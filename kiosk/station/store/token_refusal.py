"""How long the server has refused this station's token; the count survives a restart."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlite_utils import Database

from kiosk.clock import Clock

SAVE_EVERY_S: Final = 600.0
"""How much of the count a power cut may cost a machine whose clock does not survive it."""
LONGEST_GAP_S: Final = 31 * 86_400.0
"""A machine that was off for longer by its wall clock has a wrong one."""


class TokenRefusal:
    """One row while the refusal lasts: seconds counted until an instant, and that instant.

    Counted by the monotonic clock within a boot; over a reboot by the wall clock, where that is
    plausible.
    """

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def note(self) -> None:
        """The server refused the token, again or for the first time."""
        lasted_s = self.lasted_s()
        if lasted_s is None or self._is_due():
            row = (
                lasted_s or 0.0,
                self._clock.now().isoformat(),
                self._clock.boot_id,
                self._clock.monotonic_s(),
            )
            with self._db.atomic():
                self._db.execute("insert or replace into refused values (1, ?, ?, ?, ?)", row)

    def clear(self) -> None:
        """The server accepted the token."""
        if self._row() is not None:
            with self._db.atomic():
                self._db.execute("delete from refused")

    def lasted_s(self) -> float | None:
        """Seconds since the first refusal, None while there is none."""
        row = self._row()
        return None if row is None else row[0] + self._since_s(row)

    def _is_due(self) -> bool:
        row = self._row()
        return row is not None and (
            row[2] != self._clock.boot_id or self._since_s(row) > SAVE_EVERY_S
        )

    def _since_s(self, row: tuple[float, str, str, float]) -> float:
        _, at, boot_id, monotonic_s = row
        if boot_id == self._clock.boot_id:
            return max(0.0, self._clock.monotonic_s() - monotonic_s)
        gap_s = (self._clock.now() - datetime.fromisoformat(at)).total_seconds()
        # The least that is certain: this boot began after the refusal.
        return gap_s if 0.0 <= gap_s <= LONGEST_GAP_S else self._clock.monotonic_s()

    def _row(self) -> tuple[float, str, str, float] | None:
        rows = self._db.execute("select counted_s, at, boot_id, monotonic_s from refused")
        found: tuple[float, str, str, float] | None = rows.fetchone()
        return found
