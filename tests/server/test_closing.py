"""What is still open after closing ends by itself, once, and nobody is sent away early."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from kiosk.domain.events import HoldReason, VisitHeld
from kiosk.domain.hours import WEEKDAYS, Span, Spans
from kiosk.domain.site import Site
from kiosk.journal import LogEvent
from kiosk.server.app import create_app
from kiosk.server.home import Home, open_home
from kiosk.server.queue.acts import ActRequest
from kiosk.server.sites import Sites
from kiosk.server.store.tables import events, visits
from tests.conftest import ExpectLog
from tests.server.conftest import SITE, Prepared
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.serving import Serving
from tests.server.station_side import StationSide

NINE_TO_FIVE = dict.fromkeys(WEEKDAYS, (Span(time(9), time(17)),))


@pytest.fixture
def home(data: Path, clock: FakeClock, serving: Serving, pages: Path) -> Iterator[Home]:
    """Open from nine to five, half an hour's grace."""
    opened = open_home(replace(SITE, hours=NINE_TO_FIVE), data, clock)
    serving.switchboard.connect(create_app(Sites([opened]), pages), opened.store.feed)
    yield opened
    opened.close()


def row(home: Home, visit: str) -> dict[str, Any]:
    with home.store.read() as connection:
        found = connection.execute(select(visits).where(visits.c.id == visit)).mappings().one()
        return dict(found)


