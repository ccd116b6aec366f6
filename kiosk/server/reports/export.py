"""Export of visits as CSV for statistics: one row for each visit, without names.

Read day by day, so that no transaction stays open while the reader of the CSV is slow.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, func, select

from kiosk.clock import Clock
from kiosk.domain.events import PhotoAttached, VisitHeld
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
    "codes",
)
_FORMULA_STARTS: Final = "=+-@\u2212"
_CELL_ENDS: Final = re.compile(r"([;|\t\r\n])")
"""Where a spreadsheet set to another separator than ours begins a new cell, also inside quotes."""
_UNSEEN: Final = frozenset({"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"})
_AT_ONCE: Final = 500
"""Visits whose codes are read with one query."""
Cell = str | int | None


@dataclass(frozen=True, slots=True)
class ExportRange:
    """First and last day, both included; `notes`: with the notes of members."""

    first: date
    last: date
    notes: bool = False


def visits_csv(store: SiteStore, chosen: ExportRange) -> Iterator[bytes]:
    """The CSV in parts: RFC 4180, UTF-8."""
    yield _lines([(*COLUMNS, "note") if chosen.notes else COLUMNS])
    with store.read() as connection:
        stations = connection.scalars(
            _of_site(select(visits.c.station).distinct(), store.site)
        ).all()
    for count in range((chosen.last - chosen.first).days + 1):
        day = (chosen.first + timedelta(days=count)).isoformat()
        # The index begins with the station: by day alone the whole table would be read.
        narrowed = _of_site(_query(), store.site).where(
            visits.c.station.in_(stations), visits.c.day == day
        )
        with store.read() as connection:
            found = connection.execute(narrowed).mappings().all()
            codes = _codes(connection, [row["id"] for row in found])
        rows = [_row(row, codes.get(row["id"], ()), store.clock) for row in found]
        yield _lines(rows if chosen.notes else [row[:-1] for row in rows])


def escape_formula(cell: Cell) -> Cell:
    """`cell` with an apostrophe before each part that a spreadsheet could take for a formula.

    Whatever separator it is set to, whatever blanks and invisible marks stand before, and also in
    full width.
    """
    if not isinstance(cell, str):
        return cell
    parts = _CELL_ENDS.split(cell)
    escaped = "".join(f"'{part}" if _is_formula(part) else part for part in parts)
    return f"'{escaped}" if parts[0] == "" and len(parts) > 1 else escaped


def _is_formula(text: str) -> bool:
    for each in text:
        if unicodedata.normalize("NFKC", each)[:1] in _FORMULA_STARTS:
            return True
        if each != '"' and unicodedata.category(each) not in _UNSEEN:
            return False
    return False


def _of_site(query: Select[Any], site: Site) -> Select[Any]:
    return query.where(visits.c.site_id == site.site_id)


def _query() -> Select[Any]:
    """Visits in order of arrival, with how often they were put on hold and the note."""
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


def _codes(connection: Connection, ids: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """The codes read on the pictures of these visits, each once, in the order they were read."""
    query = select(events.c.about_id, events.c.facts).order_by(events.c.seq)
    announced = events.c.type == PhotoAttached.__name__
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for start in range(0, len(ids), _AT_ONCE):
        some = events.c.about_id.in_(ids[start : start + _AT_ONCE])
        for visit_id, facts in connection.execute(query.where(some, announced)):
            found[visit_id].update(dict.fromkeys(facts.get("codes", ())))
    return {visit_id: list(codes) for visit_id, codes in found.items()}


def _row(row: RowMapping, codes: Sequence[str], clock: Clock) -> tuple[Cell, ...]:
    visit = visit_from(row)
    # A wait that goes on has no length yet: the same visit would be told longer each time.
    waits_on = visit.began_at is None and not visit.ended
    return (
        row["day"],
        visit.number,
        visit.station,
        visit.topic,
        None if waits_on else visit.waited_s(clock.now()),
        _served_s(visit),
        visit.state.value if visit.ended else None,
        visit.outcome,
        visit.rating,
        row["held"],
        "yes" if visit.state is VisitState.NO_SHOW else "no",
        " ".join(codes),
        row["note"],
    )


def _served_s(visit: Visit) -> int | None:
    """Seconds of service; None when it did not begin or has not ended."""
    if visit.began_at is None or visit.ended_at is None:
        return None
    return max(0, int((visit.ended_at - visit.began_at).total_seconds()))


def _lines(rows: Sequence[Sequence[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(map(escape_formula, row) for row in rows)
    return text.getvalue().encode()
