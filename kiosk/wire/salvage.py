"""Reading of a push in which something is wrong: one bad value voids itself, not its neighbours.

A field that may be left out, or may be null, is then as if it were. An entry of a list or of a
mapping is left out. Only a field without which an event means nothing refuses that event, and only
one without which a push means nothing refuses the push. A push without fault is decoded as any
other message, and costs nothing more.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from types import UnionType
from typing import Annotated, Final, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import Meta, Struct

from kiosk.validation import field_and_reason
from kiosk.wire.events import PRIVATE_KEYS, WireEvent
from kiosk.wire.fields import MAX_EVENTS, MAX_WAYS, MAX_WAYS_HEADER, Id
from kiosk.wire.messages import Push, RefusalCode, SetAside, WayTrouble

_T = TypeVar("_T")

_LONGEST_INT: Final = 40
"""Digits of a whole number that is still converted; no field takes one that is longer."""
_MOST_JUDGED: Final = 100
"""Entries of a list that are judged one by one: more than any of ours may have."""
_EVENTS: Final = "events"


@dataclass(frozen=True, slots=True)
class ReadPush:
    """A push as it can be used.

    `refused`: events that mean nothing as they stand, by id. `voided`: names of the fields whose
    values cannot be, without anything that was sent.
    """

    push: Push
    refused: Sequence[SetAside] = ()
    voided: Collection[str] = frozenset()


def read_push(body: bytes) -> ReadPush:
    """The push in `body`.

    A DecodeError of msgspec when it is no JSON, its ValidationError names the field without which
    nothing of it can be used.
    """
    try:
        return ReadPush(msgspec.json.decode(body, type=Push))
    except (msgspec.DecodeError, RecursionError):
        return _Salvage().push(_plain(body))


def read_ways(header: str) -> Sequence[WayTrouble]:
    """The ways that the header of a pull names; one that cannot be read is left out."""
    if len(header) > MAX_WAYS_HEADER:
        return ()
    try:
        plain = _plain(header.encode("latin-1", "replace"))
        kept = _Salvage().read(plain, list[WayTrouble], "ways")
    except msgspec.DecodeError:
        return ()
    assert isinstance(kept, list), "it was asked for"
    return kept[:MAX_WAYS]


def salvage(body: bytes, shape: type[_T]) -> _T | None:
    """What can be used of a message of that shape; None when that is nothing."""
    try:
        kept = _Salvage().read(_plain(body), shape, "")
    except msgspec.DecodeError:
        return None
    assert isinstance(kept, shape), "it was asked for"
    return kept


class _Salvage:
    """What can be used of plain JSON, by the types of the messages."""

    def __init__(self) -> None:
        self.voided: set[str] = set()

    def push(self, plain: object) -> ReadPush:
        """The push, each event judged alone."""
        if not isinstance(plain, dict):
            return ReadPush(msgspec.convert(plain, Push))  # says what was expected
        offered = plain.get(_EVENTS)
        if not isinstance(offered, list):
            raise _refusal(_EVENTS, "Expected a list")
        if len(offered) > MAX_EVENTS:
            raise _refusal(_EVENTS, f"Expected at most {MAX_EVENTS}")
        events, refused, unnamed = self._events(offered)
        if unnamed is not None and not events and not refused:
            raise unnamed  # nobody could be told which event it is: the sender finds it alone
        push = self.read({**plain, _EVENTS: []}, Push, "")
        assert isinstance(push, Push), "it was asked for"
        return ReadPush(msgspec.structs.replace(push, events=events), refused, self.voided)

    def _events(
        self, offered: Sequence[object]
    ) -> tuple[list[WireEvent], list[SetAside], msgspec.ValidationError | None]:
        """The events that can be used, those that cannot, and why one has no id to name it by."""
        events: list[WireEvent] = []
        refused: list[SetAside] = []
        unnamed: msgspec.ValidationError | None = None
        for place, plain in enumerate(offered):
            try:
                event = self.read(plain, WireEvent, f"{_EVENTS}[{place}]")
            except msgspec.ValidationError as fault:
                event_id = plain.get("id") if isinstance(plain, dict) else None
                if _fits(event_id, Id):
                    field, _ = field_and_reason(str(fault))
                    detail = field.partition("].")[2]
                    refused.append(SetAside(str(event_id), RefusalCode.MALFORMED, detail))
                else:
                    unnamed = unnamed or fault
            else:
                assert isinstance(event, WireEvent), "it was asked for"
                events.append(event)
        return events, refused, unnamed

    def read(self, plain: object, kind: object, place: str) -> object:
        """`plain` as that type, without what cannot be; ValidationError when nothing is left."""
        try:
            return msgspec.convert(plain, kind)
        except msgspec.ValidationError as fault:
            for one in _alternatives(kind):
                if isinstance(one, type) and issubclass(one, Struct) and isinstance(plain, dict):
                    return self._struct(plain, one, place)
                if get_origin(one) is list and isinstance(plain, list):
                    return self._list(plain, kind, get_args(one)[0], place)
                if get_origin(one) is dict and isinstance(plain, dict):
                    return self._dict(plain, get_args(one)[1], place)
            raise _refusal(place, "Expected another value") from fault

    def _struct(self, plain: Mapping[str, object], shape: type[Struct], place: str) -> Struct:
        values: dict[str, object] = {}
        for field in msgspec.structs.fields(shape):
            inside = f"{place}.{field.name}".lstrip(".")
            may_go = not field.required or _fits(None, field.type)
            if field.encode_name not in plain:
                if field.required and not may_go:
                    raise _refusal(inside, "Expected a value")
                if field.required:
                    values[field.name] = None
                continue
            try:
                values[field.name] = self.read(plain[field.encode_name], field.type, inside)
            except msgspec.ValidationError:
                if not may_go:
                    raise
                self._void(inside)
                if field.required:
                    values[field.name] = None
        return shape(**values)

    def _list(self, plain: Sequence[object], kind: object, inner: object, place: str) -> object:
        kept: list[object] = []
        for each in plain[:_MOST_JUDGED]:
            try:
                kept.append(self.read(each, inner, place))
            except msgspec.ValidationError:
                self._void(place)
        most = _longest(kind)
        if most is not None and len(kept) > most:
            self._void(place)
        return msgspec.convert(kept[:most], kind)  # what is too short now means nothing

    def _dict(self, plain: Mapping[str, object], inner: object, place: str) -> dict[str, object]:
        kept: dict[str, object] = {}
        for key in sorted(PRIVATE_KEYS & plain.keys()):  # the only names we have a place for
            try:
                kept[key] = self.read(plain[key], inner, place)
            except msgspec.ValidationError:
                self._void(f"{place}.{key}")
        return kept

    def _void(self, place: str) -> None:
        name = place.partition("].")[2] or place
        self.voided.add(name)


def _refusal(place: str, reason: str) -> msgspec.ValidationError:
    """In the words of msgspec, so that one reader of them is enough (`kiosk.validation`)."""
    return msgspec.ValidationError(f"{reason} - at `$.{place}`" if place else reason)


def _fits(plain: object, kind: object) -> bool:
    try:
        msgspec.convert(plain, kind)
    except msgspec.ValidationError:
        return False
    return True


def _alternatives(kind: object) -> Sequence[object]:
    """The types that a value may have, without their limits."""
    if get_origin(kind) is Annotated:
        return _alternatives(get_args(kind)[0])
    if get_origin(kind) in {Union, UnionType}:
        return [one for part in get_args(kind) for one in _alternatives(part)]
    return [kind]


def _longest(kind: object) -> int | None:
    """The most entries a list of that type may have."""
    if get_origin(kind) is Annotated:
        limits = (part.max_length for part in get_args(kind)[1:] if isinstance(part, Meta))
        return next((most for most in limits if most is not None), None)
    if get_origin(kind) in {Union, UnionType}:
        return next((most for part in get_args(kind) if (most := _longest(part))), None)
    return None


class _NoValue:
    """Stands where JSON had what no store can keep: no type takes it."""


def _plain(body: bytes) -> object:
    """The JSON in `body` as plain values; DecodeError when it is none.

    A number without end and text that is no Unicode stand for nothing, and the rest counts.
    """
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError) as fault:
        try:
            text = body.decode("utf-8", "surrogateescape")
            plain = json.loads(
                text, parse_int=_whole, parse_float=_number, parse_constant=lambda _: _NoValue()
            )
            return _without_broken(plain)
        except (ValueError, RecursionError):
            raise msgspec.DecodeError("not JSON") from fault


def _whole(digits: str) -> object:
    return int(digits) if len(digits) <= _LONGEST_INT else _NoValue()


def _number(digits: str) -> object:
    number = float(digits)
    return number if isfinite(number) else _NoValue()


def _without_broken(plain: object) -> object:
    if isinstance(plain, str):
        return plain if _is_unicode(plain) else _NoValue()
    if isinstance(plain, list):
        return [_without_broken(each) for each in plain]
    if isinstance(plain, dict):
        return {key: _without_broken(each) for key, each in plain.items() if _is_unicode(key)}
    return plain


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
