"""The home's clock: watched, and what it wrote while it was wrong brought back to what can be.

An instant in the future never comes from a visitor. Left as it is, a visit would wait for a year,
and a picture would be kept for a year longer than the screen promised.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Column, Connection, Table, case, update

from kiosk.journal import LogEvent, log
from kiosk.server.store import tables
from kiosk.server.store.known_time import AGREES_WITHIN
from kiosk.server.store.site_store import SiteStore

_INSTANTS: Final[tuple[tuple[Table, tuple[str, ...]], ...]] = (
    (tables.events, ("at", "received_at")),
    (
        tables.visits,
        ("joined_at", "called_at", "arrived_at", "began_at", "ended_at", "rated_at"),
    ),
    (tables.pictures, ("taken_at", "received_at", "erased_at")),
    (tables.devices, ("seen_at", "also_at")),
    (tables.station_status, ("seen_at",)),
    (tables.quota_buckets, ("counted_at",)),
    (tables.idempotency_keys, ("at",)),
    (tables.job_runs, ("done_at",)),
    (tables.audit, ("at",)),
)
"""What the home dates by its own clock; what ends after a time has terms (`store.terms`)."""


class ClockCorrection:
    """The instants of one site's store."""

    def __init__(self, store: SiteStore) -> None:
        self._store = store

    def run(self) -> int:
        """Asks whether the clock is believed, and corrects what it wrote wrong; how many rows."""
        known = self._store.known_time
        if known.doubt() is not None or not known.has_impossible_rows():
            return 0
        now = self._store.now()
        with self._store.append() as ledger:
            connection = ledger.connection
            count = sum(_correct(connection, table, names, now) for table, names in _INSTANTS)
            count += self._shorten_holds(connection, now)
            if count:
                ledger.note_line_change()
        known.impossible_rows_corrected()
        if count:
            log(LogEvent.INSTANTS_CORRECTED, count=count)
        return count

    def _shorten_holds(self, connection: Connection, now: datetime) -> int:
        """Who is held as absent has one whole grace from now, and not until a far day."""
        until = now + timedelta(seconds=self._store.site.absent_grace_s)
        held_until = tables.visits.c.held_until
        too_long = update(tables.visits).where(held_until > until + AGREES_WITHIN)
        return connection.execute(too_long.values(held_until=until)).rowcount


def _correct(connection: Connection, table: Table, names: tuple[str, ...], now: datetime) -> int:
    """Whatever is dated later than now becomes now."""
    columns: list[Column[datetime]] = [table.c[name] for name in names]
    latest = now + AGREES_WITHIN
    later = columns[0] > latest
    for column in columns[1:]:
        later |= column > latest
    corrected = {column: case((column > latest, now), else_=column) for column in columns}
    return connection.execute(update(table).where(later).values(corrected)).rowcount
