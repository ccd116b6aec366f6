"""Words go when their days are over, once a day, and never by a clock that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner
from sqlalchemy import func, insert, select
from sqlalchemy.sql.expression import FromClause

from kiosk.cli.server.purge import purge
from kiosk.faults import StoreFault
from kiosk.journal import LogEvent
from kiosk.server.home import Home
from kiosk.server.store.tables import audit, event_private, job_runs, visit_private, visits
from tests.conftest import ExpectLog
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import LIMIT_S, StationSide, fresh_id, jpeg

Logged = Callable[[LogEvent], list[dict[str, Any]]]


def count(home: Home, table: FromClause) -> int:
    with home.store.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def words(home: Home) -> tuple[int, int]:
    return count(home, visit_private), count(home, event_private)


def test_words_are_kept_for_their_days_and_the_visit_stays(
    station: StationSide, home: Home, clock: FakeClock, logged: Logged
) -> None:
    station.arrives("Ada")
    clock.passes(days=90, seconds=-1)
    home.retention.run()
    kept = words(home)
    clock.passes(days=1)

    home.retention.run()

    assert (kept, words(home), count(home, visits)) == ((1, 1), (0, 0), 1)
    assert logged(LogEvent.WORDS_FORGOTTEN) == [{"visits": 1, "events": 1, "audit": 0}]


def test_the_words_of_younger_visits_stay(
    station: StationSide, home: Home, clock: FakeClock
) -> None:
    station.arrives("Ada")
    clock.passes(days=60)
    station.arrives("Bob")
    clock.passes(days=31)

    home.retention.run()

    with home.store.read() as connection:
        assert connection.scalars(select(visit_private.c.first_name)).all() == ["Bob"]


def test_a_note_written_later_goes_with_its_visit(
    station: StationSide, home: Home, maya: DeskClient, clock: FakeClock
) -> None:
    visit = station.arrives("Ada")
    clock.passes(hours=1)
    maya.does("call", visit)
    maya.finishes(visit, "A note")
    clock.passes(days=90, minutes=-30)

    home.retention.run()

    assert words(home) == (0, 0)


def test_what_a_late_station_tells_of_long_ago_goes_the_next_day(
    station: StationSide, home: Home, clock: FakeClock
) -> None:
    home.retention.run()
    station.push(station.checked_in("Ada", age_s=100 * 86_400.0))
    clock.passes(hours=23)
    home.retention.run()
    kept = words(home)
    clock.passes(hours=1)

    home.retention.run()

    assert (kept, words(home)) == ((1, 1), (0, 0))


def test_an_event_offered_again_brings_no_words_back(
    station: StationSide, home: Home, clock: FakeClock
) -> None:
    event = station.checked_in("Ada")
    station.push(event)
    clock.passes(days=91)
    home.retention.run()

    again = station.push(event)

    assert again.json()["acknowledged"] == [event["id"]]
    assert words(home) == (0, 0)


def test_words_read_after_the_check_in_go_with_the_others(
    station: StationSide, home: Home, clock: FakeClock
) -> None:
    visit = station.arrives("Ada")
    station.shows(visit, jpeg())
    station.push({**station.attached(visit, jpeg()), "private": {"read_words": '{"quote":"809"}'}})
    kept = words(home)
    clock.passes(days=91)

    home.retention.run()

    assert (kept, words(home)) == ((1, 2), (0, 0))


def test_a_phone_finds_nothing_once_its_token_is_forgotten(
    station: StationSide, home: Home, clock: FakeClock, url: str, anyone: requests.Session
) -> None:
    station.arrives("Ada", private={"phone_token": "tok-of-a-visitors-phone"})
    clock.passes(days=91)

    home.retention.run()

    assert (
        anyone.get(f"{url}/api/v1/phone/tok-of-a-visitors-phone", timeout=LIMIT_S).status_code
        == 404
    )


def test_what_was_looked_at_is_remembered_half_a_year(home: Home, clock: FakeClock) -> None:
    row = {"site_id": "lab", "act": "picture", "about": "visit"}
    with home.store.write() as connection:
        connection.execute(insert(audit).values(id=fresh_id(), at=clock.now(), **row))
    clock.passes(days=180)
    home.retention.run()
    kept = count(home, audit)
    clock.passes(days=1)
    home.retention.run()

    assert (kept, count(home, audit)) == (1, 0)


def test_a_clock_behind_what_was_already_recorded_deletes_nothing(
    station: StationSide, home: Home, clock: FakeClock, expect_log: ExpectLog, logged: Logged
) -> None:
    expect_log(LogEvent.CLOCK_DOUBTED, LogEvent.RETENTION_REFUSED)
    station.shows(station.arrives("Ada"), jpeg())
    clock.passes(days=400)
    station.arrives("Bob")
    clock.jump(timedelta(hours=-1))

    assert home.retention.run() is False

    assert (words(home), count(home, job_runs)) == ((2, 2), 0)
    assert logged(LogEvent.RETENTION_REFUSED) == [{"clock": "behind"}]


@pytest.mark.parametrize("purged_before", [True, False])
def test_a_clock_that_jumped_years_ahead_deletes_nothing(
    station: StationSide,
    home: Home,
    clock: FakeClock,
    expect_log: ExpectLog,
    logged: Logged,
    purged_before: bool,
) -> None:
    expect_log(LogEvent.CLOCK_DOUBTED, LogEvent.RETENTION_REFUSED)
    station.shows(station.arrives("Ada"), jpeg())
    if purged_before:
        home.retention.run()
    clock.jump(timedelta(days=401))

    assert home.retention.run() is False

    assert (words(home), logged(LogEvent.RETENTION_REFUSED)) == ((1, 1), [{"clock": "ahead"}])
    assert len(station.state()["visits"]) == 1


def test_a_persons_word_for_the_clock_is_taken(
    station: StationSide, home: Home, clock: FakeClock
) -> None:
    station.arrives("Ada")
    clock.passes(days=500)

    assert home.retention.run(clock_is_right=True)

    assert words(home) == (0, 0)
    assert home.retention.run(), "and from then on it is believed again"


def test_a_reader_in_the_way_makes_the_purge_come_again(
    station: StationSide, home: Home, clock: FakeClock
) -> None:
    station.arrives("Ada")
    clock.passes(days=91)
    with home.store.read() as connection:
        connection.scalar(select(func.count()).select_from(visits))
        station.arrives("Bob")
        with pytest.raises(StoreFault):
            home.retention.run()
    undone = count(home, job_runs)

    home.retention.run()

    assert (undone, count(home, job_runs)) == (0, 1)


def test_the_command_says_what_it_doubts_and_believes_a_person(
    station: StationSide, home: Home, clock: FakeClock, data: Path
) -> None:
    clock.passes(days=40_000)
    station.arrives("Ada")
    config = data.with_name("site.toml")
    config.write_text('id = "lab"\nname = "The Lab"\n', encoding="utf-8")

    doubted = CliRunner().invoke(purge, ["--config", str(config)])
    believed = CliRunner().invoke(purge, ["--config", str(config), "--clock-is-right"])

    assert (doubted.exit_code, believed.exit_code) == (2, 0)
    assert "expected a clock near the last event" in doubted.output
    assert believed.output == "Nothing past its days is left.\n"


def test_the_next_day_with_nothing_to_forget_says_nothing(
    home: Home, clock: FakeClock, logged: Logged
) -> None:
    for _ in range(3):
        home.retention.run()
        clock.passes(days=1)

    assert logged(LogEvent.WORDS_FORGOTTEN) == []
