"""Owns the one format in which events, facts and state travel between station and server.

Knows no HTTP and no table. Unknown fields are ignored, so that an older end understands a newer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Annotated, Final, TypeVar

import msgspec
from msgspec import Meta, Struct

from kiosk.domain.events import (
    FACTS,
    WIRE_VERSION,
    About,
    Event,
    PhotoAttached,
    PhotoErased,
    VisitCheckedIn,
    VisitFacts,
)
from kiosk.domain.site import LETTERS, Site, Span, Topic, is_zone

MAX_EVENTS: Final = 200
"""Most events in one push; a backlog goes in several."""
MAX_BODY_BYTES: Final = 1_000_000
"""Largest JSON body either end reads."""
MAX_PICTURE_BYTES: Final = 5_000_000
"""Largest picture a server takes (notes: D10)."""
MAX_PIECE_BYTES: Final = 1_000_000
"""Largest piece of a picture a server takes at once."""
UPLOAD_OFFSET: Final = "Upload-Offset"
UPLOAD_LENGTH: Final = "Upload-Length"
UPLOAD_COMPLETE: Final = "Upload-Complete"
YES: Final = "?1"
NO: Final = "?0"
PIECE_TYPE: Final = "application/octet-stream"
MAX_NOTE: Final = 4_000
"""Longest private text, in characters."""

PRIVATE_KEYS: Final = frozenset({"first_name", "note", "phone_token", "read_words"})

_UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$(?!\\n)"
_NUMBER = re.compile(f"[{LETTERS}][1-9][0-9]{{0,4}}")
_SHA256 = re.compile("[0-9a-f]{64}")
_TOPIC = re.compile("[a-z0-9-]{1,40}")
_CODE = re.compile(r"[\w.:-]{1,80}", re.ASCII)
_MOST_CODES: Final = 8
_YEARS = range(1970, 9999)
"""Years that stay years in every time zone."""
_SEATS = range(1, 1_000)
_LARGEST: Final = 2**31 - 1
"""Largest whole number that every store takes."""
_SIZES = range(1, _LARGEST + 1)

Id = Annotated[str, Meta(pattern=_UUID)]
_Short = Annotated[str, Meta(min_length=1, max_length=80)]
_Instant = Annotated[datetime, Meta(tz=True)]
_Seq = Annotated[int, Meta(ge=0, le=2**53)]
_Count = Annotated[int, Meta(ge=0, le=_LARGEST)]
_Seat = Annotated[int, Meta(ge=1, le=999)]
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


SERVER_STUMBLES: Final = "server_stumbles"
FILE_MISSING: Final = "file_missing"
UNREADABLE: Final = "unreadable"
"""Why a station sets something aside by itself.

The server fails over it; its file is gone; what is kept of it here cannot be read.
"""


class TooNew(ValueError):
    """Facts of a kind or version that came after this software."""


class WireAbout(Struct, frozen=True):
    """What an event is about."""

    kind: _Short
    id: Id


class WireEvent(Struct, frozen=True):
    """An event on its way.

    `age_s`: seconds since it was recorded, by the sender's monotonic clock; None when another boot
    recorded it.
    """

    id: Id
    site_id: _Short
    about: WireAbout
    actor: _Short
    origin: _Short
    at: _Instant
    type: _Short
    facts: dict[str, object]
    private: dict[str, Annotated[str, Meta(max_length=MAX_NOTE)]] = {}
    version: Annotated[int, Meta(ge=1)] = WIRE_VERSION
    age_s: Annotated[float, Meta(ge=0)] | None = None


class StationStatus(Struct, frozen=True):
    """How a station fares.

    `waiting` events for the server once this push is taken, the oldest for `oldest_s`; `set_aside`:
    events and pictures the server refused. `camera`: unknown, showing, lost or blind. `store`: ok,
    low (on room), full or restored. Other words may come from a newer station.
    """

    waiting: _Count
    oldest_s: Annotated[float, Meta(ge=0)] | None
    set_aside: _Count
    camera: _Short
    store: _Short
    version: _Short


class Push(Struct, frozen=True):
    """What a station offers; no events at all is fine.

    `sent_at` by the station's wall clock, right or wrong; `boot_id` changes each time it starts,
    and `up_s` is how long it has been up at least.
    """

    site: _Short
    sent_at: _Instant
    events: Annotated[list[WireEvent], Meta(max_length=MAX_EVENTS)]
    status: StationStatus | None = None
    boot_id: _Short | None = None
    up_s: Annotated[float, Meta(ge=0)] | None = None


class SetAside(Struct, frozen=True):
    """An event the server will never take, and why."""

    id: str
    code: str
    detail: str


class Pushed(Struct, frozen=True):
    """The server's answer to a push; only ids named here are acknowledged."""

    epoch: str
    seq: _Seq
    acknowledged: list[str]
    set_aside: list[SetAside] = []


class WireSpan(Struct, frozen=True):
    """Opening hours of one weekday, local time HH:MM."""

    opens: str
    closes: str


class WireTopic(Struct, frozen=True):
    """A topic of the site."""

    id: str
    name: str
    icon: str = "chat"


class WireSite(Struct, frozen=True):
    """The settings of the site a station needs."""

    id: str
    name: str
    time_zone: str
    picture_days: Annotated[int, Meta(ge=1, le=36_500)]
    public_url: str
    hours: dict[str, WireSpan]
    seats: dict[str, list[_Seat]]
    topics: list[WireTopic] = []


class VisitNews(Struct, frozen=True):
    """What became of one of the station's own visits."""

    id: str
    number: str
    state: str
    seat: int | None


