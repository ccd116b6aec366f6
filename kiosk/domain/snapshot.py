"""What a station's screen may show: site, link to the server, and the receipt of a check-in.

Values only; the screen makes sentences of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.domain.site import Site

LATE_AFTER_S: Final = 60
"""Events that wait longer than this, while the server answers, are a sign of trouble."""


class Link(StrEnum):
    """The state of the link to the server.

    ONLINE: the last exchange worked in both directions. DEGRADED: the server answers, but events
    have waited longer than a minute or were set aside, or only one direction works. OFFLINE: no
    answer. REFUSED: the server refused this station's token; stays so, also over a restart, until
    an exchange works.
    """

    ONLINE = "online"
    OFFLINE = "offline"
    DEGRADED = "degraded"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Backlog:
    """What this station recorded and the server does not have.

    `waiting` events of `visits` visits, the oldest recorded `oldest_s` seconds ago (None: nothing
    waits); `set_aside` events and pictures that the server refused.
    """

    waiting: int = 0
    oldest_s: int | None = None
    set_aside: int = 0
    visits: int = 0


@dataclass(frozen=True, slots=True)
class NumberAtSeat:
    """A visitor's number and seat, None without one. Nobody's name."""

    number: str
    seat: int | None = None


@dataclass(frozen=True, slots=True)
class NumberCalled:
    """A number that is being called; `member`: first name of who comes, "" when not known.

    `order` is higher the later the call, also one that was repeated.
    """

    number: str
    seat: int | None
    member: str
    order: int


@dataclass(frozen=True, slots=True)
class Board:
    """What the server said of now, and nothing that is old: who is called, next and on duty.

    `calls`: the latest call first. `on_duty`: first names of members.
    """

    calls: tuple[NumberCalled, ...] = ()
    next_up: tuple[NumberAtSeat, ...] = ()
    on_duty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StationSnapshot:
    """What the welcome screen shows.

    `board` is None while the server cannot be asked. `seated`: numbers of this station that wait on
    a seat which they got after they had stood. `waiting_events` of `waiting_visits` visits wait for
    the server, the oldest for `oldest_s` seconds (None: nothing waits). `refused_s`: seconds since
    the server first refused this station's token, None unless `link` is REFUSED.
    """

    site: Site
    people_waiting: int = 0
    board: Board | None = None
    seated: tuple[NumberAtSeat, ...] = ()
    link: Link = Link.OFFLINE
    waiting_events: int = 0
    waiting_visits: int = 0
    oldest_s: int | None = None
    refused_s: int | None = None


REFUSED_FOR_GOOD_S: Final = 86_400
"""A kiosk whose token was revoked takes visitors for a day, then asks to be paired again."""


@dataclass(frozen=True, slots=True)
class SeatMark:
    """One seat of this station on the visitor's map."""

    seat: int
    taken: bool


class PictureFate(StrEnum):
    """What became of the picture that the visitor agreed to."""

    NONE = "none"
    """There was none."""
    KEPT = "kept"
    NO_ROOM = "no_room"
    """The disk had no room for it; the visit was kept without it."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a visitor is shown once the visit is on disk.

    `seat` is None when the site has no seats or all are taken (`seats` tells which). `people_ahead`
    is None, and `on_duty` empty, while the server cannot be asked. `phone_url` is None while the
    site has no address that phones reach.
    """

    visit_id: str
    number: str
    seat: int | None
    seats: tuple[SeatMark, ...]
    people_ahead: int | None
    on_duty: tuple[str, ...]
    phone_url: str | None
    picture: PictureFate = PictureFate.NONE


def link_with(link: Link, backlog: Backlog) -> Link:
    """`link`, but DEGRADED instead of ONLINE while events are late or set aside."""
    late = backlog.oldest_s is not None and backlog.oldest_s > LATE_AFTER_S
    return Link.DEGRADED if link is Link.ONLINE and (late or backlog.set_aside) else link
