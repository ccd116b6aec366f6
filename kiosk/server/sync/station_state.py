"""The state of the site as one station may see it: no names of visitors, no pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from msgspec import structs
from sqlalchemy import Connection, bindparam, func, select

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

# Built once: building them takes longer than executing them.
_LAST_NUMBERS: Final = (
    select(visits.c.station, func.max(visits.c.counter))
    .where(
        visits.c.site_id == bindparam("site"),
        visits.c.station.in_(bindparam("letters", expanding=True)),
        visits.c.day == bindparam("day"),
    )
    .group_by(visits.c.station)
)
_NEWS: Final = (
    select(visits.c.id, visits.c.number, visits.c.state, visits.c.seat, visits.c.seq)
    .where(
        visits.c.site_id == bindparam("site"),
        visits.c.station == bindparam("letter"),
        visits.c.seq > bindparam("after"),
    )
    .order_by(visits.c.seq)
    .limit(MAX_NEWS)
)
TAKES: Final = {name: WIRE_VERSION for name in sorted(kind.__name__ for kind in STATION_FACTS)}


_News: TypeAlias = tuple[wire.VisitUpdate, int]
"""What became of a visit, and the number of that change."""


@dataclass(frozen=True, slots=True)
class StationCursor:
    """Which station asks, and how far it has read."""

    letter: str
    after: int


def station_states(
    connection: Connection, site: Site, state: SiteState, cursors: Set[StationCursor]
) -> Mapping[StationCursor, wire.State]:
    """For each station the state with what became of its own visits since it read.

    `connection` sees at least what `state` does: a visit newer than the state's number is told of
    once more. A long history comes in parts: then `seq` is the last visit's, and the station asks
    again.
    """
    line, waiting = state.line, state.line.lists["waiting"]
    today = site.day(state.now)
    asked = {"letters": [cursor.letter for cursor in cursors], "day": today}
    last_numbers = dict(connection.execute(_LAST_NUMBERS, {"site": site.site_id, **asked}).all())
    shared = wire.State(
        epoch=line.epoch,
        seq=line.seq,
        site=wire.site_to_wire(replace(site, seats=state.around.seats)),
        line=list(line.ahead),
        on_duty=list(state.around.on_duty),
        last_number=0,
        day=today,
        visits=[],
        takes=TAKES,
        now=state.now,
        calls=[_call(call) for call in current_calls(line, state.now)],
        next=[
            wire.WirePlace(entry.visit.number, entry.visit.seat) for entry in waiting[:NEXT_SHOWN]
        ],
    )
    changed = {after: _changed(line, after) for after in {cursor.after for cursor in cursors}}
    seated = [(visit.seat, visit.station) for visit in line.line.visits if visit.seat is not None]
    states = {}
    for cursor in cursors:
        at_hand = changed[cursor.after]
        if at_hand is None:
            news = _stored_news(connection, site, cursor)
        else:
            news = at_hand.get(cursor.letter, ())[:MAX_NEWS]
        whole = len(news) < MAX_NEWS
        states[cursor] = structs.replace(
            shared,
            seq=line.seq if whole else news[-1][1],
            last_number=last_numbers.get(cursor.letter, 0),
            visits=[update for update, _ in news],
            seats_taken=sorted({seat for seat, letter in seated if letter != cursor.letter}),
        )
    return states


def _call(call: Call) -> wire.WireCall:
    return wire.WireCall(call.visit.number, call.visit.seat, call.member, call.order)


def _changed(line: LineAt, after: int) -> Mapping[str, Sequence[_News]] | None:
    """What became of visits since, by station, oldest first; None when the store must tell."""
    found = line.since(line.epoch, after)
    if found is None:
        return None
    entries = [entry for _, _, entry in found.changed]
    entries += [line.ended[visit_id] for visit_id in found.ended]
    news: dict[str, list[_News]] = {}
    for entry in sorted(entries, key=lambda entry: entry.seq):
        visit = entry.visit
        update = wire.VisitUpdate(visit.id, visit.number, visit.state, visit.seat)
        news.setdefault(visit.station, []).append((update, entry.seq))
    return news


def _stored_news(connection: Connection, site: Site, cursor: StationCursor) -> Sequence[_News]:
    """The station's own visits that changed, with the seq of their change, oldest first."""
    asked = {"site": site.site_id, "letter": cursor.letter, "after": cursor.after}
    return [(wire.VisitUpdate(*row[:4]), row[4]) for row in connection.execute(_NEWS, asked)]
