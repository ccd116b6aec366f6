"""What a kiosk at rest may show: who is being called, who is next, and nobody's name."""

from __future__ import annotations

import json

from kiosk.journal import LogEvent
from tests.conftest import ExpectLog
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import StationSide


def seated(station: StationSide, seat: int | None, name: str = "") -> str:
    """Somebody who checks in with that seat; the id of their visit."""
    event = station.checked_in(name)
    event["facts"]["seat"] = seat
    assert station.push(event).json()["set_aside"] == []
    return str(event["about"]["id"])


def calls(station: StationSide) -> list[tuple[str, int | None, str]]:
    return [(call["number"], call["seat"], call["member"]) for call in station.state()["calls"]]


def test_a_call_is_shown_with_number_seat_and_who_comes(
    station: StationSide, maya: DeskClient
) -> None:
    seated(station, 3, "Zebedee")
    maya.call_next()

    assert calls(station) == [("B1", 3, "Maya")]
    assert "Zebedee" not in json.dumps(station.state())


def test_every_station_shows_every_call_the_latest_first(
    station: StationSide, other_station: StationSide, maya: DeskClient, ben: DeskClient
) -> None:
    seated(station, 1)
    seated(other_station, None)
    maya.call_next()
    ben.call_next()

    assert calls(station) == calls(other_station) == [("C1", None, "Ben"), ("B1", 1, "Maya")]


def test_a_call_that_is_repeated_is_the_latest(
    station: StationSide, maya: DeskClient, ben: DeskClient
) -> None:
    first, _ = seated(station, 1), seated(station, 2)
    maya.call_next()
    ben.call_next()
    before = station.state()["calls"]

    maya.does("recall", first)

    after = station.state()["calls"]
    assert [call["number"] for call in before] == ["B2", "B1"]
    assert [call["number"] for call in after] == ["B1", "B2"]
    assert after[0]["call"] > before[0]["call"]


def test_a_call_is_over_once_they_met(station: StationSide, maya: DeskClient) -> None:
    visit = seated(station, 1)
    maya.call_next()

    maya.does("arrived", visit)

    assert calls(station) == []


def test_a_call_that_was_taken_back_is_not_shown(station: StationSide, maya: DeskClient) -> None:
    visit = seated(station, 1)
    maya.call_next()

    maya.does("return", visit)

    assert calls(station) == []


def test_a_call_forgotten_for_an_hour_vanishes_and_comes_back_when_it_is_repeated(
    station: StationSide, maya: DeskClient, clock: FakeClock
) -> None:
    visit = seated(station, 1)
    maya.call_next()
    clock.passes(minutes=59, seconds=59)
    still = calls(station)
    clock.passes(seconds=1)
    gone = calls(station)

    maya.does("recall", visit)

    assert (still, gone, calls(station)) == ([("B1", 1, "Maya")], [], [("B1", 1, "Maya")])


def test_the_first_three_in_line_are_next(
    station: StationSide, other_station: StationSide, clock: FakeClock
) -> None:
    for side, seat in ((station, 1), (other_station, 4), (station, None), (station, None)):
        seated(side, seat)
        clock.passes(seconds=1)

    assert station.state()["next"] == [
        {"number": "B1", "seat": 1},
        {"number": "C1", "seat": 4},
        {"number": "B2", "seat": None},
    ]


def test_a_station_learns_on_which_seats_visitors_of_others_sit(
    station: StationSide, other_station: StationSide, maya: DeskClient
) -> None:
    seated(other_station, 4)
    seated(station, 1)
    gone = seated(other_station, 5)
    maya.does("call", gone)
    maya.finishes(gone)

    assert station.state()["seats_taken"] == [4]
    assert other_station.state()["seats_taken"] == [1]


def test_a_seat_given_later_is_shown_to_everybody(
    station: StationSide, other_station: StationSide, maya: DeskClient
) -> None:
    visit = seated(station, None)

    answer = station.push(station.event("VisitSeated", visit, {"seat": 2}, actor="station"))

    assert answer.json()["set_aside"] == []
    assert [row["seat"] for row in maya.state()["waiting"]] == [2]
    assert station.state()["visits"][0]["seat"] == 2
    assert other_station.state()["next"] == [{"number": "B1", "seat": 2}]


def test_only_the_visitors_own_station_says_where_they_sit(
    station: StationSide, other_station: StationSide, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE)
    visit = seated(station, None)

    answer = other_station.push(other_station.event("VisitSeated", visit, {"seat": 4}))

    assert [refusal["code"] for refusal in answer.json()["set_aside"]] == ["not_yours"]


def test_a_seat_that_is_not_the_stations_changes_nothing(
    station: StationSide, maya: DeskClient, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.VALUES_VOIDED)
    visit = seated(station, 2)

    answer = station.push(station.event("VisitSeated", visit, {"seat": 4}, actor="station"))

    assert answer.json()["set_aside"] == []
    assert [row["seat"] for row in maya.state()["waiting"]] == [2]
