"""Owns what a station's face may show.

Its site as last heard of, the line to the server, and the receipt of one check-in. Holds no words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.domain.site import Site

LATE_AFTER_S: Final = 60
"""Facts that wait longer than this for a server that answers are a sign of trouble."""


class Link(StrEnum):
    """How the line to the server stands.

    ONLINE: the last exchange up and down worked. DEGRADED: the server answers, but facts wait
    longer than a minute or were set aside, or only one direction works. OFFLINE: no answer.
    REFUSED: the last it said was that it knows this station's token no more; stays so, also over a
    restart, until an exchange works.
    """

    ONLINE = "online"
    OFFLINE = "offline"
    DEGRADED = "degraded"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Backlog:
    """What this station witnessed and the server does not have.

    `waiting` events of `visits` visits, the oldest recorded `oldest_s` seconds ago (None: nothing
    waits); `set_aside` events and pictures that the server refused.
    """

    waiting: int = 0
    oldest_s: int | None = None
    set_aside: int = 0
    visits: int = 0


@dataclass(frozen=True, slots=True)
class StationSnapshot:
    """What the welcome screen knows.

    `waiting_events`, `waiting_visits`, `oldest_s`: see `Backlog`. `refused_s`: seconds since the
    server began to know this station's token no more, None unless `link` is REFUSED.
    """

    site: Site
    people_waiting: int = 0
    on_duty: tuple[str, ...] = ()
    link: Link = Link.OFFLINE
    waiting_events: int = 0
    waiting_visits: int = 0
    oldest_s: int | None = None
    refused_s: int | None = None


REFUSED_FOR_GOOD_S: Final = 86_400
"""A kiosk its home knows no more takes visitors for a day (N12 of the catalogue)."""


@dataclass(frozen=True, slots=True)
class SeatMark:
    """One seat of this station as the visitor sees it on the map."""

    seat: int
    taken: bool


class PictureFate(StrEnum):
    """What became of the picture a visitor agreed to."""

    NONE = "none"
    """There was none."""
    KEPT = "kept"
    NO_ROOM = "no_room"
    """The disk could not take it; the visit stands without it."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a visitor is told once the visit is on disk.

    `seat` is None when the site has no seats or all are taken (`seats` tells which). `phone_url` is
    None while the site has no address that phones reach.
    """

    visit_id: str
    number: str
    seat: int | None
    seats: tuple[SeatMark, ...]
    people_ahead: int
    on_duty: tuple[str, ...]
    phone_url: str | None
    picture: PictureFate = PictureFate.NONE


def link_with(link: Link, backlog: Backlog) -> Link:
    """`link`, but never ONLINE while facts are late or set aside."""
    late = backlog.oldest_s is not None and backlog.oldest_s > LATE_AFTER_S
    return Link.DEGRADED if link is Link.ONLINE and (late or backlog.set_aside) else link
