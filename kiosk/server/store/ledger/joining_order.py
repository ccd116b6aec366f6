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

    def has(self, station: str, day: str, counter: int) -> bool:
        """Whether a visit of that station and day has that number already."""
        key = {"site": self._site_id, "station": station, "day": day}
        last = self._last_of(key)
        if last is None or last[0] < counter:
            return False
        self._flush()
        return self._connection.scalar(_SAME, {**key, "counter": counter}) is not None

    def joined_at(self, at: datetime, station: str, day: str, counter: int) -> datetime:
        """When number `counter` of `station` joined: `at`, moved between its neighbours."""
        key = {"site": self._site_id, "station": station, "day": day}
        last = self._last_of(key)
        if last is None or last[0] < counter:
            at = at if last is None else max(at, last[1])
            self._last[station, day] = (counter, at)
            return at
        self._flush()
        earliest, latest = self._connection.execute(_NEIGHBOURS, {**key, "counter": counter}).one()
        if earliest is not None:
            at = max(at, earliest)
        return at if latest is None else min(at, latest)

    def _last_of(self, key: Mapping[str, str]) -> tuple[int, datetime] | None:
        """The day's last number of a station and when its visitor joined; read once."""
        place = (key["station"], key["day"])
        if place not in self._last:
            found = self._connection.execute(_LAST, key).first()
            self._last[place] = (found[0], found[1]) if found else None
        return self._last[place]
