"""Owns visits as a sheet for statistics: one row each, no names, no cell that computes.

Never holds the store while somebody reads: a day is fetched, then written.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import RowMapping, Select, func, select

from kiosk.clock import Clock
from kiosk.domain.events import VisitHeld
from kiosk.domain.site import Site
from kiosk.domain.visit import Visit, VisitState
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import events, visit_private, visits
from kiosk.server.store.visit_rows import select_visits, visit_from

COLUMNS: Final = (
    "day",
    "number",
    "station",
    "topic",
    "waited_s",
    "served_s",
    "ended",
    "outcome",
    "rating",
    "held",
    "no_show",
)
_BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which days, both included, and whether members' notes come along."""

    first: date
    last: date
    notes: bool = False


def visits_sheet(store: SiteStore, wanted: Wanted) -> Iterator[bytes]:
    """The sheet in parts: RFC 4180, UTF-8."""
    yield _lines([(*COLUMNS, "note") if wanted.notes else COLUMNS])
    with store.read() as connection:
        stations = connection.scalars(
            _of_site(select(visits.c.station).distinct(), store.site)
        ).all()
    for count in range((wanted.last - wanted.first).days + 1):
        day = (wanted.first + timedelta(days=count)).isoformat()
        # By station, as the index has it: the day alone would be looked for in all history.
        narrowed = _of_site(_query(), store.site).where(
            visits.c.station.in_(stations), visits.c.day == day
        )
        with store.read() as connection:
            rows = [_row(row, store.clock) for row in connection.execute(narrowed).mappings()]
        yield _lines(rows if wanted.notes else [row[:-1] for row in rows])


def harmless(cell: Cell) -> Cell:
    """`cell` as a sheet shows it and never computes it."""
    begins = isinstance(cell, str) and cell.startswith(_BEGINS_A_FORMULA)
    return f"'{cell}" if begins else cell


def _of_site(query: Select[Any], site: Site) -> Select[Any]:
    return query.where(visits.c.site_id == site.site_id)


def _query() -> Select[Any]:
    """Visits in the order people came, with what lies beside them."""
    held = (
        select(func.count())
        .where(events.c.about_id == visits.c.id, events.c.type == VisitHeld.__name__)
        .scalar_subquery()
    )
    return (
        select_visits()
        .add_columns(visits.c.day, held.label("held"), visit_private.c.note)
        .outerjoin(visit_private, visit_private.c.visit_id == visits.c.id)
        .order_by(visits.c.joined_at, visits.c.station, visits.c.counter)
    )


def _row(row: RowMapping, clock: Clock) -> tuple[Cell, ...]:
    visit = visit_from(row)
    return (
        row["day"],
        visit.number,
        visit.station,
        visit.topic,
        visit.waited_s(clock.now()),
        _served_s(visit),
        visit.state.value if visit.ended else None,
        visit.outcome,
        visit.rating,
        row["held"],
        "yes" if visit.state is VisitState.NO_SHOW else "no",
        row["note"],
    )


def _served_s(visit: Visit) -> int | None:
    """How long help took; None without help or while it goes on."""
    if visit.began_at is None or visit.ended_at is None:
        return None
    return max(0, int((visit.ended_at - visit.began_at).total_seconds()))


def _lines(rows: Sequence[Sequence[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(map(harmless, row) for row in rows)
    return text.getvalue().encode()
