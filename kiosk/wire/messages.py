"""Messages between a station and its home, and their encoding as JSON."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from kiosk.wire.events import WireEvent
from kiosk.wire.fields import (
    LARGEST,
    MAX_EVENTS,
    MAX_REFUSED_PICTURES,
    MAX_WAYS,
    Count,
    Instant,
    Mark,
    PhotoId,
    Seq,
    Short,
)
from kiosk.wire.site import WireSite

_T = TypeVar("_T")


class RefusalCode(StrEnum):
    """Why a server never takes an event as it stands; a newer one may know more reasons."""

    MALFORMED = "malformed"
    TOO_NEW = "too_new"
    WRONG_SITE = "wrong_site"
    WRONG_ORIGIN = "wrong_origin"
    HOME_ONLY = "home_only"
    NOT_YOURS = "not_yours"
    UNKNOWN_VISIT = "unknown_visit"


SERVER_FAILS: Final = "server_fails"
FILE_MISSING: Final = "file_missing"
UNREADABLE: Final = "unreadable"
"""Reasons for which a station sets something aside by itself: the server fails on it, its file is
gone, its stored event cannot be read."""


UNKNOWN: Final = "unknown"
"""Stands for a word of a status that was not said, or cannot be."""


class WayTrouble(Struct, frozen=True):
    """One of the ways between a station and its home that is stuck, for `for_s` seconds by now.

    `way`: events, pictures, state or hints (the request that is held open). `status`: the HTTP
    status of the last answer, None when there was none; `by_home`: the home itself gave it.
    """

    way: Short
    for_s: Annotated[float, Meta(ge=0, le=LARGEST)] = 0.0
    reason: Short = UNKNOWN
    status: Count | None = None
    by_home: bool = False


class StationStatus(Struct, frozen=True):
    """Status of a station.

    `waiting` events of `visits` visits for the server once this push is taken, the oldest for
    `oldest_s`; `set_aside`: events and pictures the server refused; each None when that is not
    known. `camera`: unknown, showing, lost or blind. `store`: ok, low (on room), full or restored.
    Other words may come from a newer station; `visits` does not come from one older than the field.
    `mark`: the one that came with the answer to its last push.

    `ways` that are stuck, left out by a station that does not know; `refused_pictures` of open
    visits, which will never come.
    """

    waiting: Count | None
    oldest_s: Annotated[float, Meta(ge=0)] | None
    set_aside: Count | None
    camera: Short = UNKNOWN
    store: Short = UNKNOWN
    version: Short = UNKNOWN
    visits: Count | None = None
    mark: Mark | UnsetType = UNSET
    ways: Annotated[list[WayTrouble], Meta(max_length=MAX_WAYS)] | UnsetType = UNSET
    refused_pictures: (
        Annotated[list[PhotoId], Meta(max_length=MAX_REFUSED_PICTURES)] | UnsetType
    ) = UNSET


class Push(Struct, frozen=True):
    """What a station sends; it may hold no events.

    `sent_at` by the station's wall clock, right or wrong, None when it shows what cannot be;
    `boot_id` changes each time it starts, and `up_s` is how long it has been up at least.
    """

    site: Short
    sent_at: Instant | None
    events: Annotated[list[WireEvent], Meta(max_length=MAX_EVENTS)]
    status: StationStatus | None = None
    boot_id: Short | None = None
    up_s: Annotated[float, Meta(ge=0)] | None = None


class SetAside(Struct, frozen=True):
    """An event the server will never take, and why."""

    id: str
    code: str
    detail: str


class Pushed(Struct, frozen=True):
    """The server's answer to a push; only ids named here are acknowledged.

    `mark`: to be shown with the next push; empty from a server older than the field.
    """

    epoch: str
    seq: Seq
    acknowledged: list[str]
    set_aside: list[SetAside] = []
    mark: Mark = ""


class VisitUpdate(Struct, frozen=True):
    """The current state of one of the station's own visits."""

    id: str
    number: str
    state: str
    seat: int | None


class WireCall(Struct, frozen=True):
    """A visitor who is being called, of any station; nameless.

    `member`: first name of who comes. `call` is higher the later the call, also one repeated.
    """

    number: Short
    seat: int | None
    member: str
    call: Seq


class WirePlace(Struct, frozen=True):
    """A visitor who waits, of any station; nameless."""

    number: Short
    seat: int | None


class State(Struct, frozen=True):
    """The state of the site as one station may see it. `line` holds visit ids in calling order.

    `takes`: kinds of event this server takes from stations, each with the newest version it knows;
    empty from one older than the field. `now`: the home's time as it answered. `calls`: who is
    being called, the latest call first; `next`: the first in line. `seats_taken`: seats on which
    visitors of other stations sit.
    """

    epoch: str
    seq: Seq
    site: WireSite
    line: list[str]
    on_duty: list[str]
    last_number: Annotated[int, Meta(ge=0, le=99_999)]
    day: str
    visits: list[VisitUpdate]
    takes: dict[str, int] = {}
    now: Instant | None = None
    calls: list[WireCall] = []
    next: list[WirePlace] = []
    seats_taken: list[int] = []


def decode(body: bytes, shape: type[_T]) -> _T:
    """`body` as `shape`; ValueError (most are msgspec's) names the field."""
    try:
        return msgspec.json.decode(body, type=shape)
    except RecursionError as fault:
        raise ValueError("nested too deeply") from fault


def encode(message: object) -> bytes:
    """`message` as JSON bytes."""
    return msgspec.json.encode(message)
