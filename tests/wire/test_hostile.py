"""Whatever bytes arrive, reading them gives a message or a ValueError that names what is wrong."""

from __future__ import annotations

import json
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import wire
from tests.wire import samples

DEEP = 200_000
SAYS_WHY = r"\w"
SHAPES = [wire.WireEvent, wire.Push, wire.Pushed, wire.State]
EVENT: dict[str, Any] = json.loads(wire.encode(wire.to_wire(samples.event("VisitCheckedIn"), 1.0)))
PHOTO: dict[str, Any] = json.loads(wire.encode(wire.to_wire(samples.event("PhotoAttached"), 1.0)))
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([2**63, -(2**63) - 1, 10**40]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(), st.text(), max_size=2),
)


def read_event(message: object) -> None:
    """All that a server does with an event before its rules look at it."""
    wire.from_wire(wire.decode(json.dumps(message).encode(), wire.WireEvent))


def changed(message: dict[str, Any], place: str, value: object) -> dict[str, Any]:
    """`message` with something else at `place`, like "facts.number"."""
    copy = deepcopy(message)
    inner: dict[str, Any] = copy
    *way, last = place.split(".")
    for name in way:
        inner = inner[name]
    inner[last] = value
    return copy


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00",
        b"null",
        b"[]",
        b'"text"',
        b"{",
        b"{}",
        b"\xff\xfe{}",
        b"\xef\xbb\xbf{}",
        b'{"id": "\xff"}',
        b'{"epoch": "\\ud800"}',
        b"[" * DEEP,
        b"[" * DEEP + b"]" * DEEP,
        b'{"a":' * DEEP + b"1" + b"}" * DEEP,
        b'{"id": 1' + b"0" * 5_000 + b"}",
        b'{"seq": NaN}',
        b'{"seq": 1e999}',
        b"<html><title>StationSnapshot to the hotel</title></html>",
    ],
    ids=lambda body: body[:16].decode("latin-1") if isinstance(body, bytes) else None,
)
def test_what_is_no_message_is_a_value_error(body: bytes, shape: type[object]) -> None:
    with pytest.raises(ValueError, match=SAYS_WHY):
        wire.decode(body, shape)


def test_depth_inside_a_field_of_free_form_is_a_value_error() -> None:
    body = json.dumps(EVENT).encode().replace(b'"B14"', b"[" * DEEP + b"]" * DEEP)

    with pytest.raises(ValueError, match="deeply"):
        wire.decode(body, wire.WireEvent)


