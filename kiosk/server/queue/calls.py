"""Who is being called, as a board or a kiosk at rest shows it: numbers, never visitors' names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, select

from kiosk.domain.events import VisitCalled, VisitRecalled
from kiosk.domain.visit import Visit, VisitState
from kiosk.server.queue.line import Line
from kiosk.server.store.tables import events, members

CALL_STANDS_FOR: Final = timedelta(minutes=5)
"""An older call is no news: they met without a word to the desk, or will be called again."""
_CALLS: Final = (VisitCalled.__name__, VisitRecalled.__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """A visit that somebody calls. `order` is higher the later it was called, or called again.

    `member`: first name of who comes, "" when that is not known.
    """

    visit: Visit
    member: str
    order: int


def current_calls(connection: Connection, line: Line, now: datetime) -> Sequence[Call]:
    """The calls that stand, the latest first."""
    called = {visit.id: visit for visit in line.in_state({VisitState.CALLED})}
    if not called:
        return []
    latest = func.max(events.c.seq)
    query = (
        select(events.c.about_id, latest, func.max(events.c.at, type_=events.c.at.type))
        .where(events.c.about_id.in_(called), events.c.type.in_(_CALLS))
        .group_by(events.c.about_id)
        .order_by(latest.desc())
    )
    names = _first_names(connection, {visit.member_id for visit in called.values()})
    return [
        Call(called[visit_id], names.get(called[visit_id].member_id, ""), order)
        for visit_id, order, at in connection.execute(query)
        if abs(now - at) < CALL_STANDS_FOR
    ]


def _first_names(connection: Connection, ids: set[str | None]) -> dict[str | None, str]:
    query = select(members.c.id, members.c.name).where(members.c.id.in_(ids - {None}))
    return {row[0]: row[1].split()[0] for row in connection.execute(query)}
