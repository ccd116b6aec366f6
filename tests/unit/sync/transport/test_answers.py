"""Over real HTTP: which response counts as an answer, and which is a fault."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from kiosk import wire
from kiosk.faults import LinkFault, LinkRefused, ServerFailed
from kiosk.station.store.photos import PhotoOffer
from kiosk.sync.transport import HttpSyncClient
from kiosk.sync.up import SyncUp
from tests.conftest import ExpectLog
from tests.doubles.answers import (
    acknowledging,
    bare,
    cut_after,
    cut_chunks,
    garbage,
    good_push,
    headers,
    said,
)
from tests.doubles.box import Box
from tests.doubles.ids import an_id
from tests.doubles.pictures import jpeg
from tests.doubles.unruly import Recipe, UnrulyServer
from tests.doubles.words import state_of_site

TOKEN = "wk1.hq.B.secret"
PORTAL = b"<!doctype html><title>StationSnapshot to the hotel</title>"
OFFER = PhotoOffer("ab" * 32, an_id(1))


KEEPS_EVERYTHING: dict[str, Recipe] = {
    "a portal's page": bare(200, PORTAL, Content_Type="text/html"),
    "a portal's page that says it is JSON": bare(200, PORTAL, Content_Type="application/json"),
    "a portal that copies our answer": bare(200, good_push(), Content_Type="application/json"),
    "another protocol": lambda talk: talk.answer(
        200, good_push(), Kiosk_Protocol="2", Content_Type="application/json"
    ),
    "nearly our protocol": lambda talk: talk.answer(200, good_push(), Kiosk_Protocol="1.0"),
    "a page under our protocol": said(200, PORTAL),
    "an empty answer": said(200, b""),
    "nothing to say": said(204, b""),
    "an answer of another shape": said(200, b'{"epoch": 1}'),
    "a list": said(200, b"[]"),
    "a number that is none": said(200, b'{"epoch":"e","seq":NaN,"acknowledged":[]}'),
    "JSON cut short": said(200, good_push()[:-4]),
    "no letters": said(200, b'{"epoch": "\xff\xfe"}'),
    "a body cut short": cut_after(good_push(), len(good_push()) + 9),
    "chunks cut short": cut_chunks,
    "a line cut before the answer": lambda talk: talk.cut(),
    "something that is no HTTP": garbage,
    "too deep": said(200, b"[" * 200_000 + b"]" * 200_000),
    "packed garbage": said(200, b"not gzip at all", Content_Encoding="gzip"),
    **{
        f"{status} of ours": said(status)
        for status in (300, 304, 401, 403, 404, 408, 409, 425, 429, 500, 502, 503, 504, 511)
    },
    **{f"{status} of a proxy": bare(status, PORTAL) for status in (400, 401, 404, 413, 422, 502)},
}


@pytest.mark.parametrize("recipe", KEEPS_EVERYTHING.values(), ids=KEEPS_EVERYTHING)
def test_nothing_is_acknowledged_and_nothing_set_aside_by(
    box: Box, server: UnrulyServer, link: HttpSyncClient, expect_log: ExpectLog, recipe: Recipe
) -> None:
    expect_log("sync_up_lost")
    server.answers_by(recipe)
    box.checked_in(jpeg())
    waiting = box.waiting()
    up = SyncUp(box.outbox, link, box.clock)

    with pytest.raises(LinkFault):
        step_thrice(up)

    assert box.waiting() == waiting
    assert box.rows("select count(*) from outbox where set_aside_code is not null") == [(0,)]


def step_thrice(up: SyncUp) -> None:
    """A stumbling server is asked for less at first; in the end it is a fault like any other."""
    for _ in range(3):
        up.step()


UNBELIEVED = {
    name: recipe
    for name, recipe in KEEPS_EVERYTHING.items()
    # A picture's receipt has no body of its own: any whole 2xx of ours will do.
    if name.startswith(("a portal", "another", "nearly", "a body cut", "chunks", "a line"))
    or name.endswith(("of ours", "of a proxy"))
}


@pytest.mark.parametrize("recipe", UNBELIEVED.values(), ids=UNBELIEVED)
def test_no_picture_leaves_this_disk_by(
    server: UnrulyServer, link: HttpSyncClient, recipe: Recipe
) -> None:
    server.answers_by(recipe)

    with pytest.raises(LinkFault):
        link.upload(OFFER, jpeg(), lambda: False)


def test_a_push_carries_who_we_are_and_what_happened(
    box: Box, server: UnrulyServer, link: HttpSyncClient
) -> None:
    server.answers_by(acknowledging())
    visit_id = box.checked_in()
    box.clock.pass_s(30)

    SyncUp(box.outbox, link, box.clock).step()

    [seen] = server.seen
    push = wire.decode(seen.body, wire.Push)
    assert (seen.method, seen.path) == ("POST", "/api/v1/sync/push")
    assert seen.headers["Authorization"] == f"Bearer {TOKEN}"
    assert (seen.headers["Kiosk-Protocol"], seen.headers["Content-Type"]) == (
        "1",
        "application/json",
    )
    assert (push.site, push.events[0].about.id, push.events[0].age_s) == ("hq", visit_id, 30.0)
    assert box.waiting() == []


def test_ids_nobody_offered_acknowledge_nothing_else(
    box: Box, server: UnrulyServer, link: HttpSyncClient, expect_log: ExpectLog
) -> None:
    expect_log("sync_up_lost")
    box.checked_in()
    waiting = box.waiting()
    named = wire.Pushed("epoch-1", 3, [an_id(77), "", "*"])
    server.answers(200, wire.encode(named), **headers())

    with pytest.raises(LinkFault):
        SyncUp(box.outbox, link, box.clock).step()

    assert box.waiting() == waiting


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(
    server: UnrulyServer, link: HttpSyncClient, status: int
) -> None:
    server.answers(status, b"", **headers(Location=f"{server.url}/elsewhere"))

    with pytest.raises(LinkFault, match=f"status {status}"):
        link.push([])

    assert [seen.path for seen in server.seen] == ["/api/v1/sync/push"]


@pytest.mark.parametrize("status", [400, 410, 413, 415, 422])
def test_a_refusal_of_our_own_server_has_its_reason(
    server: UnrulyServer, link: HttpSyncClient, status: int
) -> None:
    problem = json.dumps({"code": "malformed", "detail": "facts.number", "more": [1]}).encode()
    server.answers(status, problem, **headers())

    with pytest.raises(LinkRefused) as caught:
        link.push([])

    refused = caught.value
    assert (refused.status, refused.code, refused.detail) == (status, "malformed", "facts.number")
    assert not refused.retryable


@pytest.mark.parametrize(
    "body",
    [b"", PORTAL, b"[]", b"{", b"\xff", b'{"code": {"a": 1}}', b"[" * 200_000, b'{"a":' * 200_000],
    ids=["empty", "page", "list", "cut", "bytes", "odd", "deep", "deep objects"],
)
def test_a_refusal_that_cannot_be_read_is_still_one(
    server: UnrulyServer, link: HttpSyncClient, body: bytes
) -> None:
    server.answers(422, body, **headers())

    with pytest.raises(LinkRefused):
        link.push([])


def test_a_refusal_with_a_long_reason_is_cut(server: UnrulyServer, link: HttpSyncClient) -> None:
    server.answers(422, json.dumps({"code": "x" * 100_000}).encode(), **headers())

    with pytest.raises(LinkRefused) as caught:
        link.push([])

    assert len(caught.value.code) <= 80


def test_a_500_is_another_fault_than_a_lost_connection(
    server: UnrulyServer, link: HttpSyncClient
) -> None:
    server.answers(500, PORTAL)

    with pytest.raises(ServerFailed):
        link.push([])


NOON = "Mon, 01 Jun 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("retry_after", "date", "expected_s"),
    [
        ("7", NOON, 7.0),
        (" 7 ", NOON, 7.0),
        ("0", NOON, 0.0),
        ("00000120", NOON, 120.0),
        ("86400", NOON, 900.0),
        ("9" * 400, NOON, 900.0),
        ("-5", NOON, None),
        ("1.5", NOON, None),
        ("soon", NOON, None),
        ("²", NOON, None),
        ("", NOON, None),
        ("Mon, 01 Jun 2026 12:01:30 GMT", NOON, 90.0),
        ("Mon, 01 Jun 2026 14:01:30 +0200", NOON, 90.0),
        ("Mon, 01 Jun 2026 11:00:00 GMT", NOON, 0.0),
        ("Fri, 31 Dec 2999 00:00:00 GMT", NOON, 900.0),
        ("Fri, 31 Dec 9999 23:59:59 -1200", NOON, None),
        ("Mon, 01 Jun 2026 12:01:30 GMT", "yesterday", None),
        ("Mon, 99 Jun 2026 12:01:30 GMT", NOON, None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_cut_to_a_quarter_of_an_hour(
    server: UnrulyServer,
    link: HttpSyncClient,
    status: int,
    retry_after: str,
    date: str,
    expected_s: float | None,
) -> None:
    server.answers(status, b"", **headers(Retry_After=retry_after, Date=date))

    with pytest.raises(LinkFault) as caught:
        link.push([])

    assert caught.value.retry_after_s == expected_s


def test_retry_after_as_a_date_is_ignored_without_the_servers_date(
    server: UnrulyServer, link: HttpSyncClient
) -> None:
    server.answers(503, b"", **headers(Retry_After=NOON))

    with pytest.raises(LinkFault) as caught:
        link.push([])

    assert caught.value.retry_after_s is None


def test_a_pull_says_how_far_it_has_read_and_gets_the_state(
    server: UnrulyServer, link: HttpSyncClient
) -> None:
    state = state_of_site(seq=9, line=["one"])
    server.answers(200, wire.encode(state), **headers())

    pulled = link.pull(7, "epoch-1", 20)
    link.pull(0, None, 0)

    assert pulled == state
    assert [seen.path for seen in server.seen] == [
        "/api/v1/sync/state?after=7&wait=20&epoch=epoch-1",
        "/api/v1/sync/state?after=0&wait=0&epoch=",
    ]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda state: state["site"].update(time_zone="Mars/Base"),
        lambda state: state["site"]["hours"].update(monday={"opens": "9", "closes": "25:00"}),
        lambda state: state["site"].update(picture_days=10**12),
        lambda state: state.update(seq=-1),
        lambda state: state.pop("line"),
    ],
    ids=["zone", "hours", "days", "seq", "line"],
)
def test_an_unusable_state_is_a_fault(
    server: UnrulyServer, link: HttpSyncClient, spoil: Callable[[dict[str, object]], object]
) -> None:
    state = json.loads(wire.encode(state_of_site()))
    spoil(state)
    server.answers(200, json.dumps(state).encode(), **headers())

    with pytest.raises(LinkFault):
        link.pull(0, None, 0)
