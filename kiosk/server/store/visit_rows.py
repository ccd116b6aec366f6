"""Visits and their rows: a domain value written to a row and read back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, bindparam, select, text

from kiosk.domain.events import HoldReason, Outcome, Rating
from kiosk.domain.visit import Visit, VisitState
from kiosk.server.store.tables import OPEN_STATES, visits

_FIELDS: Final = tuple(field.name for field in fields(Visit))
_COLUMNS: Final = tuple(visits.c[name] for name in _FIELDS)
_ENUMS: Final[Mapping[str, type[VisitState | HoldReason | Outcome | Rating]]] = {
    "state": VisitState,
    "hold_reason": HoldReason,
    "outcome": Outcome,
    "rating": Rating,
}


# Built once: building them takes longer than executing them.
_ONE: Final = select(*_COLUMNS).where(visits.c.id == bindparam("visit"))
_THESE: Final = select(*_COLUMNS).where(visits.c.id.in_(bindparam("ids", expanding=True)))


def select_visits() -> Select[Any]:
    """A query for whole visits, to be narrowed by the caller."""
    return select(*_COLUMNS)


def visit_from(row: RowMapping) -> Visit:
    """The visit in `row`."""
    values: dict[str, Any] = {name: row[name] for name in _FIELDS}
    values["photos"] = tuple(values["photos"])
    for name, kind in _ENUMS.items():
        if values[name] is not None:
            values[name] = kind(values[name])
    return Visit(**values)


def row_of_new(visit: Visit) -> dict[str, Any]:
    """The columns of a visit that has only begun; all others are empty, and not written."""
    return {
        "id": visit.id,
        "site_id": visit.site_id,
        "number": visit.number,
        "station": visit.station,
        "joined_at": visit.joined_at,
        "state": visit.state.value,
        "seat": visit.seat,
        "topic": visit.topic,
        "photos": [],
    }


def row_from(visit: Visit) -> dict[str, Any]:
    """The columns of `visit`; enums as their values, pictures as a list."""
    values = {name: getattr(visit, name) for name in _FIELDS}
    values["photos"] = list(visit.photos)
    for name in _ENUMS:
        values[name] = None if values[name] is None else str(values[name])
    return values


def load_visit(connection: Connection, visit_id: str) -> Visit | None:
    """The visit with that id, None when there is none."""
    row = connection.execute(_ONE, {"visit": visit_id}).mappings().first()
    return visit_from(row) if row else None


def load_visits(connection: Connection, visit_ids: Collection[str]) -> dict[str, Visit]:
    """Those of the visits that there are, by id."""
    rows = connection.execute(_THESE, {"ids": list(visit_ids)}).mappings()
    return {row["id"]: visit_from(row) for row in rows}


def load_open(connection: Connection, site_id: str) -> list[Visit]:
    """The site's visits that have not ended, in joining order.

    Its cost does not grow with history.
    """
    query = (
        select_visits()
        .where(visits.c.site_id == site_id)
        # As literal text: with bound values SQLite does not see that its partial index fits.
        .where(text(OPEN_STATES))
        .order_by(visits.c.joined_at, visits.c.number)
    )
    return [visit_from(row) for row in connection.execute(query).mappings()]