class State(Struct, frozen=True):
    """The state of the site as one station may see it. `line` holds visit ids in calling order.

    `takes`: kinds of event this server takes from stations, each with the newest version it knows;
    empty from one older than the field. `now`: the home's time as it answered.
    """

    epoch: str
    seq: _Seq
    site: WireSite
    line: list[str]
    on_duty: list[str]
    last_number: Annotated[int, Meta(ge=0, le=99_999)]
    day: str
    visits: list[VisitNews]
    takes: dict[str, int] = {}
    now: _Instant | None = None


def to_wire(event: Event, age_s: float | None) -> WireEvent:
    """`event` ready to travel."""
    return WireEvent(
        id=event.id,
        site_id=event.site_id,
        about=WireAbout(event.about.kind, event.about.id),
        actor=event.actor,
        origin=event.origin,
        at=event.at,
        type=event.type,
        facts=facts_to_builtins(event.facts),
        private=dict(event.private),
        version=event.version,
        age_s=age_s,
    )


def from_wire(event: WireEvent) -> Event:
    """The event that arrived; ValueError names the field that cannot be used.

    TooNew when that is no wonder, because a newer end wrote it.
    """
    _require(event.at.year in _YEARS, "at")
    _require(event.version <= _LARGEST, "version")
    return Event(
        id=event.id,
        site_id=event.site_id,
        about=About(event.about.kind, event.about.id),
        actor=event.actor,
        origin=event.origin,
        at=event.at.astimezone(UTC),
        facts=_facts(event),
        private=_known_private(event.private),
        version=event.version,
    )


def _facts(event: WireEvent) -> VisitFacts:
    if event.type not in FACTS:
        raise TooNew("type: not a kind of event this server knows")
    try:
        return facts_from_builtins(event.type, event.facts)
    except ValueError as fault:
        if event.version > WIRE_VERSION:
            raise TooNew(f"version {event.version}: {fault}") from fault
        raise


def facts_to_builtins(facts: VisitFacts) -> dict[str, object]:
    """`facts` as JSON can hold them."""
    plain: dict[str, object] = msgspec.to_builtins(facts)
    if not plain.get("codes", True):
        del plain["codes"]  # as it was written before codes were read
    return plain


def facts_from_builtins(kind: str, plain: Mapping[str, object]) -> VisitFacts:
    """The facts of that kind; ValueError names the field that cannot be used."""
    shape = FACTS.get(kind)
    if shape is None:
        raise ValueError("type: not a kind of event this server knows")
    try:
        facts: VisitFacts = msgspec.convert(dict(plain), shape)
    except msgspec.ValidationError as fault:
        raise ValueError(f"facts: {fault}") from fault
    _check(facts)
    return facts


def decode(body: bytes, shape: type[_T]) -> _T:
    """`body` as `shape`; ValueError (most are msgspec's) names the field."""
    try:
        return msgspec.json.decode(body, type=shape)
    except RecursionError as fault:
        raise ValueError("nested too deeply") from fault


def encode(message: object) -> bytes:
    """`message` as JSON bytes."""
    return msgspec.json.encode(message)


def site_to_wire(site: Site) -> WireSite:
    """The site as a station gets it."""
    return WireSite(
        id=site.site_id,
        name=site.name,
        time_zone=site.time_zone,
        picture_days=site.picture_days,
        public_url=site.public_url,
        hours={
            day: WireSpan(span.opens.isoformat("minutes"), span.closes.isoformat("minutes"))
            for day, span in site.hours.items()
        },
        seats={letter: list(seats) for letter, seats in site.seats.items()},
        topics=[WireTopic(topic.id, topic.name, topic.icon) for topic in site.topics],
    )


def site_from_wire(site: WireSite) -> Site:
    """The site as the domain knows it; ValueError when its hours or its zone are none."""
    _require(is_zone(site.time_zone), "time_zone")
    return Site(
        site_id=site.id,
        name=site.name,
        time_zone=site.time_zone,
        picture_days=site.picture_days,
        public_url=site.public_url,
        hours={
            day: Span(_local_time(span.opens), _local_time(span.closes))
            for day, span in site.hours.items()
        },
        seats={letter: tuple(seats) for letter, seats in site.seats.items()},
        topics=tuple(Topic(topic.id, topic.name, topic.icon) for topic in site.topics),
    )


def _local_time(text: str) -> time:
    at = time.fromisoformat(text)
    _require(at.tzinfo is None, "hours")
    return at


def _known_private(private: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in private.items() if key in PRIVATE_KEYS}


def _check(facts: VisitFacts) -> None:
    """The limits that the domain's types cannot say."""
    match facts:
        case VisitCheckedIn(number=number, station=station, seat=seat, topic=topic):
            _require(_NUMBER.fullmatch(number), "facts.number")
            _require(number[0] == station, "facts.station")
            _require(seat is None or seat in _SEATS, "facts.seat")
            _require(topic is None or _TOPIC.fullmatch(topic), "facts.topic")
        case PhotoAttached(photo=photo, size=size, width=width, height=height, codes=codes):
            _require(_SHA256.fullmatch(photo), "facts.photo")
            _require(size in _SIZES and width in _SIZES and height in _SIZES, "facts.size")
            _require(len(codes) <= _MOST_CODES and all(map(_CODE.fullmatch, codes)), "facts.codes")
        case PhotoErased(photo=photo):
            _require(_SHA256.fullmatch(photo), "facts.photo")
        case _:
            pass


def _require(holds: object, field: str) -> None:
    if not holds:
        raise ValueError(f"{field}: out of its allowed form")
