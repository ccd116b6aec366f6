"""Who is on duty: signed in at a desk whose page was heard from a moment ago."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.server.auth.duty import UNSEEN_AFTER, names_on_duty
from kiosk.server.home import Home, open_home
from tests.server.conftest import SITE
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import StationSide


def test_whoever_signed_in_a_moment_ago_is_on_duty_by_first_name(station: StationSide) -> None:
    assert station.state()["on_duty"] == ["Maya", "Ben"]


def test_who_signed_out_is_not(station: StationSide, maya: DeskClient) -> None:
    maya.call("DELETE", "/session")

    assert station.state()["on_duty"] == ["Ben"]


def test_a_desk_that_was_not_heard_from_for_two_minutes_promises_nobody(
    station: StationSide, clock: FakeClock, maya: DeskClient
) -> None:
    clock.passes(seconds=100)
    maya.state()

    clock.passes(seconds=100)

    assert station.state()["on_duty"] == ["Maya"]


def test_a_desk_that_is_heard_from_again_is_on_duty_again(
    station: StationSide, clock: FakeClock, ben: DeskClient
) -> None:
    clock.passes(minutes=30)
    nobody = station.state()["on_duty"]

    ben.state()

    assert (nobody, station.state()["on_duty"]) == ([], ["Ben"])


def test_a_session_that_has_ended_counts_for_nothing_however_often_its_page_asks(
    station: StationSide, clock: FakeClock, ben: DeskClient
) -> None:
    clock.passes(hours=12, seconds=1)
    ben.get("/state")

    assert station.state()["on_duty"] == []


@pytest.mark.parametrize("jump", [timedelta(hours=-5), timedelta(hours=5)])
def test_a_clock_that_jumps_is_right_again_with_the_pages_next_question(
    station: StationSide, clock: FakeClock, ben: DeskClient, jump: timedelta
) -> None:
    clock.jump(jump)
    nobody = station.state()["on_duty"]

    ben.state()

    assert (nobody, station.state()["on_duty"]) == ([], ["Ben"])


def test_who_was_on_duty_is_known_after_a_restart(
    home: Home, data: Path, clock: FakeClock, station: StationSide
) -> None:
    home.close()
    again = open_home(SITE, data, clock)

    with again.store.read() as connection:
        names = names_on_duty(connection, SITE, again.store.terms)
    again.close()
    assert names == ["Maya", "Ben"]


def test_a_page_that_asks_all_the_time_is_not_written_down_each_time(
    home: Home, clock: FakeClock, ben: DeskClient
) -> None:
    clock.passes(seconds=30)
    ben.state()
    clock.passes(seconds=5)
    ben.state()

    with home.store.read() as connection:
        seen = connection.exec_driver_sql("select max(seen_at) from sessions").scalar()
    assert str(seen).startswith("2026-03-02 09:00:30")


def test_two_minutes_are_more_than_two_questions_of_a_page() -> None:
    assert timedelta(seconds=120) == UNSEEN_AFTER
