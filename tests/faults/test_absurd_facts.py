"""A station with a good token says what cannot be: the visit is kept, the value is not.

A seat that is not the kiosk's, a topic or phone token that is none are dropped, an age has bounds.
A number given twice is marked at the desk. The neighbours of a bad value stay as they are.
"""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from kiosk.journal import LogEvent
from kiosk.server.home import Home
from kiosk.server.store.tables import visit_private
from tests.conftest import ExpectLog
from tests.server.desk_side import DeskClient
from tests.server.station_side import Json, StationSide

TOKEN = "q5Xv0mB1n2c3d4e5f6g7h8"
OF_B = {"station": "B"}


def waiting(tablet: DeskClient) -> list[Json]:
    shown: list[Json] = tablet.state()["waiting"]
    return shown


@pytest.fixture(autouse=True)
def values_are_voided(expect_log: ExpectLog) -> None:
    """The log names the field; a value that is credible but cut is none."""
    expect_log(LogEvent.VALUES_VOIDED, maybe=True)


@pytest.mark.parametrize("seat", [999, 4, 0, -1, 2**40, "3", True, 1.5, [3], {"seat": 3}])
def test_a_seat_that_is_not_the_kiosks_is_none(
    sender: StationSide, maya: DeskClient, seat: object
) -> None:
    facts = {**OF_B, "number": "B1", "seat": seat, "topic": "printing"}
    odd = sender.checked_in("Ada", facts=facts)
    good = sender.checked_in("Bo", facts={**OF_B, "number": "B2", "seat": 3})

    answer = sender.push(odd, good).json()

    assert answer["acknowledged"] == [odd["id"], good["id"]]
    shown = [(each["first_name"], each["seat"], bool(each["topic"])) for each in waiting(maya)]
    assert shown == [("Ada", None, True), ("Bo", 3, False)]


@pytest.mark.parametrize("seat", [999, 4, 0, "3", None])
def test_who_is_given_a_seat_that_is_none_stands_as_before(
    sender: StationSide, maya: DeskClient, seat: object
) -> None:
    visit = sender.arrives("Ada")

    answer = sender.push(sender.event("VisitSeated", visit, {"seat": seat}, actor="station"))

    assert answer.json()["set_aside"] == []
    assert [each["seat"] for each in waiting(maya)] == [None]


@pytest.mark.parametrize("topic", ["", "Über!", "x" * 41, 7, ["printing"]])
def test_a_topic_that_is_none_leaves_the_visit_and_its_seat(
    sender: StationSide, maya: DeskClient, topic: object
) -> None:
    facts = {**OF_B, "number": "B1", "seat": 2, "topic": topic}

    assert sender.push(sender.checked_in("Ada", facts=facts)).json()["set_aside"] == []
    assert [(each["seat"], each["topic"]) for each in waiting(maya)] == [(2, None)]


@pytest.mark.parametrize("token", ["q", TOKEN[:-1], "x" * 201])
def test_a_phone_token_that_could_be_guessed_opens_nothing(
    sender: StationSide, maya: DeskClient, home: Home, token: str
) -> None:
    sender.arrives("Ada", private={"phone_token": token})
    sender.arrives("Bo", private={"phone_token": TOKEN})
    stored = select(func.count(visit_private.c.phone_token_hash))
    phone = maya.session.get(f"{maya.url}/api/v1/phone/{token}")

    assert phone.status_code == 404
    assert [each["first_name"] for each in waiting(maya)] == ["Ada", "Bo"]
    with home.store.read() as connection:
        assert connection.scalar(stored) == 1


@pytest.mark.parametrize("age_s", [1e308, 1e9, 400 * 86_400.0, 7_200.0])
def test_nobody_has_waited_for_longer_than_their_kiosk_is_up(
    sender: StationSide, other_station: StationSide, maya: DeskClient, age_s: float
) -> None:
    other_station.arrives("First", age_s=3_700.0)

    sender.push(sender.checked_in("Ada", age_s=age_s), up_s=3_600.0)

    came = [(each["first_name"], each["waited_s"]) for each in waiting(maya)]
    assert came == [("First", 3_700), ("Ada", 3_600)]


def test_a_number_given_twice_a_day_is_kept_and_marked(
    sender: StationSide, maya: DeskClient
) -> None:
    facts = {**OF_B, "number": "B7"}
    events = [sender.checked_in(name, facts=facts) for name in ("Ada", "Bo")]
    other = sender.checked_in("Cy", facts={**OF_B, "number": "B8"})

    sender.push(events[0])
    sender.push(events[1], other)

    marked = {each["first_name"]: each["number_twice"] for each in waiting(maya)}
    assert marked == {"Ada": False, "Bo": True, "Cy": False}


def test_a_backlog_of_all_time_is_shown_as_a_years(sender: StationSide, maya: DeskClient) -> None:
    status = {"waiting": 1, "oldest_s": 1e308, "set_aside": 0, "camera": "showing"}
    sender.push(status={**status, "store": "ok", "version": "9"})

    [kiosk, _] = maya.state()["stations"]
    assert kiosk["status"]["oldest_s"] == 366 * 86_400
