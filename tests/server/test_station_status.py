"""What the home keeps of how its stations fare."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.server.fleet.status import StationSeen, stations_seen
from kiosk.server.home import Home
from kiosk.wire import StationStatus
from tests.server.conftest import SITE
from tests.server.desk_side import Tablet
from tests.server.fake_clock import MONDAY, FakeClock
from tests.server.station_side import Json, StationSide

FARES: Json = {
    "waiting": 3,
    "oldest_s": 12.5,
    "set_aside": 1,
    "camera": "lost",
    "store": "low",
    "version": "0.1.0",
    "visits": 2,
}


NOTHING_WAITS: Json = {"waiting": 0, "oldest_s": None, "visits": 0}


def seen(home: Home) -> list[StationSeen]:
    with home.store.read() as connection:
        return list(stations_seen(connection, SITE))


def test_a_push_without_events_tells_how_the_station_fares(
    station: StationSide, home: Home
) -> None:
    answer = station.push(status=FARES)

    assert (answer.status_code, answer.json()["acknowledged"]) == (200, [])
    status = StationStatus(3, 12.5, 1, "lost", "low", "0.1.0", 2)
    assert seen(home) == [StationSeen("B", MONDAY, "127.0.0.1", 0.0, status)]


def test_the_last_word_counts_and_each_station_has_its_own(
    station: StationSide, other_station: StationSide, home: Home, clock: FakeClock
) -> None:
    station.push(status=FARES)
    other_station.push(status={**FARES, "camera": "showing"})
    clock.passes(minutes=1)
    station.push(station.checked_in(), status={**FARES, **NOTHING_WAITS})

    ours, theirs = seen(home)
    assert ours.status == StationStatus(0, None, 1, "lost", "low", "0.1.0", 0)
    assert (theirs.letter, theirs.status and theirs.status.camera) == ("C", "showing")
    assert (ours.seen_at - theirs.seen_at).total_seconds() == 60


def test_a_station_older_than_statuses_is_seen_all_the_same(
    station: StationSide, home: Home
) -> None:
    station.push(station.checked_in())

    assert [(known.letter, known.status) for known in seen(home)] == [("B", None)]


def test_a_desk_hears_how_many_visits_wait_at_a_kiosk_and_when_it_said_so(
    station: StationSide, maya: Tablet, clock: FakeClock
) -> None:
    station.push(status=FARES)
    clock.passes(seconds=90)
    station.state()

    row = maya.state()["stations"][0]
    assert (row["waiting"], row["visits"], row["oldest_s"]) == (3, 2, 12.5)
    assert (row["told_at"], row["seen_at"]) == ("2026-03-02T09:00:00Z", "2026-03-02T09:01:30Z")


def test_a_station_older_than_the_count_of_visits_is_heard_without_it(
    station: StationSide, maya: Tablet
) -> None:
    station.push(status={name: said for name, said in FARES.items() if name != "visits"})

    row = maya.state()["stations"][0]
    assert (row["waiting"], row["visits"]) == (3, None)


def test_a_status_of_a_newer_station_is_kept_as_it_came(station: StationSide, home: Home) -> None:
    station.push(status={**FARES, "store": "moved", "mood": "curious"})

    (ours,) = seen(home)
    assert (ours.status and ours.status.store) == "moved"


@pytest.mark.parametrize(
    ("sent_at", "ahead_s"),
    [
        ("2026-03-02T09:10:00Z", 600.0),
        ("2026-03-02T08:50:00Z", -600.0),
        ("2026-03-02T10:10:00+01:00", 600.0),
    ],
)
def test_how_far_off_a_stations_clock_is_can_be_told(
    station: StationSide, home: Home, sent_at: str, ahead_s: float
) -> None:
    station.push(sent_at=sent_at)

    assert seen(home)[0].clock_ahead_s == ahead_s


@pytest.mark.parametrize(
    "wrong",
    [
        {"waiting": -1},
        {"waiting": 2**40},
        {"visits": -1},
        {"oldest_s": -1},
        {"camera": ""},
        {"store": "x" * 999},
    ],
)
def test_a_status_that_is_none_is_named(station: StationSide, home: Home, wrong: Json) -> None:
    answer = station.push(status={**FARES, **wrong})

    assert (answer.status_code, answer.json()["field"]) == (422, f"status.{next(iter(wrong))}")
    assert seen(home) == []


def test_nobody_is_woken_by_a_status(station: StationSide, home: Home) -> None:
    with home.store.feed.listen() as hints:
        station.push(status=FARES)

        assert hints.empty()


def test_a_kiosk_heard_while_the_homes_clock_was_ahead_is_seen_when_it_is_right_again(
    station: StationSide, maya: Tablet, clock: FakeClock
) -> None:
    """Else nobody would be told for a day that it fell silent."""
    clock.jump(timedelta(days=1))
    station.state()
    clock.jump(timedelta(days=-1))

    station.state()

    assert maya.state()["stations"][0]["seen_at"] == f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
