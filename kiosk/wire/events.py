"""Events and their facts on the wire, and the checks of those that arrive."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from typing import Annotated, Final

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
    VisitSeated,
)
from kiosk.domain.site import LETTERS
from kiosk.wire.fields import LARGEST, MAX_NOTE, Id, Instant, Short, require

PRIVATE_KEYS: Final = frozenset({"first_name", "note", "phone_token", "read_words"})

_NUMBER = re.compile(f"[{LETTERS}][1-9][0-9]{{0,4}}")
_SHA256 = re.compile("[0-9a-f]{64}")
_TOPIC = re.compile("[a-z0-9-]{1,40}")
_CODE = re.compile(r"[\w.:-]{1,80}", re.ASCII)
_MAX_CODES: Final = 8
_MOST_JUDGED: Final = 100
"""Codes that are judged one by one; a list without end is not."""
_YEARS = range(1970, 9999)
"""Years that are valid in every time zone."""
_SEATS = range(1, 1_000)
_SIZES = range(1, LARGEST + 1)


def is_code(text: str) -> bool:
    """Whether a text has the form of a code that facts may carry; a plain sentence has not."""
    return _CODE.fullmatch(text) is not None


def is_topic(text: str) -> bool:
    """Whether a text has the form of a topic's id."""
    return _TOPIC.fullmatch(text) is not None


class TooNew(ValueError):
    """Facts of a kind or version newer than this software."""


class WireAbout(Struct, frozen=True):
    """What an event is about."""

    kind: Short
    id: Id


class WireEvent(Struct, frozen=True):
    """An event on its way.

    `age_s`: seconds since it was recorded, by the sender's monotonic clock; None when another boot
    recorded it. `at` by its wall clock; None when that showed what cannot be.
    """

    id: Id
    site_id: Short
    about: WireAbout
    actor: Short
    origin: Short
    at: Instant | None
    type: Short
    facts: dict[str, object]
    private: dict[str, Annotated[str, Meta(max_length=MAX_NOTE)]] = {}
    version: Annotated[int, Meta(ge=1, le=LARGEST)] = WIRE_VERSION
    age_s: Annotated[float, Meta(ge=0)] | None = None


def to_wire(event: Event, age_s: float | None) -> WireEvent:
    """`event` as it is sent."""
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


def from_wire(
    event: WireEvent, at: datetime | None = None, private: Mapping[str, str] | None = None
) -> Event:
    """The event that arrived; ValueError names the field that cannot be used.

    TooNew when a newer sender wrote it. `at` and `private` replace the event's own.
    """
    when = at or event.at
    if when is None or when.year not in _YEARS:
        raise ValueError("at: out of its allowed form")
    return Event(
        id=event.id,
        site_id=event.site_id,
        about=About(event.about.kind, event.about.id),
        actor=event.actor,
        origin=event.origin,
        at=when.astimezone(UTC),
        facts=_facts(event),
        private=_known_private(event.private if private is None else private),
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
    for added in ("codes", "picture_declined", "reason"):
        if not plain.get(added, True):
            del plain[added]  # as it was written before there was such a field
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


def void_facts(event: WireEvent) -> tuple[WireEvent, Collection[str]]:
    """The event without optional facts that cannot be, and their names.

    As it is when it means nothing even so, or when a newer sender wrote it: it may know better.
    """
    shape = FACTS.get(event.type)
    if shape is None or event.version > WIRE_VERSION:
        return event, ()
    needed = {one.name for one in fields(shape) if one.default is MISSING}
    meant = {name: value for name, value in event.facts.items() if name in needed}
    if not _can_be(event.type, meant):
        return event, ()
    kept, voided = dict(event.facts), []
    for name in {one.name for one in fields(shape)} - needed:
        if name in kept and not _can_be(event.type, {**meant, name: kept[name]}):
            value = kept.pop(name)
            voided.append(f"facts.{name}")
            if isinstance(value, list) and _can_be(event.type, {**meant, name: []}):
                some = value[:_MOST_JUDGED]
                good = [one for one in some if _can_be(event.type, {**meant, name: [one]})]
                kept[name] = good[:_MAX_CODES]
    return msgspec.structs.replace(event, facts=kept), voided


def _can_be(kind: str, plain: Mapping[str, object]) -> bool:
    try:
        facts_from_builtins(kind, plain)
    except ValueError:
        return False
    return True


def _known_private(private: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in private.items() if key in PRIVATE_KEYS}


def _check(facts: VisitFacts) -> None:
    """Checks limits that the domain's types do not state."""
    match facts:
        case VisitCheckedIn(number=number, station=station, seat=seat, topic=topic):
            require(_NUMBER.fullmatch(number), "facts.number")
            require(number[0] == station, "facts.station")
            require(seat is None or seat in _SEATS, "facts.seat")
            require(topic is None or is_topic(topic), "facts.topic")
        case VisitSeated(seat=seat):
            require(seat is None or seat in _SEATS, "facts.seat")
        case PhotoAttached(photo=photo, size=size, width=width, height=height, codes=codes):
            require(_SHA256.fullmatch(photo), "facts.photo")
            require(size in _SIZES and width in _SIZES and height in _SIZES, "facts.size")
            require(len(codes) <= _MAX_CODES and all(map(is_code, codes)), "facts.codes")
        case PhotoErased(photo=photo):
            require(_SHA256.fullmatch(photo), "facts.photo")
        case _:
            pass
