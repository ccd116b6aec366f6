"""Bodies that are too long, cut short, of another kind or no JSON: refused calmly, nothing kept."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest
import requests
from sqlalchemy import func, select

from kiosk.journal import LogEvent
from kiosk.server.home import Home
from kiosk.server.store.tables import events
from kiosk.wire import MAX_BODY_BYTES, MAX_PICTURE_BYTES
from tests.conftest import ExpectLog
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.serving import Serving
from tests.server.station_side import Json, StationSide, fresh_id, jpeg, sha256

AS_JSON = {"Content-Type": "application/json"}


def stored(home: Home) -> int:
    with home.store.read() as connection:
        return connection.scalar(select(func.count()).select_from(events)) or 0


def problem(answer: requests.Response) -> tuple[int, str, str | None]:
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["status"], body["type"]) == (answer.status_code, "about:blank")
    return answer.status_code, body["code"], body.get("field")


def endless(limit: int) -> Iterator[bytes]:
    """Chunks far beyond `limit`; `sent` of them shows how far the server let it come."""
    for _ in range(limit // 1_000):
        yield b" " * 10_000


def test_a_push_over_the_limit_is_refused(station: StationSide, home: Home) -> None:
    padded = b" " * MAX_BODY_BYTES + json.dumps(station.envelope()).encode()

    answer = station.post_push(data=padded, headers=AS_JSON)

    assert problem(answer) == (413, "too_large", "body")
    assert stored(home) == 0


def test_a_push_of_the_very_limit_is_taken(station: StationSide) -> None:
    body = json.dumps(station.envelope(station.checked_in())).encode()

    answer = station.post_push(data=body.ljust(MAX_BODY_BYTES), headers=AS_JSON)

    assert answer.status_code == 200


def test_a_chunked_body_is_refused_once_it_passes_the_limit(
    station: StationSide, serving: Serving
) -> None:
    """Spoken by hand: the server must answer while the sender could go on for ever."""
    token = str(station.session.headers["Authorization"])
    with socket.create_connection(("127.0.0.1", serving.port), timeout=120) as line:
        line.sendall(
            b"POST /api/v1/sync/push HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Transfer-Encoding: chunked\r\nAuthorization: " + token.encode() + b"\r\n\r\n"
        )
        for _ in range(MAX_BODY_BYTES // 10_000 + 1):
            line.sendall(b"2710\r\n" + b" " * 10_000 + b"\r\n")
        head = line.recv(65_536)

    assert head.startswith(b"HTTP/1.1 413 ")
    assert b'"too_large"' in head


def test_a_small_promise_does_not_let_a_long_body_in(
    station: StationSide, serving: Serving, home: Home
) -> None:
    token = str(station.session.headers["Authorization"])
    body = json.dumps(station.envelope(station.checked_in())).encode()
    with socket.create_connection(("127.0.0.1", serving.port), timeout=120) as line:
        line.sendall(
            b"POST /api/v1/sync/push HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Connection: close\r\nContent-Length: 5\r\nAuthorization: " + token.encode() + b"\r\n"
            b"\r\n" + body
        )
        head = line.recv(65_536)

    assert head.startswith(b"HTTP/1.1 400 ")
    assert stored(home) == 0


@pytest.mark.parametrize("after", [b"", b'{"site": "lab", '])
def test_a_sender_that_hangs_up_halfway_is_no_fault_of_ours(
    station: StationSide, serving: Serving, home: Home, after: bytes
) -> None:
    """The guard of the log would see a fault; the next call shows that the server goes on."""
    token = str(station.session.headers["Authorization"])
    with socket.create_connection(("127.0.0.1", serving.port), timeout=120) as line:
        line.sendall(
            b"POST /api/v1/sync/push HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Content-Length: 5000\r\nAuthorization: " + token.encode() + b"\r\n\r\n" + after
        )

    assert station.push(station.checked_in()).status_code == 200
    assert stored(home) == 1


def test_the_line_can_be_used_again_after_a_refusal(station: StationSide) -> None:
    station.post_push(data=b"x" * 50_000, headers={"Content-Type": "text/plain"})

    answer = station.push(station.checked_in())

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"not json",
        b'{"site": "lab"',
        b"\xff\xfe",
        b'{"a":' * 50_000,
        b"\xef\xbb\xbf{}",
    ],
    ids=["empty", "cut", "words", "open", "bytes", "nested", "bom"],
)
def test_what_is_no_json_is_refused(station: StationSide, body: bytes) -> None:
    answer = station.post_push(data=body, headers=AS_JSON)

    assert problem(answer) == (400, "unreadable", "body")


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/x"]
)
def test_only_json_is_taken_for_json(
    station: StationSide, maya: DeskClient, home: Home, kind: str
) -> None:
    body = json.dumps(station.envelope(station.checked_in()))
    asked = json.dumps({"request_id": fresh_id()})

    pushed = station.post_push(data=body, headers={"Content-Type": kind})
    called = maya.call("POST", "/call-next", data=asked, headers={"Content-Type": kind})

    assert problem(pushed) == problem(called) == (415, "unsupported_type", None)
    assert stored(home) == 0


def test_a_character_set_beside_the_kind_is_fine(station: StationSide) -> None:
    body = json.dumps(station.envelope(station.checked_in()))

    kind = {"Content-Type": "Application/JSON; charset=utf-8"}

    assert station.post_push(data=body, headers=kind).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"about": {"kind": "visit"}}, "about.id"),
        ({"about": {"kind": "visit", "id": "x"}}, "about.id"),
        ({"origin": ""}, "origin"),
        ({"actor": "a" * 81}, "actor"),
        ({"facts": []}, "facts"),
        ({"type": 7}, "type"),
        ({"site_id": None}, "site_id"),
    ],
)
def test_an_event_that_means_nothing_is_set_aside_by_field_and_the_others_are_taken(
    station: StationSide, home: Home, expect_log: ExpectLog, change: Json, field: str
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    offered = [station.checked_in() for _ in range(5)]
    offered[3] |= change

    answer = station.push(*offered).json()

    told = {"id": offered[3]["id"], "code": "malformed", "detail": field}
    assert answer["set_aside"] == [told]
    assert (len(answer["acknowledged"]), stored(home)) == (4, 4)


@pytest.mark.parametrize("missing", ["site_id", "about", "actor", "origin", "type", "facts"])
def test_a_missing_field_is_named(
    station: StationSide, expect_log: ExpectLog, missing: str
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    event = station.checked_in()
    del event[missing]

    [aside] = station.push(event).json()["set_aside"]

    assert aside == {"id": event["id"], "code": "malformed", "detail": missing}


@pytest.mark.parametrize(
    "event_id",
    [
        "17",
        "0195A6B0-0000-7000-8000-000000000000",
        "0195a6b0-0000-7000-8000-000000000000\n",
        None,
        5,
    ],
)
def test_an_event_without_an_id_waits_until_it_stands_alone_and_is_refused_then(
    station: StationSide, home: Home, event_id: object
) -> None:
    bad, good = station.checked_in(), station.checked_in()
    bad["id"] = event_id

    answer = station.push(bad, good).json()

    assert (answer["acknowledged"], answer["set_aside"]) == ([good["id"]], [])
    assert problem(station.push(bad)) == (422, "malformed", "events[0].id")
    assert stored(home) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"null", "body"),
        (b"[]", "body"),
        (b"{}", "events"),
        (b'{"site": "\\ud800", "events": []}', "site"),
        (b'{"site": NaN, "events": []}', "site"),
        (b'{"site": "lab"}', "events"),
        (b'{"site": "lab", "events": {}}', "events"),
    ],
)
def test_a_push_that_means_nothing_is_refused_by_field(
    station: StationSide, body: bytes, field: str
) -> None:
    answer = station.post_push(data=body, headers=AS_JSON)

    assert problem(answer) == (422, "malformed", field)


def test_two_hundred_events_are_taken_and_one_more_is_refused(
    station: StationSide, home: Home, clock: FakeClock
) -> None:
    station.state()
    clock.passes(days=1)  # out of touch: its quota is no matter
    offered = [station.checked_in() for _ in range(201)]

    refused = station.push(*offered)
    taken = station.push(*offered[:200])

    assert problem(refused) == (422, "malformed", "events")
    assert (len(taken.json()["acknowledged"]), stored(home)) == (200, 200)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"after": "-1"}, "after"),
        ({"after": "1e3"}, "after"),
        ({"after": "९"}, "after"),
        ({"after": str(2**63)}, "after"),
        ({"wait": "26"}, "wait"),
        ({"wait": "soon"}, "wait"),
        ({"wait": ""}, "wait"),
    ],
)
def test_a_number_in_the_query_is_judged_and_named(
    station: StationSide, query: Json, field: str
) -> None:
    assert problem(station.get_state(**query)) == (422, "malformed", field)


def test_a_desk_call_has_a_limit_too(maya: DeskClient) -> None:
    padded = json.dumps({"request_id": fresh_id()}).encode().ljust(64_001)

    answer = maya.call("POST", "/call-next", data=padded, headers=AS_JSON)

    assert problem(answer) == (413, "too_large", "body")


def test_a_picture_over_the_limit_is_refused_before_it_is_looked_at(
    station: StationSide, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE, maybe=True)
    heavy = jpeg() + b"\0" * MAX_PICTURE_BYTES
    visit = station.arrives()
    station.push(station.attached(visit, heavy, size=MAX_PICTURE_BYTES))

    answer = station.send_picture(visit, heavy, photo=sha256(heavy))

    assert problem(answer) == (413, "too_large", "Upload-Length")
