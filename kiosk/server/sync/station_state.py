"""The state of the site as one station may see it: no names of visitors, no pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection, func, select

from kiosk import wire
from kiosk.domain.events import STATION_FACTS, WIRE_VERSION
from kiosk.domain.site import Site
from kiosk.server.queue.calls import Call, current_calls
from kiosk.server.queue.live_line import LineAt
from kiosk.server.shared.site_state import SiteState
from kiosk.server.store.tables import visits

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
    connection: Connection, site: Site, state: SiteState, cursor: StationCursor
) -> wire.State:
    """The state with what became of the station's own visits since it read.

    `connection` sees at least what `state` does: a visit newer than the state's number is told of
    once more. A long history comes in parts: then `seq` is the last visit's, and the station asks
    again.
    """
    news = _news(connection, site, cursor)
    whole = len(news) < MAX_NEWS
    line, waiting = state.line, state.line.lists["waiting"]
    today = site.day(state.now)
    last_number = select(func.max(visits.c.counter)).where(
        visits.c.site_id == site.site_id, visits.c.station == cursor.letter, visits.c.day == today
    )
    return wire.State(
        epoch=line.epoch,
        seq=line.seq if whole else news[-1][1],
        site=wire.site_to_wire(replace(site, seats=state.around.seats)),
        line=list(line.ahead),
        on_duty=list(state.around.on_duty),
        last_number=connection.scalar(last_number) or 0,
        day=today,
        visits=[visit for visit, _ in news],
        takes=TAKES,
        now=state.now,
        calls=[_call(call) for call in current_calls(line, state.now)],
        next=[
            wire.WirePlace(entry.visit.number, entry.visit.seat) for entry in waiting[:NEXT_SHOWN]
        ],
        seats_taken=_seats_taken(line, cursor.letter),
    )


def _call(call: Call) -> wire.WireCall:
    return wire.WireCall(call.visit.number, call.visit.seat, call.member, call.order)


def _seats_taken(line: LineAt, letter: str) -> list[int]:
    """The seats on which visitors of other stations sit."""
    theirs = {visit.seat for visit in line.line.visits if visit.station != letter}
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
