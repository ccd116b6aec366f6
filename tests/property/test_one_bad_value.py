"""One bad value in a push voids itself: whatever stands in one optional field, the rest arrives.

The value is written as it would travel, so that it may be what no encoder of ours would write: a
number without end, half a character, anything nested.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk import wire
from kiosk.wire.reading import WireLine, WireMeaning, WireRead, read_from_text, read_to_text
from tests.doubles.clock import FakeClock
from tests.doubles.home import LiveHome

Place = tuple[str | int, ...]
HERE = "the value goes here"
CORNERS = [0.1, 0.2, 0.6, 0.2, 0.6, 0.3, 0.1, 0.3]
READ = WireRead(
    quote="Error 809",
    lines=[WireLine("Error 809", CORNERS), WireLine("Please try again", CORNERS)],
    codes=[WireMeaning("809", "The VPN does not answer.")],
    tags=[WireMeaning("PC-7", "Laptop 14")],
)
WORDS = read_to_text(READ)
PHOTO = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
STATUS = {
    "waiting": 3,
    "oldest_s": 12.5,
    "set_aside": 1,
    "camera": "lost",
    "store": "low",
    "version": "0.1.0",
    "visits": 2,
    "mark": "a.1.b.c",
    "ways": [
        {"way": "pictures", "for_s": 840.0, "reason": "r", "status": 413, "by_home": True},
        {"way": "state", "for_s": 9.0, "reason": "q", "status": None, "by_home": False},
    ],
    "refused_pictures": [PHOTO],
}
OPTIONAL: list[Place] = [
    ("status",),
    *[("status", name) for name in STATUS],
    *[("status", "ways", 0, name) for name in ("for_s", "reason", "status", "by_home")],
    ("status", "ways", 0),
    ("status", "refused_pictures", 0),
    ("sent_at",),
    ("boot_id",),
    ("up_s",),
    *[
        ("events", number, name)
        for number in range(4)
        for name in ("at", "age_s", "private", "version")
    ],
    ("events", 0, "private", "first_name"),
    ("events", 0, "private", "phone_token"),
    ("events", 1, "private", "read_words"),
    *[("events", 0, "facts", name) for name in ("seat", "topic", "picture_declined")],
    ("events", 1, "facts", "codes"),
    ("events", 1, "facts", "codes", 0),
    ("events", 2, "facts", "reason"),
    ("events", 3, "facts", "reason"),
]
ODD = st.one_of(
    st.sampled_from(
        [
            *("-1", "-0.5", "1e999", "-1e999", "NaN", "Infinity", "9" * 400, "null", "true", "{}"),
            *('"\\ud800"', '"\\u0000"', '""', '"0001-01-01T00:00:00+14:00"', '"yesterday"', "[]"),
            *('"9999-12-31T23:59:59-14:00"', '"2026-03-02T09:00:00"', "[[[[[]]]]]", "[null]"),
            *(json.dumps("x" * 81), json.dumps("x" * 4_001), json.dumps(["x"] * 60), "1e308", "0"),
        ]
    ),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=6,
    ).map(json.dumps),
)
_fresh = iter(range(1, 10**9))


def _id() -> str:
    return str(UUID(int=next(_fresh), version=4))


def a_push() -> dict[str, Any]:
    """A push in which every field says something: four events of one new visit."""
    visit = _id()

    def event(kind: str, facts: dict[str, Any], private: dict[str, str]) -> dict[str, Any]:
        return {
            "id": _id(),
            "site_id": "hq",
            "about": {"kind": "visit", "id": visit},
            "actor": "visitor",
            "origin": "station:B",
            "at": "2026-06-01T10:42:07.250000Z",
            "type": kind,
            "facts": facts,
            "private": private,
            "version": 1,
            "age_s": 60.0,
        }

    came = {"number": "B14", "station": "B", "seat": None, "topic": "printing"}
    shown = {"photo": PHOTO, "size": 9, "width": 4, "height": 3, "codes": ["809", "E1"]}
    token = f"{visit}-{'q' * 22}"
    return {
        "site": "hq",
        "sent_at": "2026-06-01T10:43:07Z",
        "boot_id": "7a9f0c52",
        "up_s": 90_061.75,
        "status": copy.deepcopy(STATUS),
        "events": [
            event(
                "VisitCheckedIn",
                {**came, "picture_declined": True},
                {"first_name": "Zoë", "phone_token": token},
            ),
            event("PhotoAttached", shown, {"read_words": WORDS}),
            event("VisitorLeft", {"reason": "closed"}, {}),
            event("PhotoErased", {"photo": "a" * 64, "reason": "visitor"}, {}),
        ],
    }


def damaged(push: dict[str, Any], place: Place, value: str) -> bytes:
    """`push` as it travels, with `value` at `place`."""
    odd = copy.deepcopy(push)
    inner: Any = odd
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = HERE
    return json.dumps(odd).replace(json.dumps(HERE), value).encode()


def beside(plain: dict[str, Any], place: Place, good: dict[str, Any]) -> dict[str, Any]:
    """`plain` without what stands at `place`; of a list, the entries that follow in `good`."""
    left = copy.deepcopy(plain)
    inner: Any = left
    whole: Any = good
    for key in place[:-1]:
        inner, whole = inner[key], whole[key]
    if isinstance(inner, dict):
        inner.pop(place[-1], None)
    else:
        assert place[-1] == 0, "the first entry is damaged: it is gone, or still there when good"
        del inner[: len(inner) - len(whole) + 1]
    return left


def as_read(body: bytes) -> dict[str, Any]:
    """The push as a home reads it, its optional facts judged."""
    read = wire.read_push(body)
    events = [wire.void_facts(event)[0] for event in read.push.events]
    assert not read.refused
    plain: dict[str, Any] = json.loads(wire.encode(replace(read.push, events=events)))
    return plain


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveHome]:
    folder = tmp_path_factory.mktemp("home")
    LiveHome.make(folder / "made")
    home = LiveHome(folder / "made", folder / "home", FakeClock())
    yield home
    home.close()


@settings(max_examples=300)
@given(place=st.sampled_from(OPTIONAL), value=ODD)
def test_everything_beside_one_bad_value_is_read_as_it_was_sent(place: Place, value: str) -> None:
    push = a_push()

    read = as_read(damaged(push, place, value))

    good = as_read(json.dumps(push).encode())
    assert beside(read, place, good) == beside(good, place, good)


@settings(
    max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(place=st.sampled_from(OPTIONAL), value=ODD)
def test_every_event_beside_one_bad_value_is_stored(
    home: LiveHome, place: Place, value: str
) -> None:
    push = a_push()
    ids = [event["id"] for event in push["events"]]

    answer = wire.decode(home.accept(damaged(push, place, value), "B"), wire.Pushed)

    assert (answer.acknowledged, answer.set_aside) == (ids, [])
    visit = push["events"][0]["about"]["id"]
    stored = home._reader.execute(
        "select number, topic, state from visits where id = ?", (visit,)
    ).fetchall()
    topic = stored[0][1] if place[-1] == "topic" else "printing"
    assert stored == [("B14", topic, "left")]
    kept = home._reader.execute(
        "select p.words from event_private p join events e on e.id = p.event_id"
        " where e.about_id = ? and e.type = 'PhotoAttached'",
        (visit,),
    ).fetchall()
    if place[:3] != ("events", 1, "private"):
        assert [json.loads(words)["read_words"] for (words,) in kept] == [WORDS]


@given(
    place=st.sampled_from([("quote",), ("lines", 0), ("codes", 0), ("tags", 0), ("tags",)]),
    value=ODD,
)
def test_one_bad_line_of_what_was_read_takes_no_other_with_it(place: Place, value: str) -> None:
    plain = json.loads(WORDS)

    read = read_from_text(damaged(plain, place, value).decode(errors="surrogateescape"))

    assert read is not None
    kept = json.loads(wire.encode(read))
    assert beside(kept, place, plain) == beside(plain, place, plain)


def test_the_names_that_are_logged_say_nothing_of_a_value() -> None:
    push = a_push()
    secret = '{"Zebedee": ["was here"]}'
    voided = {
        name for place in OPTIONAL for name in wire.read_push(damaged(push, place, secret)).voided
    }

    assert not [name for name in voided if "Zebedee" in name or "[" in name]
    assert {"age_s", "sent_at", "status.waiting", "private.first_name"} <= voided


def test_a_list_without_end_is_not_judged_to_its_end() -> None:
    push = a_push()
    push["status"]["refused_pictures"] = ["no picture"] * 100_000 + [PHOTO]
    push["events"][1]["facts"]["codes"] = ["no code"] * 100_000 + ["809"]

    read = as_read(json.dumps(push).encode())

    assert read["status"]["refused_pictures"] == []
    assert read["events"][1]["facts"]["codes"] == []
