"""Pictures of open visits as a desk shows them, and why one that was announced is not here."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from msgspec import UNSET, Struct, UnsetType

from kiosk.server.fleet.overview import LetterState, StationRow
from kiosk.server.fleet.ways import PICTURES
from kiosk.server.queue.entries import LinePicture
from kiosk.wire.reading import WireRead

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


def picture_view(picture: LinePicture, station: StationRow | None, now: datetime) -> PictureView:
    """A picture of a visit that came from `station`, as it is at `now`."""
    read = picture.read if picture.read is not None else UNSET
    size = (picture.width, picture.height)
    if picture.here:
        url = f"/api/v1/desk/pictures/{picture.photo}"
        return PictureView(picture.photo, url, f"{url}/thumb", *size, read)
    delay, since = _delay(picture.photo, picture.announced_at, station, now)
    return PictureView(picture.photo, None, None, *size, read, delay, since or UNSET)


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
