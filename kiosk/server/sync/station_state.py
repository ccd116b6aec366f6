"""The state of the site as one station may see it: no names of visitors, no pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select

from kiosk import wire
from kiosk.domain.events import STATION_FACTS, WIRE_VERSION
from kiosk.domain.site import Site
from kiosk.server.auth.duty import names_on_duty
from kiosk.server.fleet.seats import with_seats
from kiosk.server.queue.calls import Call, current_calls
from kiosk.server.queue.line import Line, read_line
from kiosk.server.store.tables import sites, visits
from kiosk.server.store.terms import Terms

MAX_NEWS: Final = 2_000
"""Most visits in one answer: some 200 kB, well under what a station reads."""

NEXT_SHOWN: Final = 3
"""How many of the line a kiosk at rest shows."""

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
    line = read_line(connection, site.site_id)
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
        line=[visit.id for visit in line.waiting],
        on_duty=names_on_duty(connection, site, terms),
        last_number=connection.scalar(last_number) or 0,
        day=today,
        visits=[visit for visit, _ in news],
        takes=TAKES,
        now=now,
        calls=[_call(call) for call in current_calls(connection, line, now)],
        next=[wire.WirePlace(visit.number, visit.seat) for visit in line.waiting[:NEXT_SHOWN]],
        seats_taken=_seats_taken(line, cursor.letter),
    )


def _call(call: Call) -> wire.WireCall:
    return wire.WireCall(call.visit.number, call.visit.seat, call.member, call.order)


def _seats_taken(line: Line, letter: str) -> list[int]:
    """The seats on which visitors of other stations sit."""
    theirs = {visit.seat for visit in line.visits if visit.station != letter}
    return sorted(seat for seat in theirs if seat is not None)


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
