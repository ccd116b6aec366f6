"""The state of a site at one moment, as desks, stations, phones and monitoring share it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from sqlalchemy import Connection

from kiosk.server.auth.duty import names_on_duty
from kiosk.server.fleet.overview import StationRow, station_rows
from kiosk.server.fleet.seats import Seats, seats_by_letter
from kiosk.server.queue.live_line import LineAt, LiveLine
from kiosk.server.store.site_store import SiteStore

SURROUNDINGS_HOLD_S: Final = 1.0
"""How long it may take until what another process wrote of kiosks and sign-ins is seen here."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is shown around the line and changes without its number: kiosks, seats, who is on duty.

    `on_duty`: first names, oldest session first.
    """

    stations: Sequence[StationRow]
    seats: Mapping[str, Seats]
    on_duty: Sequence[str]


@dataclass(frozen=True, slots=True)
class SiteState:
    """The line and what is around it, at `now`."""

    line: LineAt
    around: Surroundings
    now: datetime


@dataclass(frozen=True, slots=True)
class _Kept:
    """Surroundings, and when they were read: by both clocks, and by what was written here."""

    around: Surroundings
    writes: int
    up_s: float
    at: datetime


class SharedState:
    """The state of one site: what is not at hand is read from its store. Any thread may ask."""

    def __init__(self, store: SiteStore, line: LiveLine) -> None:
        self._store = store
        self._line = line
        self._lock = Lock()
        self._kept: _Kept | None = None

    def read(self) -> SiteState:
        """The state now."""
        with self._store.read() as connection:
            return self.read_by(connection)

    def read_by(self, connection: Connection) -> SiteState:
        """The state as this transaction sees it, which has read nothing before."""
        line = self._line.read(connection)
        with self._lock:
            around = self._surroundings(connection)
        return SiteState(line, around, self._store.now())

    def _surroundings(self, connection: Connection) -> Surroundings:
        """Read again after anything was written here, and when they are a moment old.

        A clock that was set makes other sessions run and other kiosks silent: then at once.
        """
        writes = self._store.writes
        now, up_s = self._store.now(), self._store.clock.monotonic_s()
        kept = self._kept
        if (
            kept is None
            or kept.writes != writes
            or up_s - kept.up_s >= SURROUNDINGS_HOLD_S
            or abs(now - kept.at) >= timedelta(seconds=SURROUNDINGS_HOLD_S)
        ):
            site = self._store.site
            around = Surroundings(
                station_rows(connection, site),
                seats_by_letter(connection, site),
                names_on_duty(connection, site, self._store.terms),
            )
            kept = self._kept = _Kept(around, writes, up_s, now)
        return kept.around
