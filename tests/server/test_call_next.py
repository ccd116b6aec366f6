"""Calling: first come first served, never two members for one visitor, a retry gets its answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from kiosk.server.home import Home
from kiosk.server.store.tables import events, idempotency_keys
from tests.server.conftest import Prepared
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import StationSide, fresh_id


def calls_told(home: Home) -> list[str]:
    """The visits of every call in the history."""
    query = select(events.c.about_id).where(events.c.type == "VisitCalled").order_by(events.c.seq)
    with home.store.read() as connection:
        return list(connection.scalars(query))


def test_first_come_is_first_called(
    station: StationSide, other_station: StationSide, maya: DeskClient, clock: FakeClock
) -> None:
    order = []
    for side in (station, other_station, other_station, station):
        order.append(side.arrives())
        clock.passes(seconds=30)

    called = [(maya.call_next() or {})["id"] for _ in order]

    assert called == order
    assert maya.call_next() is None


def test_who_came_first_is_called_first_though_the_news_came_last(
    station: StationSide, other_station: StationSide, maya: DeskClient, clock: FakeClock
) -> None:
    first = other_station.checked_in("Early")
    clock.passes(minutes=5)
    station.arrives("Late")

    other_station.push({**first, "age_s": 300.0})

    assert (maya.call_next() or {})["first_name"] == "Early"


def test_the_visit_called_names_member_and_time(
    station: StationSide, maya: DeskClient, prepared: Prepared, clock: FakeClock
) -> None:
    station.arrives("Ada")
    clock.passes(minutes=4)

    visit = maya.call_next()

    assert visit is not None
    assert visit["member"] == {"id": prepared.maya.member.id, "name": "Maya Lund"}
    assert (visit["state"], visit["waited_s"]) == ("called", 240)
    assert visit["called_at"] == "2026-03-02T09:04:00Z"


def test_eight_members_at_once_never_get_the_same_visitor(
    station: StationSide, home: Home, url: str, prepared: Prepared
) -> None:
    """Eight tablets, each calling as fast as it can over the wire, until nobody waits."""
    arrived = station.arrive(100)
    desks = [prepared.maya, prepared.ben] * 4
    start = Barrier(8)

    def works(number: int) -> list[str]:
        desk = desks[number]
        tablet = DeskClient(url, paired=desk.tablet, signed_in=desk.session)
        start.wait(120)
        visits = list(iter(tablet.call_next, None))
        tablet.session.close()
        return [visit["id"] for visit in visits if visit]

    with ThreadPoolExecutor(8) as pool:
        got = [visit for visits in pool.map(works, range(8)) for visit in visits]

    assert (len(got), len(set(got))) == (100, 100)
    assert calls_told(home) == list(arrived)


def test_more_members_than_visitors_leave_some_with_nobody(
    station: StationSide, url: str, prepared: Prepared
) -> None:
    station.arrive(3)
    start = Barrier(8)

    def works(_: int) -> str | None:
        tablet = DeskClient(url, paired=prepared.ben.tablet, signed_in=prepared.ben.session)
        start.wait(120)
        visit = tablet.call_next()
        tablet.session.close()
        return visit["id"] if visit else None

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(works, range(8)))

    called = [visit for visit in got if visit]
    assert (len(called), len(set(called)), got.count(None)) == (3, 3, 5)


def test_the_same_request_gets_the_same_visitor_again(
    station: StationSide, maya: DeskClient, home: Home
) -> None:
    station.arrive(2)
    request = fresh_id()
    first = maya.call_next(request)

    again = maya.call_next(request)

    assert (first or {})["id"] == (again or {})["id"]
    assert len(calls_told(home)) == 1


def test_the_same_request_at_the_same_moment_calls_once(
    station: StationSide, home: Home, url: str, prepared: Prepared
) -> None:
    """A tablet that retries while its first try is still on the way."""
    station.arrive(5)
    request = fresh_id()
    start = Barrier(6)

    def retries(_: int) -> str | None:
        tablet = DeskClient(url, paired=prepared.ben.tablet, signed_in=prepared.ben.session)
        start.wait(120)
        visit = tablet.call_next(request)
        tablet.session.close()
        return visit["id"] if visit else None

    with ThreadPoolExecutor(6) as pool:
        got = set(pool.map(retries, range(6)))

    assert (len(got), len(calls_told(home))) == (1, 1)


def test_nobody_stays_the_answer_though_somebody_came_later(
    station: StationSide, maya: DeskClient, home: Home
) -> None:
    request = fresh_id()
    assert maya.call_next(request) is None
    station.arrives()

    again = maya.call_next(request)

    assert (again, calls_told(home)) == (None, [])
    assert maya.state()["waiting"][0]["state"] == "waiting"


def test_the_answer_to_a_retry_is_the_visit_as_it_is_now(
    station: StationSide, maya: DeskClient
) -> None:
    visit = station.arrives()
    request = fresh_id()
    maya.call_next(request)
    maya.does("begin", visit)

    again = maya.call_next(request)

    assert again is not None
    assert (again["id"], again["state"]) == (visit, "serving")


def test_answers_are_forgotten_after_a_day_and_calls_never(
    station: StationSide, maya: DeskClient, home: Home, clock: FakeClock, prepared: Prepared
) -> None:
    empty, full = fresh_id(), fresh_id()
    maya.call_next(empty)
    visit = station.arrives()
    maya.call_next(full)
    clock.passes(days=1, seconds=1)
    maya.sign_in(prepared.maya.member.id, prepared.maya.pin)
    station.arrives()
    maya.call_next()

    again = maya.call_next(full)

    with home.store.read() as connection:
        kept = connection.scalar(select(func.count()).select_from(idempotency_keys))
    assert ((again or {})["id"], kept) == (visit, 1)


def test_who_is_held_is_not_called_next(station: StationSide, maya: DeskClient) -> None:
    absent, waiting = station.arrive(2)
    maya.call_next()
    maya.does("absent", absent)

    assert (maya.call_next() or {})["id"] == waiting


def test_who_was_sent_back_keeps_the_place(station: StationSide, maya: DeskClient) -> None:
    first, second = station.arrive(2)
    maya.call_next()
    maya.does("return", first)

    called = [maya.call_next(), maya.call_next()]

    assert [(visit or {})["id"] for visit in called] == [first, second]


def test_calling_out_of_turn_is_told_in_the_history(
    station: StationSide, maya: DeskClient, home: Home
) -> None:
    first, second = station.arrive(2)

    maya.does("call", second)
    maya.does("call", first)

    query = select(events.c.facts).where(events.c.type == "VisitCalled").order_by(events.c.seq)
    with home.store.read() as connection:
        told = [facts["out_of_turn"] for facts in connection.scalars(query)]
    assert told == [True, False]


@pytest.mark.parametrize(
    "request_id", [None, "", "1", "X" * 36, "0195A6B0-0000-7000-8000-000000000000"]
)
def test_a_request_without_a_proper_id_is_refused(
    station: StationSide, maya: DeskClient, request_id: str | None
) -> None:
    station.arrives()

    answer = maya.post("/call-next", {"request_id": request_id})

    assert (answer.status_code, answer.json()["field"]) == (422, "request_id")
    assert maya.state()["waiting"][0]["state"] == "waiting"
