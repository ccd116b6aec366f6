"""Corrects instants that were written while this machine's clock could not be trusted.

A machine that starts in 1970 writes 1970 beside its rows. Nothing is deleted for its age before its
instant was corrected here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlite_utils import Database

from kiosk.clock import Clock


class ClockCorrection:
    """The instants of this station's visits and pictures."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def correct(self, now: datetime) -> int:
        """Corrects what was not yet, `now` being the true time; how many visits.

        The age of this boot's rows is known exactly. Rows of an earlier boot may be of any time:
        they count from now, so that they are kept too long rather than too short.
        """
        rows = self._db.execute(_UNDATED).fetchall()
        with self._db.atomic():
            for visit_id, boot_id, monotonic_s in rows:
                same_boot = boot_id == self._clock.boot_id
                age_s = self._clock.monotonic_s() - monotonic_s if same_boot else 0.0
                at = (now - timedelta(seconds=max(0.0, age_s))).isoformat()
                for table, key in (("visits", "id"), ("photos", "visit_id")):
                    self._db.execute(
                        f"update {table} set at = ?, time_trusted = 1"
                        f" where {key} = ? and not time_trusted",
                        (at, visit_id),
                    )
        return len(rows)


_UNDATED = """
select v.id, e.boot_id, e.monotonic_s from visits v
left join events e on e.visit_id = v.id and e.type = 'VisitCheckedIn'
where not v.time_trusted
"""