@pytest.mark.parametrize(
    ("message", "place", "value"),
    [
        (EVENT, "id", ""),
        (EVENT, "id", "not-an-id"),
        (EVENT, "id", samples.VISIT.upper()),
        (EVENT, "id", f"{samples.VISIT}\n"),
        (EVENT, "about.id", f" {samples.VISIT}"),
        (EVENT, "about.kind", ""),
        (EVENT, "site_id", "x" * 81),
        (EVENT, "actor", None),
        (EVENT, "at", "yesterday"),
        (EVENT, "at", "2026-06-01T10:42:07"),
        (EVENT, "at", 1_780_000_000),
        (EVENT, "at", "0001-01-01T00:00:00+14:00"),
        (EVENT, "at", "9999-12-31T23:59:59-14:00"),
        (EVENT, "type", "VisitTeleported"),
        (EVENT, "type", "Event"),
        (EVENT, "version", 0),
        (EVENT, "version", 2**70),
        (EVENT, "age_s", -0.5),
        (EVENT, "age_s", "1"),
        (EVENT, "facts", None),
        (EVENT, "facts", {}),
        (EVENT, "facts.number", ""),
        (EVENT, "facts.number", "B0"),
        (EVENT, "facts.number", "B123456"),
        (EVENT, "facts.number", "O14"),
        (EVENT, "facts.number", "B14\n"),
        (EVENT, "facts.number", "B\u0661\u0664"),
        (EVENT, "facts.station", "C"),
        (EVENT, "facts.station", ""),
        (EVENT, "facts.seat", 0),
        (EVENT, "facts.seat", -3),
        (EVENT, "facts.seat", 2**70),
        (EVENT, "facts.seat", 3.0),
        (EVENT, "facts.seat", True),
        (EVENT, "facts.topic", "<b>"),
        (EVENT, "facts.topic", "x" * 41),
        (EVENT, "facts.topic", "printing\n"),
        (EVENT, "private", {"first_name": None}),
        (EVENT, "private", {"note": "x" * 4_001}),
        (PHOTO, "facts.photo", "../../../etc/passwd"),
        (PHOTO, "facts.photo", samples.PICTURE.upper()),
        (PHOTO, "facts.photo", f"{samples.PICTURE}\n"),
        (PHOTO, "facts.size", 0),
        (PHOTO, "facts.size", 2**70),
        (PHOTO, "facts.width", -1),
        (PHOTO, "facts.height", 2**31),
    ],
)
def test_a_field_out_of_its_form_is_a_value_error(
    message: dict[str, Any], place: str, value: object
) -> None:
    read_event(message)

    with pytest.raises(ValueError, match=SAYS_WHY):
        read_event(changed(message, place, value))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("seq", -1),
        ("seq", 2**70),
        ("last_number", -1),
        ("last_number", 100_000),
        ("site.picture_days", 0),
        ("site.picture_days", 10**12),
        ("site.seats", {"B": [2**70]}),
        ("site.seats", {"B": [0]}),
        ("epoch", None),
        ("line", [1]),
        ("visits", [{}]),
    ],
)
def test_a_state_that_no_store_could_keep_is_a_value_error(place: str, value: object) -> None:
    state = changed(json.loads(wire.encode(samples.STATE)), place, value)

    with pytest.raises(ValueError, match=SAYS_WHY):
        wire.decode(json.dumps(state).encode(), wire.State)


def test_too_many_events_are_a_value_error() -> None:
    push = {"site": "hq", "sent_at": "2026-06-01T10:42:07Z", "events": [EVENT] * 201}

    with pytest.raises(ValueError, match="events"):
        wire.decode(json.dumps(push).encode(), wire.Push)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("hours", {"monday": {"opens": "9", "closes": "17:00"}}),
        ("hours", {"monday": {"opens": "09:00", "closes": "25:00"}}),
        ("hours", {"monday": {"opens": "09:00", "closes": "17:00+01:00"}}),
        ("time_zone", "Mars/Base"),
        ("time_zone", ""),
        ("time_zone", "../../etc/passwd"),
    ],
)
def test_a_site_whose_hours_or_zone_are_none_is_a_value_error(place: str, value: object) -> None:
    site = changed(json.loads(wire.encode(samples.STATE.site)), place, value)

    with pytest.raises(ValueError, match=SAYS_WHY):
        wire.site_from_wire(wire.decode(json.dumps(site).encode(), wire.WireSite))


@given(st.binary() | st.text().map(str.encode), st.sampled_from(SHAPES))
def test_no_bytes_whatever_do_anything_else(body: bytes, shape: type[object]) -> None:
    with pytest.raises(ValueError, match=SAYS_WHY):
        wire.decode(body, shape)


@given(
    st.sampled_from([EVENT, PHOTO]),
    st.sampled_from(["id", "about.id", "about.kind", "actor", "at", "type", "version", "age_s"])
    | st.sampled_from(["facts", "private", "facts.station", "facts.size", "facts.photo"]),
    ODD,
)
def test_no_odd_value_in_any_field_does_anything_else(
    message: dict[str, Any], place: str, value: object
) -> None:
    odd = changed(message, place, value)

    with suppress(ValueError):
        read_event(odd)


@given(st.sampled_from(list(samples.FACTS)), st.dictionaries(st.text(max_size=8), ODD, max_size=4))
def test_no_odd_facts_do_anything_else(kind: str, plain: dict[str, object]) -> None:
    with suppress(ValueError):
        wire.facts_from_builtins(kind, plain)
