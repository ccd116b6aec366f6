"""docs/protocol.md cannot lie: its examples are read by the code, its tables are the code's."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import msgspec
import pytest

from kiosk import wire
from kiosk.domain.events import STATION_FACTS
from kiosk.server.shared.readings import SharedReadings
from kiosk.server.sync.api import LONGEST_WAIT_S, SyncApi
from kiosk.server.sync.pulls import StationPulls
from kiosk.sync import transport
from tests.doubles.clock import FakeClock
from tests.doubles.home import LiveHome

PAGE = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
EXAMPLES: list[tuple[str, str]] = re.findall(r"```json (\w+)\n(.*?)```", PAGE, re.DOTALL)
SHAPES = [
    wire.Push,
    wire.StationStatus,
    wire.WireEvent,
    wire.WireAbout,
    wire.Pushed,
    wire.SetAside,
    wire.State,
    wire.WireSite,
    wire.WireSpan,
    wire.WireTopic,
    wire.VisitUpdate,
]


def table(name: str) -> list[list[str]]:
    """The rows of the table between its marks, without the head."""
    printed = PAGE.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0]
    lines = printed.strip().splitlines()[2:]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]


def said_by(message: object) -> object:
    """`message` as JSON would hold it, instants in one form."""
    said: object = json.loads(wire.encode(message))
    return said


def known(example: object, read: object) -> bool:
    """Whether everything the example says was read, and nothing was left out as unknown."""
    if isinstance(example, dict) and isinstance(read, dict):
        return set(example) == set(read) and all(known(example[key], read[key]) for key in example)
    if isinstance(example, list) and isinstance(read, list):
        return len(example) == len(read) and all(map(known, example, read))
    return example == read


@pytest.fixture
def home(tmp_path: Path) -> LiveHome:
    LiveHome.make(tmp_path / "made")
    return LiveHome(tmp_path / "made", tmp_path / "home", FakeClock())


def test_there_is_an_example_of_each_message() -> None:
    assert [name for name, _ in EXAMPLES] == ["Push", "Pushed", "State"]


@pytest.mark.parametrize(("name", "text"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_an_example_is_read_whole_and_leaves_no_field_out(name: str, text: str) -> None:
    read = wire.decode(text.encode(), getattr(wire, name))

    assert known(json.loads(text), said_by(read))


def test_the_example_of_a_push_is_taken_by_a_home(home: LiveHome) -> None:
    push = dict(EXAMPLES)["Push"].encode()

    answer = wire.decode(home.accept(push, "B"), wire.Pushed)

    ids = [event.id for event in wire.decode(push, wire.Push).events]
    assert (answer.acknowledged, answer.set_aside) == (ids, [])
    home.close()


@pytest.mark.parametrize("shape", SHAPES)
def test_every_field_is_on_the_page(shape: type[msgspec.Struct]) -> None:
    missing = [name for name in shape.__struct_fields__ if f'"{name}"' not in PAGE]

    assert missing == []


def test_the_endpoints_are_those_of_the_server(home: LiveHome) -> None:
    opened = home.home
    readings = SharedReadings(opened.state)
    pulls = StationPulls(opened.store, opened.devices, opened.state)
    parts = opened.store, opened.devices, opened.picture_store, opened.uploads
    api = SyncApi(*parts, readings, pulls)
    served = [[operation.method, operation.path] for operation in api.operations()]

    told = [[row[0], row[1].replace("{visit_id}", "{visit_id:uuid}")] for row in table("endpoints")]
    assert sorted(told) == sorted(served)
    home.close()


def test_the_limits_are_those_of_the_code() -> None:
    numbers = [int(row[1].split()[0]) for row in table("limits")]

    assert numbers == [
        wire.MAX_EVENTS,
        wire.MAX_BODY_BYTES,
        wire.MAX_PICTURE_BYTES,
        wire.MAX_PIECE_BYTES,
    ]
    assert f"({LONGEST_WAIT_S} at most)" in PAGE


def test_the_events_are_those_a_station_may_witness() -> None:
    expected = []
    for kind in sorted(STATION_FACTS, key=lambda kind: kind.__name__):
        fields = dataclasses.fields(kind)
        needed = [field.name for field in fields if field.default is dataclasses.MISSING]
        optional = [field.name for field in fields if field.default is not dataclasses.MISSING]
        expected.append([kind.__name__, ", ".join(needed), ", ".join(optional)])

    assert table("events") == expected


def test_the_codes_are_those_of_the_code() -> None:
    assert [row[0] for row in table("codes")] == [code.value for code in wire.RefusalCode]


def test_the_answers_that_are_kept_for_later_are_the_clients() -> None:
    kept = re.search(r"\| (404, [\d, ]+) \| not now", PAGE)
    refused = re.search(r"\| ([\d, ]+) with the header \| the token", PAGE)

    assert kept is not None
    assert refused is not None
    told = {int(status) for found in (kept, refused) for status in found[1].split(",")}
    assert told == transport._NOT_THE_EVENT


@pytest.mark.parametrize(
    "word",
    [
        transport.PROTOCOL_HEADER + ": " + transport.PROTOCOL,
        wire.UPLOAD_OFFSET,
        wire.UPLOAD_LENGTH,
        wire.UPLOAD_COMPLETE,
        wire.YES,
        wire.NO,
        wire.PIECE_TYPE,
    ],
)
def test_headers_are_called_what_the_code_calls_them(word: str) -> None:
    assert word in PAGE
