"""What a station gets back: the state of its site, soon, and nothing about people."""

from __future__ import annotations

import json
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import insert, update

from kiosk.server.home import Home
from kiosk.server.store.tables import sites, visits
from kiosk.wire import MAX_BODY_BYTES
from tests.doubles.waiting import HANG_S
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import Json, StationSide, fresh_id, jpeg

FOREVER_S = 3_600
"""Of a long poll: nobody waits so long, so what comes is not the end of its wait."""


@pytest.fixture
def no_longest_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server grants polls that last for ever."""
    monkeypatch.setattr("kiosk.server.sync.api.LONGEST_WAIT_S", FOREVER_S)


def ask_in_the_background(
    pool: ThreadPoolExecutor, station: StationSide, home: Home, **query: object
) -> Future[Json]:
    """The state; returns once the server holds the question."""
    readers = len(home.store.feed._listeners)
    answer = pool.submit(station.state, epoch=home.store.epoch, **query)
    while len(home.store.feed._listeners) == readers:
        assert not answer.done(), "the server did not wait"
    return answer


def test_the_state_of_a_site_nobody_came_to(station: StationSide, home: Home) -> None:
    assert station.state() == {
        "epoch": home.store.epoch,
        "seq": 0,
        "site": {
            "id": "lab",
            "name": "The Lab",
            "time_zone": "Europe/London",
            "picture_days": 30,
            "public_url": "http://lab.example",
            "hours": {},
            "seats": {"B": [1, 2, 3], "C": [4, 5]},
            "topics": [{"id": "printing", "name": "Printing", "icon": "chat"}],
            "help_phone": "5500",
            "openings": {},
            "days": {},
        },
        "line": [],
        "on_duty": ["Maya", "Ben"],
        "last_number": 0,
        "day": "2026-03-02",
        "visits": [],
        "takes": {
            "PhotoAttached": 1,
            "PhotoErased": 1,
            "VisitCheckedIn": 1,
            "VisitRated": 1,
            "VisitSeated": 1,
            "VisitorLeft": 1,
        },
        "now": "2026-03-02T09:00:00Z",
        "calls": [],
        "next": [],
        "seats_taken": [],
    }


def test_a_station_sees_the_line_of_everybody_but_news_of_its_own_visits_only(
    station: StationSide, other_station: StationSide, maya: DeskClient, clock: FakeClock
) -> None:
    ours = station.arrives("Ada")
    clock.passes(seconds=5)
    theirs = other_station.arrives("Bo")
    maya.call_next()

    state = station.state()

    assert state["line"] == [theirs]
    assert state["visits"] == [{"id": ours, "number": "B1", "state": "called", "seat": None}]


def test_the_state_names_no_visitor_and_shows_no_picture(
    station: StationSide, other_station: StationSide
) -> None:
    visit = station.arrives("Zebedee", private={"phone_token": "tok-17-of-a-visitors-phone"})
    photo = station.shows(visit, jpeg())
    other_station.arrives("Xanthippe")

    said = json.dumps([station.state(), other_station.state()])

    assert [
        word
        for word in ("Zebedee", "Xanthippe", "tok-17-of-a-visitors-phone", photo)
        if word in said
    ] == []


def test_only_what_changed_since_comes_again(station: StationSide, maya: DeskClient) -> None:
    first, second = station.arrives(), station.arrives()
    before = station.state()
    maya.does("call", second)

    news = station.state(after=before["seq"], epoch=before["epoch"])

    assert [visit["id"] for visit in before["visits"]] == [first, second]
    assert [visit["id"] for visit in news["visits"]] == [second]


def test_another_epoch_gets_everything(station: StationSide) -> None:
    visit = station.arrives()
    seq = station.state()["seq"]

    news = station.state(after=seq, epoch=fresh_id())

    assert [told["id"] for told in news["visits"]] == [visit]


def test_another_epoch_is_told_at_once_even_by_a_store_made_anew(
    station: StationSide, home: Home, no_longest_wait: None
) -> None:
    state = station.state(after=900, epoch=fresh_id(), wait=FOREVER_S)

    assert (state["epoch"], state["seq"]) == (home.store.epoch, 0)


def test_the_last_number_is_the_highest_of_today(station: StationSide, clock: FakeClock) -> None:
    station.arrive(3)
    today = station.state()["last_number"]
    clock.passes(days=1)

    tomorrow = station.state()

    assert (today, tomorrow["last_number"], tomorrow["day"]) == (3, 0, "2026-03-03")


def test_the_day_is_the_sites_not_the_servers(station: StationSide, clock: FakeClock) -> None:
    clock.passes(hours=24 * 120 + 14, minutes=30)

    assert clock.now() == datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert station.state()["day"] == "2026-07-01"


def test_a_long_poll_returns_with_a_change(
    station: StationSide, other_station: StationSide, home: Home, no_longest_wait: None
) -> None:
    with ThreadPoolExecutor(1) as pool:
        answer = ask_in_the_background(pool, station, home, after=0, wait=FOREVER_S)
        visit = other_station.arrives()
        state = answer.result(timeout=HANG_S)

    assert state["line"] == [visit]


def test_a_long_poll_returns_at_the_end_of_its_wait_when_nothing_changes(
    station: StationSide, home: Home
) -> None:
    began_s = perf_counter()
    with ThreadPoolExecutor(1) as pool:
        state = ask_in_the_background(pool, station, home, after=0, wait=1).result(HANG_S)

    assert perf_counter() - began_s > 0.9
    assert state["seq"] == 0


def test_a_long_poll_that_is_behind_returns_at_once(
    station: StationSide, home: Home, no_longest_wait: None
) -> None:
    station.arrives()

    state = station.state(after=0, epoch=home.store.epoch, wait=FOREVER_S)

    assert state["seq"] == 1


def test_fifty_long_polls_take_no_thread_from_a_member(
    station: StationSide, home: Home, maya: DeskClient, clock: FakeClock, no_longest_wait: None
) -> None:
    """Starlette has 40 threads; a poll that held one would leave none for the desk."""
    sides = []
    for _ in range(50):
        side = StationSide(maya.url, "", clock)
        side.session.headers["Authorization"] = station.session.headers["Authorization"]
        sides.append(side)
    with ThreadPoolExecutor(50) as pool:
        polls = [
            pool.submit(side.get_state, epoch=home.store.epoch, after=0, wait=FOREVER_S)
            for side in sides
        ]
        while len(home.store.feed._listeners) < 50:
            assert not any(poll.done() for poll in polls)
        maya.state()
        held = not any(poll.done() for poll in polls)
        station.arrives()
        answers = [poll.result(timeout=HANG_S).status_code for poll in polls]
    for side in sides:
        side.session.close()

    assert held, "the polls waited on while the member was served"
    assert answers == [200] * 50


def test_a_poll_its_reader_gave_up_is_forgotten(station: StationSide, home: Home) -> None:
    with ThreadPoolExecutor(1) as pool:
        answer = ask_in_the_background(pool, station, home, after=0, wait=20)
        other = StationSide(station._sync.removesuffix("/api/v1/sync"), "", station._clock)
        other.session.headers["Authorization"] = station.session.headers["Authorization"]
        other.arrives()
        answer.result(timeout=HANG_S)
        other.session.close()

    assert not home.store.feed._listeners


def test_years_of_visits_fit_into_the_answer_of_a_new_box(
    station: StationSide, home: Home, clock: FakeClock
) -> None:
    """A box that replaces a broken one asks for everything; a station reads a megabyte at most."""
    past = [ended_visit(number) for number in range(1, 20_001)]
    with home.store.write() as connection:
        connection.execute(insert(visits), past)
        connection.execute(update(sites).values(seq=20_000))
    visit = station.arrives()
    told: list[str] = []
    seq = 0

    for _ in range(20):
        answer = station.get_state(after=seq, epoch=home.store.epoch)
        assert len(answer.content) < MAX_BODY_BYTES
        seq = answer.json()["seq"]
        told += [news["id"] for news in answer.json()["visits"]]
        if seq == 20_001:
            break

    assert (seq, told[-1], len(told), len(set(told))) == (20_001, visit, 20_001, 20_001)


def test_a_visit_that_ended_while_the_station_was_away_is_still_told(
    station: StationSide, maya: DeskClient, clock: FakeClock
) -> None:
    visit = station.arrives()
    maya.call_next()
    maya.finishes(visit)
    clock.passes(hours=20)

    assert [told["state"] for told in station.state()["visits"]] == ["finished"]


def ended_visit(counter: int) -> dict[str, Any]:
    """A row of the past."""
    at = datetime(2025, 6, 1, 9, 0, tzinfo=UTC)
    return {
        "id": fresh_id(),
        "site_id": "lab",
        "seq": counter,
        "number": f"B{counter}",
        "station": "B",
        "day": "2025-06-01",
        "counter": counter,
        "joined_at": at,
        "state": "finished",
        "ended_at": at,
        "outcome": "fixed",
        "photos": [],
    }
