"""Streams: a sign of life at once, each change soon after it, no reader remembered for ever."""

from __future__ import annotations

import asyncio
import json

import pytest

from kiosk.server.home import Home
from kiosk.server.http import sse
from kiosk.server.http.sse import BEAT_S, hint_of, told
from kiosk.server.store.changes import ChangeFeed
from tests.doubles.waiting import until
from tests.server.desk_side import DeskClient
from tests.server.serving import Serving
from tests.server.station_side import LIMIT_S, StationSide, jpeg
from tests.server.streams import listening


@pytest.fixture
def no_second_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes on a stream is no sign of life but the first."""
    monkeypatch.setattr(sse, "BEAT_S", 3_600)


@pytest.fixture
def desk_live(url: str) -> str:
    return f"{url}/api/v1/desk/live"


def test_the_first_beat_comes_at_once(
    maya: DeskClient, desk_live: str, no_second_beat: None
) -> None:
    with listening(maya.session, desk_live) as stream:
        first = stream.event()

    assert first == ("beat", "")
    assert stream.answer.headers["content-type"].startswith("text/event-stream")
    assert stream.answer.headers["cache-control"] == "no-store"
    assert stream.answer.headers["x-accel-buffering"] == "no"


def test_what_changed_comes_with_its_hint_after_a_check_in_and_an_act(
    maya: DeskClient, station: StationSide, desk_live: str, no_second_beat: None
) -> None:
    with listening(maya.session, desk_live) as stream:
        stream.event()
        visit = station.arrives()
        came, came_hint = stream.event(), stream.event()
        maya.call_next()
        called, called_hint = stream.event(), stream.event()

    assert (came[0], called[0]) == ("state", "state")
    told = [json.loads(data) for _, data in (came, called)]
    assert [(one["after"], one["seq"]) for one in told] == [(0, 1), (1, 2)]
    assert [one["changed"][0]["list"] for one in told] == ["waiting", "open"]
    assert {one["changed"][0]["visit"]["id"] for one in told} == {visit}
    assert (came_hint, called_hint) == (("hint", "lab:1"), ("hint", "lab:2"))


def test_a_picture_that_came_is_told_too(
    maya: DeskClient, station: StationSide, desk_live: str
) -> None:
    visit = station.arrives()
    station.push(station.attached(visit, jpeg()))
    with listening(maya.session, desk_live) as stream:
        stream.event()
        station.send_picture(visit, jpeg())

        told = json.loads(stream.event()[1])
        assert told["changed"][0]["visit"]["pictures"][0]["url"]
        assert stream.event() == ("hint", "lab:3")
    assert maya.state()["seq"] == 3


def test_whoever_signed_out_is_told_nothing_more_than_to_ask(
    ben: DeskClient, station: StationSide, desk_live: str, no_second_beat: None
) -> None:
    with listening(ben.session, desk_live) as stream:
        stream.event()
        token = ben.session.cookies["kiosk_session"]
        assert ben.call("DELETE", "/session").status_code == 204
        station.arrives("Zebedee")

        said = stream.event()
    assert (token != "", said) == (True, ("hint", "lab:1"))


def test_nothing_between_the_first_beat_and_listening_is_missed(
    maya: DeskClient, station: StationSide, home: Home, desk_live: str
) -> None:
    with listening(maya.session, desk_live) as stream:
        stream.event()

        assert len(home.store.feed._listeners) == 1


def test_every_open_desk_hears_the_same(
    maya: DeskClient, ben: DeskClient, station: StationSide, desk_live: str
) -> None:
    with (
        listening(maya.session, desk_live) as one,
        listening(ben.session, desk_live) as other,
    ):
        one.event()
        other.event()
        station.arrives()

        both = json.loads(one.event()[1]), json.loads(other.event()[1])
        assert [told.pop("me")["name"] for told in both] == ["Maya Lund", "Ben Okoro"]
        assert both[0] == both[1]
        assert one.event() == other.event() == ("hint", "lab:1")


def test_a_slow_reader_gets_the_newest_hint_and_never_an_older_one(home: Home) -> None:
    """Two commits may tell of themselves in the wrong order."""
    feed = ChangeFeed()
    with feed.listen() as queue:
        for seq in (5, 7, 6):
            feed._notify(seq)

        assert queue.get_nowait() == 7
        assert queue.empty()


def test_a_stream_without_news_gives_signs_of_life(home: Home) -> None:
    async def listens() -> list[bytes]:
        stream = told(ChangeFeed().listen, 0.01, hint_of("lab"))
        return [await anext(stream) for _ in range(3)]

    first, *rest = asyncio.run(listens())

    assert first == b"retry: 2000\nevent: beat\ndata:\n\n"
    assert rest == [b"event: beat\ndata:\n\n"] * 2


def test_pages_that_wait_for_two_beats_get_both_in_time() -> None:
    """A page reopens after 35 s of silence (the desk's contract)."""
    assert BEAT_S == 15


def test_readers_that_hang_up_are_forgotten(
    maya: DeskClient, station: StationSide, home: Home, desk_live: str
) -> None:
    for _ in range(5):
        with listening(maya.session, desk_live) as stream:
            stream.event()
    station.arrives()

    until(lambda: not home.store.feed._listeners, "that the reader is forgotten")


def test_asking_for_the_head_of_a_stream_holds_nothing_open(
    maya: DeskClient, home: Home, desk_live: str, serving: Serving
) -> None:
    answer = maya.session.head(desk_live, timeout=LIMIT_S)

    assert (answer.status_code, answer.content) == (200, b"")
    assert maya.state()["seq"] == 0
    until(lambda: not home.store.feed._listeners, "that the reader is forgotten")


def test_a_phone_is_hinted_when_its_own_visit_looks_different_and_gets_it_at_once(
    maya: DeskClient, station: StationSide, url: str, no_second_beat: None
) -> None:
    station.arrives("Zebedee")
    station.arrives("Ada", private={"phone_token": "tok-of-a-visitors-phone"})
    phone = f"{url}/api/v1/phone/tok-of-a-visitors-phone"
    with listening(maya.session, f"{phone}/live") as stream:
        first = stream.event()
        station.arrives("Xanthippe")
        maya.call_next()
        came, hint = stream.event(), stream.event()

    assert (first, came[0], hint) == (("beat", ""), "state", ("hint", "visit:4"))
    assert json.loads(came[1]) == maya.session.get(phone, timeout=LIMIT_S).json()
    assert json.loads(came[1])["ahead"] == 0


def test_a_phone_whose_visit_ended_is_hinted_and_finds_out_by_asking(
    maya: DeskClient, station: StationSide, url: str, no_second_beat: None
) -> None:
    visit = station.arrives("Ada", private={"phone_token": "tok-of-a-visitors-phone"})
    maya.call_next()
    phone = f"{url}/api/v1/phone/tok-of-a-visitors-phone"
    with listening(maya.session, f"{phone}/live") as stream:
        stream.event()
        maya.finishes(visit)

        assert stream.event() == ("hint", "visit:3")
    assert maya.session.get(phone, timeout=LIMIT_S).status_code == 410


def test_a_phone_hears_that_nobody_is_on_duty_any_more(
    maya: DeskClient, ben: DeskClient, station: StationSide, url: str, no_second_beat: None
) -> None:
    station.arrives("Ada", private={"phone_token": "tok-of-a-visitors-phone"})
    with listening(maya.session, f"{url}/api/v1/phone/tok-of-a-visitors-phone/live") as stream:
        stream.event()
        for member in (maya, ben):
            assert member.call("DELETE", "/session").status_code == 204
        station.arrives("Zebedee")

        assert json.loads(stream.event()[1])["on_duty"] is False


def test_a_stream_needs_its_key(stranger: DeskClient, url: str, desk_live: str) -> None:
    desk = stranger.session.get(desk_live, timeout=LIMIT_S)
    phone = stranger.session.get(f"{url}/api/v1/phone/nobodys/live", timeout=LIMIT_S)

    assert (desk.status_code, phone.status_code) == (401, 404)
