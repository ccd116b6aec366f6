"""Pictures of open visits as a desk shows them, and why one that was announced is not here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from msgspec import UNSET, Struct, UnsetType
from sqlalchemy import Connection, RowMapping, select

from kiosk.domain.events import PhotoAttached
from kiosk.server.fleet.overview import LetterState, StationRow
from kiosk.server.fleet.ways import PICTURES
from kiosk.server.store.tables import event_private, events, pictures, visits
from kiosk.wire.reading import WireRead, read_from_text

STUCK_AFTER: Final = timedelta(seconds=30)
"""One try that fails may be chance."""
LATE_AFTER: Final = timedelta(minutes=2)
"""A picture whose visit is known for so long is not simply on its way."""


class Delay(StrEnum):
    """Why a picture is not here: on its way, late, the way or the kiosk is out, or never to come.

    SILENT: nothing is heard of its kiosk. REFUSED: it could not be taken, and is not sent again.
    """

    COMING = "coming"
    LATE = "late"
    STUCK = "stuck"
    SILENT = "silent"
    REFUSED = "refused"


class PictureView(Struct, frozen=True):
    """A picture; without addresses while it is not here, with `delay` and `delay_since` then.

    Sizes in pixels. `read` is what the kiosk read on it; left out when nothing.
    """

    id: str
    url: str | None
    thumb_url: str | None
    width: int
    height: int
    read: WireRead | UnsetType = UNSET
    delay: Delay | UnsetType = UNSET
    delay_since: datetime | UnsetType = UNSET


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


def picture_views(
    connection: Connection, ids: Sequence[str], stations: Sequence[StationRow], now: datetime
) -> Mapping[str, Sequence[PictureView]]:
    """The pictures of these visits, by visit."""
    query = (
        select(pictures, visits.c.station)
        .join(visits, visits.c.id == pictures.c.visit_id)
        .where(pictures.c.visit_id.in_(ids), pictures.c.erased_at.is_(None))
        .order_by(pictures.c.taken_at)
    )
    announced = _announced(connection, ids)
    by_letter = {station.letter: station for station in stations}
    found: defaultdict[str, list[PictureView]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        told = announced.get((row["visit_id"], row["photo"]))
        found[row["visit_id"]].append(_view(row, told, by_letter.get(row["station"]), now))
    return found


def _view(
    row: RowMapping, told: _Announced | None, station: StationRow | None, now: datetime
) -> PictureView:
    photo = row["photo"]
    read = told.read if told and told.read is not None else UNSET
    if row["received_at"] is not None:
        url = f"/api/v1/desk/pictures/{photo}"
        return PictureView(photo, url, f"{url}/thumb", row["width"], row["height"], read)
    announced_at = told.received_at if told else row["taken_at"]
    delay, since = _delay(photo, announced_at, station, now)
    return PictureView(
        photo,
        None,
        None,
        row["width"],
        row["height"],
        read,
        delay,
        since or UNSET,
    )


def _delay(
    photo: str, announced_at: datetime, station: StationRow | None, now: datetime
) -> tuple[Delay, datetime | None]:
    """Why the picture is not here, and since when where that is known."""
    if station is None:
        return Delay.LATE, announced_at
    if (
        station.status
        and station.status.refused_pictures
        and (photo in station.status.refused_pictures)
    ):
        return Delay.REFUSED, None
    for way in station.ways:
        if way.way == PICTURES and now - way.since >= STUCK_AFTER:
            return Delay.STUCK, way.since
    if station.standing is not LetterState.PAIRED:
        return Delay.SILENT, station.seen_at
    if station.seen_at is not None and now - station.seen_at > LATE_AFTER:
        return Delay.SILENT, station.seen_at
    return (Delay.LATE, announced_at) if now - announced_at > LATE_AFTER else (Delay.COMING, None)


def _announced(connection: Connection, ids: Sequence[str]) -> Mapping[tuple[str, str], _Announced]:
    """What announced each picture, by visit and picture.

    A picture whose words were read after the check-in is announced twice.
    """
    query = (
        select(events.c.about_id, events.c.facts, events.c.received_at, event_private.c.words)
        .outerjoin(event_private, event_private.c.event_id == events.c.id)
        .where(events.c.about_id.in_(ids), events.c.type == PhotoAttached.__name__)
        .order_by(events.c.seq)
    )
    found: dict[tuple[str, str], _Announced] = {}
    for visit_id, facts, received_at, words in connection.execute(query):
        told = found.setdefault((visit_id, facts["photo"]), _Announced(received_at))
        read = read_from_text((words or {}).get("read_words", ""))
        found[visit_id, facts["photo"]] = told.also(read)
    return found


def _size(read: WireRead) -> tuple[int, int]:
    return len(read.lines), len(read.codes) + len(read.tags)
