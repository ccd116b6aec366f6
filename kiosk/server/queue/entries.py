"""Entries of the line: a visit with all that is shown beside it and changes by events alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    bindparam,
    select,
    text,
)

from kiosk.domain.events import PhotoAttached, VisitCalled, VisitCheckedIn, VisitRecalled
from kiosk.domain.visit import Visit
from kiosk.server.store.tables import (
    OPEN_STATES,
    event_private,
    events,
    members,
    pictures,
    visit_private,
    visits,
)
from kiosk.server.store.visit_rows import select_visits, visit_from
from kiosk.wire.reading import WireRead, read_from_text

_CALLS: Final = frozenset({VisitCalled.__name__, VisitRecalled.__name__})
_SHOWN: Final = (VisitCheckedIn.__name__, PhotoAttached.__name__, *_CALLS)
"""The kinds of events of which something is shown besides what became of the visit."""
_Ids: TypeAlias = BindParameter[Any] | Select[tuple[str]]
_MOST_IDS: Final = 500
"""Most visits asked for by id in one query."""


@dataclass(frozen=True, slots=True)
class LinePicture:
    """A picture that was announced and not erased, with what was read on it.

    `announced_at`: when the first word of it came; `here`: its bytes came, too.
    """

    photo: str
    width: int
    height: int
    here: bool
    announced_at: datetime
    read: WireRead | None


@dataclass(frozen=True, slots=True)
class LastCall:
    """The newest call of a visit, and its number among all events of the site."""

    order: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A visit and what is shown beside it. Replaced whole when anything of it changes.

    `seq`: the site's number at the last change. `member`: name of whoever called, None without.
    `recalls`: how often it was called again.
    """

    visit: Visit
    seq: int
    first_name: str = ""
    member: str | None = None
    phone_hash: bytes | None = None
    perhaps_helped: bool = False
    picture_declined: bool = False
    number_twice: bool = False
    recalls: int = 0
    call: LastCall | None = None
    pictures: Sequence[LinePicture] = ()


@dataclass(slots=True)
class _Told:
    """What the events of one visit say, as far as it is shown."""

    seq: int = 0
    picture_declined: bool = False
    recalls: int = 0
    call: LastCall | None = None
    announced: dict[str, _Announced] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Announced:
    """What the events that announced a picture say: when the first came, what was read."""

    received_at: datetime
    read: WireRead | None = None

    def also(self, read: WireRead | None) -> _Announced:
        """With the words of another event, in whatever order they came: the fuller ones count."""
        if read is None or (self.read is not None and _size(read) <= _size(self.read)):
            return self
        return replace(self, read=read)


@dataclass(frozen=True, slots=True)
class _Queries:
    """What is asked about some visits, with the same values bound in each."""

    visits: Select[Any]
    events: Select[Any]
    pictures: Select[Any]


def _queries(which: ColumnElement[bool], ids: _Ids) -> _Queries:
    whole_visits = (
        select_visits()
        .add_columns(
            visits.c.seq,
            visits.c.perhaps_helped,
            visits.c.number_twice,
            visit_private.c.first_name,
            visit_private.c.phone_token_hash,
            members.c.name,
        )
        .outerjoin(visit_private, visit_private.c.visit_id == visits.c.id)
        .outerjoin(members, members.c.id == visits.c.member_id)
        .where(which)
    )
    told = (
        select(
            events.c.about_id,
            events.c.seq,
            events.c.type,
            events.c.facts,
            events.c.at,
            events.c.received_at,
            event_private.c.words,
        )
        .outerjoin(event_private, event_private.c.event_id == events.c.id)
        .where(events.c.about_id.in_(ids), events.c.type.in_(_SHOWN))
        .order_by(events.c.seq)
    )
    shown = (
        select(pictures)
        .where(pictures.c.visit_id.in_(ids), pictures.c.erased_at.is_(None))
        .order_by(pictures.c.taken_at)
    )
    return _Queries(whole_visits, told, shown)


# Built once: building them takes longer than executing them.
_IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
_THESE: Final = _queries(visits.c.id.in_(_IDS), _IDS)
# As literal text: with bound values SQLite does not see that its partial index fits.
_OPEN: Final = (visits.c.site_id == bindparam("site")) & text(OPEN_STATES)
_ALL_OPEN: Final = _queries(_OPEN, select(visits.c.id).where(_OPEN))


def load_open_entries(connection: Connection, site_id: str) -> dict[str, Entry]:
    """The visits of the site that have not ended, by id.

    Its cost does not grow with history.
    """
    return _load(connection, _ALL_OPEN, {"site": site_id})


def load_entries(connection: Connection, ids: Sequence[str]) -> dict[str, Entry]:
    """Those of these visits that there are, ended or not, by id."""
    found: dict[str, Entry] = {}
    for start in range(0, len(ids), _MOST_IDS):
        found |= _load(connection, _THESE, {"ids": ids[start : start + _MOST_IDS]})
    return found


def _load(connection: Connection, queries: _Queries, asked: Mapping[str, Any]) -> dict[str, Entry]:
    told = _told(connection.execute(queries.events, asked))
    shown = _pictures(connection.execute(queries.pictures, asked).mappings(), told)
    return {
        row["id"]: _entry(row, told.get(row["id"], _Told()), shown.get(row["id"], ()))
        for row in connection.execute(queries.visits, asked).mappings()
    }


def _entry(row: RowMapping, told: _Told, shown: Sequence[LinePicture]) -> Entry:
    visit = visit_from(row)
    return Entry(
        visit=visit,
        # A word of a check-in that came twice changes a name, and not the visit's row.
        seq=max(row["seq"], told.seq),
        first_name=row["first_name"] or "",
        member=row["name"],
        phone_hash=row["phone_token_hash"],
        perhaps_helped=row["perhaps_helped"],
        picture_declined=told.picture_declined,
        number_twice=row["number_twice"],
        recalls=told.recalls,
        call=told.call,
        pictures=[picture for picture in shown if picture.photo in visit.photos],
    )


def _told(rows: Iterable[Any]) -> Mapping[str, _Told]:
    """What the events say, by visit.

    A picture whose words were read after the check-in is announced twice.
    """
    found: defaultdict[str, _Told] = defaultdict(_Told)
    for visit_id, seq, kind, facts, at, received_at, words in rows:
        told = found[visit_id]
        told.seq = seq
        if kind in _CALLS:
            told.call = LastCall(seq, at if told.call is None else max(at, told.call.at))
            told.recalls += kind == VisitRecalled.__name__
        elif kind == VisitCheckedIn.__name__:
            told.picture_declined |= bool(facts.get("picture_declined"))
        else:
            before = told.announced.setdefault(facts["photo"], _Announced(received_at))
            read = read_from_text((words or {}).get("read_words", ""))
            told.announced[facts["photo"]] = before.also(read)
    return found


def _pictures(
    rows: Iterable[RowMapping], told: Mapping[str, _Told]
) -> Mapping[str, Sequence[LinePicture]]:
    found: defaultdict[str, list[LinePicture]] = defaultdict(list)
    for row in rows:
        visit_id, photo = row["visit_id"], row["photo"]
        announced = told[visit_id].announced.get(photo) if visit_id in told else None
        found[visit_id].append(
            LinePicture(
                photo,
                row["width"],
                row["height"],
                row["received_at"] is not None,
                announced.received_at if announced else row["taken_at"],
                announced.read if announced else None,
            )
        )
    return found


def _size(read: WireRead) -> tuple[int, int]:
    return len(read.lines), len(read.codes) + len(read.tags)
