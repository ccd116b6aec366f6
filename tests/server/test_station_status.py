"""The status that stations report with a push: stored, replaced, shown at desks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kiosk.journal import LogEvent
from kiosk.server.fleet.status import StationReport, station_reports
from kiosk.server.home import Home
from kiosk.wire import StationStatus, WayTrouble
from tests.conftest import ExpectLog
from tests.server.conftest import SITE
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import MONDAY, FakeClock
from tests.server.station_side import Json, StationSide

Logged = Callable[[LogEvent], list[dict[str, Any]]]

STATUS: Json = {
    "waiting": 3,
    "oldest_s": 12.5,
    "set_aside": 1,
    "camera": "lost",
    "store": "low",
    "version": "0.1.0",
    "visits": 2,
}


NOTHING_WAITS: Json = {"waiting": 0, "oldest_s": None, "visits": 0}


def reports(home: Home) -> list[StationReport]:
    with home.store.read() as connection:
        return list(station_reports(connection, SITE))


def test_a_push_without_events_reports_the_status(station: StationSide, home: Home) -> None:
    answer = station.push(status=STATUS)

    assert (answer.status_code, answer.json()["acknowledged"]) == (200, [])
    status = StationStatus(3, 12.5, 1, "lost", "low", "0.1.0", 2)
    assert reports(home) == [StationReport("B", MONDAY, "127.0.0.1", 0.0, status)]


def test_the_last_report_counts_and_each_station_has_its_own(
    station: StationSide, other_station: StationSide, home: Home, clock: FakeClock
) -> None:
    station.push(status=STATUS)
    other_station.push(status={**STATUS, "camera": "showing"})
    clock.passes(minutes=1)
    station.push(station.checked_in(), status={**STATUS, **NOTHING_WAITS})

    ours, theirs = reports(home)
    assert ours.status == StationStatus(0, None, 1, "lost", "low", "0.1.0", 0)
    assert (theirs.letter, theirs.status and theirs.status.camera) == ("C", "showing")
    assert (ours.seen_at - theirs.seen_at).total_seconds() == 60


def test_a_station_older_than_statuses_is_seen_all_the_same(
    station: StationSide, home: Home
) -> None:
    station.push(station.checked_in())

    assert [(report.letter, report.status) for report in reports(home)] == [("B", None)]


def test_a_desk_gets_the_status_of_a_kiosk_and_when_it_was_reported(
    station: StationSide, maya: DeskClient, clock: FakeClock
) -> None:
    station.push(status=STATUS)
    clock.passes(seconds=90)
    station.state()

    row = maya.state()["stations"][0]
    assert row["status"] == STATUS
    assert (row["told_at"], row["seen_at"]) == ("2026-03-02T09:00:00Z", "2026-03-02T09:01:30Z")


def test_a_station_older_than_the_count_of_visits_reports_without_it(
    station: StationSide, maya: DeskClient
) -> None:
    station.push(status={name: said for name, said in STATUS.items() if name != "visits"})

    row = maya.state()["stations"][0]
    assert row["status"] == {**STATUS, "visits": None}


def test_an_unknown_word_of_a_newer_station_is_stored_as_it_came(
    station: StationSide, home: Home
) -> None:
    station.push(status={**STATUS, "store": "moved", "mood": "curious"})

    (ours,) = reports(home)
    assert (ours.status and ours.status.store) == "moved"


@pytest.mark.parametrize(
    ("sent_at", "ahead_s"),
    [
        ("2026-03-02T09:10:00Z", 600.0),
        ("2026-03-02T08:50:00Z", -600.0),
        ("2026-03-02T10:10:00+01:00", 600.0),
    ],
)
def test_how_far_a_stations_clock_is_off_is_stored(
    station: StationSide, home: Home, sent_at: str, ahead_s: float
) -> None:
    station.push(sent_at=sent_at)

    assert reports(home)[0].clock_ahead_s == ahead_s


@pytest.mark.parametrize(
    ("wrong", "instead"),
    [
        ({"waiting": -1}, {"waiting": None}),
        ({"waiting": 2**40}, {"waiting": None}),
        ({"waiting": "3"}, {"waiting": None}),
        ({"set_aside": -1}, {"set_aside": None}),
        ({"visits": -1}, {"visits": None}),
        ({"oldest_s": -1}, {"oldest_s": None}),
        ({"camera": ""}, {"camera": "unknown"}),
        ({"store": "x" * 999}, {"store": "unknown"}),
        ({"version": ["1"]}, {"version": "unknown"}),
        ({"ways": 5}, {}),
        ({"refused_pictures": ["../x"]}, {"refused_pictures": []}),
    ],
)
def test_one_wrong_value_of_a_status_is_not_known_and_the_rest_is(
    station: StationSide,
    maya: DeskClient,
    expect_log: ExpectLog,
    logged: Logged,
    wrong: Json,
    instead: Json,
) -> None:
    expect_log(LogEvent.VALUES_VOIDED)
    event = station.checked_in()
    for _ in range(2):
        answer = station.push(event, status={**STATUS, **wrong})

    assert answer.json()["acknowledged"] == [event["id"]]
    assert maya.state()["stations"][0]["status"] == {**STATUS, **instead}
    [said] = logged(LogEvent.VALUES_VOIDED)  # once, however often it comes
    assert said == {"station": "B", "fields": f"status.{next(iter(wrong))}"}


@pytest.mark.parametrize("status", [5, "fine", [], {"mood": "good"}])
def test_a_status_that_says_nothing_costs_no_event(
    station: StationSide, maya: DeskClient, expect_log: ExpectLog, status: object
) -> None:
    expect_log(LogEvent.VALUES_VOIDED, maybe=True)

    answer = station.push(station.checked_in(), status=status)

    assert (answer.status_code, len(maya.state()["waiting"])) == (200, 1)


def test_a_way_with_one_wrong_value_is_stuck_all_the_same(
    station: StationSide, home: Home, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.VALUES_VOIDED)
    odd = {"way": "state", "for_s": -1, "reason": "", "status": "503", "by_home": "yes"}
    good = {"way": "pictures", "for_s": 9.0, "reason": "status 413", "status": 413}
    station.push(status={**STATUS, "ways": [odd, good, {"way": ""}]})

    (ours,) = reports(home)
    assert ours.status is not None
    assert ours.status.ways == [
        WayTrouble("state"),
        WayTrouble("pictures", 9.0, "status 413", 413, by_home=False),
    ]


def test_nobody_is_woken_by_a_status(station: StationSide, home: Home) -> None:
    with home.store.feed.listen() as hints:
        station.push(status=STATUS)

        assert hints.empty()


def test_a_kiosk_seen_while_the_homes_clock_was_ahead_is_seen_anew_once_it_is_right(
    station: StationSide, maya: DeskClient, clock: FakeClock
) -> None:
    """Else no desk would say for a day that it fell silent."""
    clock.jump(timedelta(days=1))
    station.state()
    clock.jump(timedelta(days=-1))

    station.state()

    assert maya.state()["stations"][0]["seen_at"] == f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
