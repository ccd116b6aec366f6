"""The box's clock says 1970 or 2099, jumps, is off, or changes to summer time.

The visitor checks in as ever and is called in the right order. Nothing is deleted that should stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from kiosk.domain.hours import WEEKDAYS, Span
from kiosk.domain.site import Site
from kiosk.sync.down import SyncDown
from kiosk.sync.up import SyncUp
from tests.doubles.box import Box
from tests.doubles.clock import FakeClock
from tests.doubles.home import HomeLink, LiveHome
from tests.doubles.pictures import jpeg
from tests.doubles.words import SITE, state_of_site

IN_1970 = datetime(1970, 1, 1, 0, 0, 20, tzinfo=UTC)
IN_2099 = datetime(2099, 12, 31, 23, 59, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[LiveHome]:
    """Its clock is right, whatever the box's says."""
    LiveHome.make(tmp_path / "made")
    home = LiveHome(tmp_path / "made", tmp_path / "home", FakeClock())
    yield home
    home.close()


def set_clock(box: Box, at: datetime) -> None:
    box.clock.jump(at - box.clock.now())


def sync(box: Box, home: LiveHome) -> None:
    line = HomeLink(home, "B", box.clock)
    SyncDown(box.memory, line).step()
    up = SyncUp(box.outbox, line, box.clock)
    while up.step() == 0.0:
        pass


@pytest.mark.parametrize("wrong", [IN_1970, IN_2099, datetime(2026, 6, 1, 10, 52, tzinfo=UTC)])
def test_numbers_and_order_are_right_whatever_the_clock_says(
    box: Box, home: LiveHome, wrong: datetime
) -> None:
    set_clock(box, wrong)
    sync(box, home)
    came = [box.checked_in() for _ in range(2)]
    box.clock.pass_s(120)
    set_clock(box, datetime(2003, 5, 5, tzinfo=UTC))
    came.append(box.checked_in())
    sync(box, home)

    numbers = [row[0] for row in box.rows("select number from visits order by visit_order")]
    assert numbers == ["B1", "B2", "B3"]
    assert [visit.id for visit in home.line()] == came
    assert max(visit.joined_at for visit in home.line()) <= home.home.store.now()


@pytest.mark.parametrize("wrong", [IN_1970, IN_2099])
def test_with_a_clock_that_is_wrong_nothing_unsent_is_deleted(
    box: Box, home: LiveHome, wrong: datetime
) -> None:
    sync(box, home)
    box.checked_in(jpeg(1))
    box.restart()
    set_clock(box, wrong)
    box.housekeeping.run_retention()
    sync_down_only = SyncDown(box.memory, HomeLink(home, "B", box.clock))
    sync_down_only.step()

    box.housekeeping.run_retention()

    assert len(box.pictures()) == 1
    assert box.rows("select count(*) from event_private") == [(1,)]
    assert box.rows("select state from visits") == [("waiting",)]


def test_a_home_whose_own_clock_runs_away_deletes_nothing_here(box: Box) -> None:
    box.checked_in(jpeg(1))
    box.memory.remember(state_of_site(now=IN_2099))

    box.housekeeping.run_retention()

    assert len(box.pictures()) == 1


def test_ten_minutes_off_stop_nothing(box: Box) -> None:
    right = box.clock.now()
    set_clock(box, right + timedelta(minutes=10))
    box.memory.remember(state_of_site(now=right))
    box.clock.pass_s(60)

    assert box.parts.server_time.agreed() == right + timedelta(minutes=1)


@pytest.mark.parametrize("zone", ["Europe/London", "America/New_York", "Australia/Lord_Howe"])
@pytest.mark.parametrize(
    "change", [datetime(2026, 3, 29, 12, tzinfo=UTC), datetime(2026, 10, 25, 12, tzinfo=UTC)]
)
def test_a_day_ends_by_the_sites_own_clocks_also_when_they_change(
    box: Box, zone: str, change: datetime
) -> None:
    until_midnight = dict.fromkeys(WEEKDAYS, (Span(time(8), time(0)),))
    site = Site("hq", "HQ", time_zone=zone, hours=until_midnight, seats={"B": (1, 2, 3)})
    midnight = site.day_began(change)
    set_clock(box, midnight - timedelta(seconds=2))
    box.memory.remember(state_of_site(site=site, now=box.clock.now()))
    box.checked_in()
    box.clock.pass_s(1)
    box.housekeeping.run_retention()
    before = box.rows("select state from visits")
    box.clock.pass_s(2)

    box.housekeeping.run_retention()

    assert (before, box.rows("select state from visits")) == ([("waiting",)], [("left",)])
    assert SITE.site_id == site.site_id
