"""The state of the site as one station may see it: no names of visitors, no pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select

from kiosk import wire
from kiosk.domain.events import STATION_FACTS, WIRE_VERSION
from kiosk.domain.site import Site
from kiosk.server.fleet.seats import with_seats
from kiosk.server.queue.line import read_line
from kiosk.server.store.tables import members, sessions, sites, visits
from kiosk.server.store.terms import Terms

MAX_NEWS: Final = 2_000
"""Most visits in one answer: some 200 kB, well under what a station reads."""

TAKES: Final = {name: WIRE_VERSION for name in sorted(kind.__name__ for kind in STATION_FACTS)}


@dataclass(frozen=True, slots=True)
class StationCursor:
    """Which station asks, and how far it has read."""

    letter: str
    after: int


def station_state(
    connection: Connection, site: Site, epoch: str, cursor: StationCursor, terms: Terms
) -> wire.State:
    """The state now, with what became of the station's own visits since it read.

    A long history comes in parts: then `seq` is the last visit's, and the station asks again.
    """
    news = _news(connection, site, cursor)
    whole = len(news) < MAX_NEWS
    head = connection.scalar(select(sites.c.seq).where(sites.c.site_id == site.site_id)) or 0
    now = terms.clock.now()
    today = site.day(now)
    last_number = select(func.max(visits.c.counter)).where(
        visits.c.site_id == site.site_id, visits.c.station == cursor.letter, visits.c.day == today
    )
    return wire.State(
        epoch=epoch,
        seq=head if whole else news[-1][1],
        site=wire.site_to_wire(with_seats(connection, site)),
        line=[visit.id for visit in read_line(connection, site.site_id).waiting],
        on_duty=_on_duty(connection, site, terms),
        last_number=connection.scalar(last_number) or 0,
        day=today,
        visits=[visit for visit, _ in news],
        takes=TAKES,
        now=now,
    )


def _news(
    connection: Connection, site: Site, cursor: StationCursor
) -> Sequence[tuple[wire.VisitUpdate, int]]:
    """The station's own visits that changed, with the seq of their change, oldest first."""
    query = (
        select(visits.c.id, visits.c.number, visits.c.state, visits.c.seat, visits.c.seq)
        .where(
            visits.c.site_id == site.site_id,
            visits.c.station == cursor.letter,
            visits.c.seq > cursor.after,
        )
        .order_by(visits.c.seq)
        .limit(MAX_NEWS)
    )
    return [(wire.VisitUpdate(*row[:4]), row[4]) for row in connection.execute(query)]


def _on_duty(connection: Connection, site: Site, terms: Terms) -> list[str]:
    """First names of the members signed in, oldest session first."""
    query = (
        select(members.c.name)
        .join(sessions, sessions.c.member_id == members.c.id)
        .where(members.c.site_id == site.site_id, members.c.active, terms.runs(sessions))
        .group_by(members.c.id, members.c.name)
        .order_by(func.min(sessions.c.made_at))
    )
    return [name.split()[0] for name in connection.scalars(query)]
