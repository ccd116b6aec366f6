"""The letters of a site and the seats that each of them hands out.

Seats given when a kiosk was paired come before those of [[stations]] in site.toml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from sqlalchemy import Connection, bindparam, select

from kiosk.domain.site import Site
from kiosk.server.store.dialect import upsert
from kiosk.server.store.tables import stations

Seats: TypeAlias = tuple[int, ...]
_GIVEN: Final = (
    select(stations.c.letter, stations.c.seats)
    .where(stations.c.site_id == bindparam("site"))
    .order_by(stations.c.letter)
)


def seats_by_letter(connection: Connection, site: Site) -> Mapping[str, Seats]:
    """All letters of the site with their seats; no seat belongs to two letters."""
    found = connection.execute(_GIVEN, {"site": site.site_id})
    given = {letter: tuple(seats) for letter, seats in found}
    taken = {seat for seats in given.values() for seat in seats}
    configured = {
        letter: tuple(seat for seat in seats if seat not in taken)
        for letter, seats in site.seats.items()
        if letter not in given
    }
    return dict(sorted({**configured, **given}.items()))


def give_seats(connection: Connection, site: Site, letter: str, seats: Sequence[int]) -> None:
    """From now on that letter hands out these."""
    key = {"site_id": site.site_id, "letter": letter}
    connection.execute(upsert(stations, key, {"seats": list(seats)}))
