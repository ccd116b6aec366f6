"""The place in line of a new visit among the visits of its station and day.

A station draws its numbers in the order in which people come, so a delay on the way never puts a
higher number before a lower one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select

from kiosk.server.store.tables import visits

# Built once: building them takes longer than executing them, and a push asks a hundred times.
_OF_DAY: Final = select(visits.c.joined_at).where(
    visits.c.site_id == bindparam("site"),
    visits.c.station == bindparam("station"),
    visits.c.day == bindparam("day"),
)
_LAST: Final = (
    _OF_DAY.with_only_columns(visits.c.counter, visits.c.joined_at)
    .order_by(visits.c.counter.desc(), visits.c.joined_at.desc())
    .limit(1)
)
_SAME: Final = _OF_DAY.where(visits.c.counter == bindparam("counter")).limit(1)
# The nearest alone are enough: with this rule a day's joining times rise with its numbers.
_NEIGHBOURS: Final = select(
    _OF_DAY.where(visits.c.counter < bindparam("counter"))
    .order_by(visits.c.counter.desc(), visits.c.joined_at.desc())
    .limit(1)
    .scalar_subquery(),
    _OF_DAY.where(visits.c.counter > bindparam("counter"))
    .order_by(visits.c.counter, visits.c.joined_at)
    .limit(1)
    .scalar_subquery(),
)


class JoiningOrder:
    """The order of one site's numbers within one transaction.

    `flush` writes the visits that are still pending, before neighbours are read.
    """

    def __init__(self, connection: Connection, site_id: str, flush: Callable[[], None]) -> None:
        self._connection = connection
        self._site_id = site_id
        self._flush = flush
        self._last: dict[tuple[str, str], tuple[int, datetime] | None] = {}

    def place(self, at: datetime, station: str, day: str, counter: int) -> tuple[datetime, bool]:
        """When number `counter` of `station` joined: `at`, moved between its neighbours.

        And whether a visit of that station and day has that number already.
        """
        last = self._last_of(station, day)
        if last is None or last[0] < counter:
            at = at if last is None else max(at, last[1])
            self._last[station, day] = (counter, at)
            return at, False
        self._flush()
        key = {**self._key(station, day), "counter": counter}
        twice = self._connection.scalar(_SAME, key) is not None
        earliest, latest = self._connection.execute(_NEIGHBOURS, key).one()
        if earliest is not None:
            at = max(at, earliest)
        return (at if latest is None else min(at, latest)), twice

    def _last_of(self, station: str, day: str) -> tuple[int, datetime] | None:
        """The day's last number of a station and when its visitor joined; read once."""
        if (station, day) not in self._last:
            found = self._connection.execute(_LAST, self._key(station, day)).first()
            self._last[station, day] = (found[0], found[1]) if found else None
        return self._last[station, day]

    def _key(self, station: str, day: str) -> Mapping[str, str]:
        return {"site": self._site_id, "station": station, "day": day}