def told(home: Home, visit: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Kind, actor and facts of all that happened to a visit after its beginning."""
    query = select(events.c.type, events.c.actor, events.c.facts)
    with home.store.read() as connection:
        mine = query.where(events.c.about_id == visit).order_by(events.c.seq).offset(1)
        return [(kind, actor, facts) for kind, actor, facts in connection.execute(mine)]


def test_who_still_waits_after_closing_and_grace_has_left(
    station: StationSide, home: Home, clock: FakeClock
) -> None:
    visit = station.arrives()
    clock.passes(hours=8, minutes=30, seconds=-1)
    too_early = home.end_of_day.run()
    clock.passes(seconds=1)

    ended = home.end_of_day.run()

    assert (too_early, ended, home.end_of_day.run()) == (0, 1, 0)
    assert (row(home, visit)["state"], row(home, visit)["ended_at"]) == ("left", clock.now())
    assert told(home, visit) == [("VisitorLeft", "timer", {"reason": "closed"})]


@pytest.mark.parametrize("verb", ["call", "arrived"])
def test_a_call_nobody_followed_ends_with_the_day(
    station: StationSide, home: Home, maya: DeskClient, clock: FakeClock, verb: str
) -> None:
    visit = station.arrives()
    maya.does("call", visit)
    if verb == "arrived":
        maya.does("arrived", visit)
    clock.passes(hours=8, minutes=30)

    assert (home.end_of_day.run(), row(home, visit)["state"]) == (1, "left")


def test_nobody_is_taken_out_of_a_members_hands_before_the_day_is_over(
    station: StationSide, home: Home, maya: DeskClient, clock: FakeClock
) -> None:
    visit, helper, began_at = station.arrives(), maya.state()["me"]["id"], clock.now()
    maya.does("call", visit)
    maya.does("begin", visit)
    clock.passes(hours=15, minutes=30, seconds=-1)
    too_early = home.end_of_day.run()
    clock.passes(seconds=1)

    assert (too_early, home.end_of_day.run()) == (0, 1)
    ended = row(home, visit)
    assert (ended["state"], ended["outcome"], ended["hold_reason"]) == ("left", None, None)
    assert (ended["began_at"], ended["member_id"]) == (began_at, helper)


def test_who_was_called_in_vain_just_before_is_a_no_show_not_gone(
    station: StationSide, home: Home, maya: DeskClient, clock: FakeClock
) -> None:
    visit = station.arrives()
    maya.does("call", visit)
    clock.passes(hours=8, minutes=25)
    maya.does("absent", visit)
    clock.passes(minutes=6)
    closed = home.end_of_day.run()
    clock.passes(minutes=4)

    assert (closed, home.no_shows.run(), row(home, visit)["state"]) == (0, 1, "no_show")


def test_a_visit_of_an_earlier_day_ends_as_soon_as_it_is_known(
    station: StationSide, home: Home, clock: FakeClock
) -> None:
    """A kiosk that was offline overnight tells of it in the morning."""
    late = station.checked_in(age_s=20 * 3_600)
    station.push(late)
    today = station.arrives()

    assert home.end_of_day.run() == 1
    assert row(home, late["about"]["id"])["state"] == "left"
    assert row(home, today)["state"] == "waiting"


def test_who_came_after_closing_is_not_sent_away_at_once(
    station: StationSide, home: Home, clock: FakeClock
) -> None:
    """The clock of the kiosk, or somebody kind, let them in."""
    clock.passes(hours=9)
    station.arrives()
    soon = home.end_of_day.run()
    clock.passes(hours=6, minutes=30)

    assert (soon, home.end_of_day.run()) == (0, 1)


@pytest.mark.parametrize("hours", [{}, dict.fromkeys(WEEKDAYS, (Span(time(0), time(0)),))])
def test_at_a_site_that_never_closes_a_stay_ends_after_a_day_and_a_night(
    data: Path,
    clock: FakeClock,
    serving: Serving,
    pages: Path,
    prepared: Prepared,
    hours: dict[str, Spans],
) -> None:
    home = open_home(replace(SITE, time_zone="America/New_York", hours=hours), data, clock)
    serving.switchboard.connect(create_app(Sites([home]), pages), home.store.feed)
    station = StationSide(serving.url, prepared.stations["B"], clock)
    station.arrives()
    clock.passes(hours=24, minutes=30, seconds=-1)
    too_early = home.end_of_day.run()
    clock.passes(seconds=1)

    assert (too_early, home.end_of_day.run()) == (0, 1)
    station.session.close()
    home.close()


def test_two_servers_end_the_day_once(
    station: StationSide, home: Home, clock: FakeClock, data: Path
) -> None:
    station.arrive(20)
    other = open_home(replace(SITE, hours=NINE_TO_FIVE), data, clock)
    clock.passes(hours=9)

    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(lambda one: one.end_of_day.run(), (home, other)))

    assert sum(ended) == 20
    assert station.state()["seq"] == 40
    other.close()


def test_the_station_learns_of_it_and_shows_the_number_no_more(
    station: StationSide, home: Home, clock: FakeClock
) -> None:
    visit = station.arrives()
    seq = station.state()["seq"]
    clock.passes(hours=9)

    home.end_of_day.run()

    news = station.state(after=seq, epoch=home.store.epoch)
    assert [(one["id"], one["state"]) for one in news["visits"]] == [(visit, "left")]
    assert news["line"] == []


def test_a_clock_set_a_day_ahead_ends_nobody_before_the_next_closing_it_shows(
    station: StationSide, home: Home, maya: DeskClient, clock: FakeClock, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.CLOCK_DOUBTED)
    waits, helped = station.arrives(), station.arrives()
    maya.does("call", helped)
    maya.does("begin", helped)
    home.end_of_day.run()
    clock.jump(timedelta(days=1))
    at_once = home.end_of_day.run()
    clock.passes(hours=8, minutes=30, seconds=-1)
    too_early = home.end_of_day.run()
    clock.passes(seconds=1)

    assert (at_once, too_early, home.end_of_day.run()) == (0, 0, 1)
    assert (row(home, waits)["state"], row(home, helped)["state"]) == ("left", "serving")


def test_a_clock_that_is_put_right_again_ends_the_day_when_it_ends(
    station: StationSide, home: Home, clock: FakeClock, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.CLOCK_DOUBTED)
    station.arrives()
    for days in (0, 1, -1):
        clock.jump(timedelta(days=days))
        assert home.end_of_day.run() == 0
    clock.passes(hours=8, minutes=30)

    assert home.end_of_day.run() == 1


def test_a_clock_set_ahead_leaves_the_absent_their_whole_grace(
    station: StationSide, home: Home, maya: DeskClient, clock: FakeClock
) -> None:
    visit = station.arrives()
    maya.does("call", visit)
    maya.does("absent", visit)
    home.no_shows.run()
    clock.jump(timedelta(days=1))
    at_once = home.no_shows.run()
    clock.passes(seconds=SITE.absent_grace_s)

    assert (at_once, home.no_shows.run()) == (0, 1)


@pytest.mark.parametrize("reason", [HoldReason.COFFEE, HoldReason.PARTS])
def test_who_rests_for_another_reason_is_never_a_no_show(
    station: StationSide, home: Home, clock: FakeClock, reason: HoldReason
) -> None:
    visit = station.arrives()
    hold = VisitHeld(reason, clock.now() + timedelta(minutes=1))
    home.acts.act(visit, hold, ActRequest("one", "maya"))
    clock.passes(minutes=2)

    assert (home.no_shows.run(), row(home, visit)["state"]) == (0, "held")


def test_timers_load_no_visit_of_a_line_that_did_not_change(
    station: StationSide, home: Home
) -> None:
    station.arrives()
    home.end_of_day.run()
    asked: list[str] = []

    def note(*said: object) -> None:
        asked.append(str(said[2]))

    event.listen(Engine, "before_cursor_execute", note)
    home.no_shows.run()
    home.end_of_day.run()
    event.remove(Engine, "before_cursor_execute", note)

    assert (bool(asked), [it for it in asked if "FROM visits" in it]) == (True, [])


def test_when_the_desk_closes_for_a_visitor_is_worked_out_once(
    station: StationSide, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[datetime] = []
    closed = Site.day_closed

    def day_closed(site: Site, at: datetime) -> datetime:
        asked.append(at)
        return closed(site, at)

    station.arrives()
    monkeypatch.setattr(Site, "day_closed", day_closed)
    for _ in range(3):
        home.end_of_day.run()

    assert len(asked) == 1
