"""A desk open over midnight: no number twice among those who are here, and nobody is sent away.

A real home and a real kiosk; days, nights, visitors and failures of the line come as they may.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk import wire
from kiosk.domain.events import Outcome, ServiceBegan, VisitFinished
from kiosk.domain.hours import WEEKDAYS, Span, Spans
from kiosk.domain.site import MAX_STAY, Site
from kiosk.domain.visit import Visit, VisitState
from kiosk.server.home import open_home
from kiosk.server.queue.acts import ActRequest
from kiosk.server.store.visit_rows import load_open
from kiosk.server.sync.station_state import StationCursor, station_states
from kiosk.sync.down import SyncDown
from kiosk.sync.up import SyncUp
from tests.doubles.box import Box
from tests.doubles.clock import FakeClock
from tests.doubles.folders import brief_folder
from tests.doubles.home import HomeLink, LiveHome
from tests.doubles.ids import ids
from tests.doubles.words import SITE

STEP = timedelta(minutes=30)
OVERNIGHT, DAY_AND_NIGHT = (Span(time(18), time(2)),), (Span(time(0), time(0)),)
WEEKS = [
    {},
    dict.fromkeys(WEEKDAYS, DAY_AND_NIGHT),
    dict.fromkeys(WEEKDAYS, OVERNIGHT),
    dict.fromkeys(WEEKDAYS, (Span(time(20), time(8, 30)),)),
    {"monday": OVERNIGHT, "tuesday": (Span(time(2), time(10)),)},
    {"monday": (Span(time(12), time(0)),), "tuesday": DAY_AND_NIGHT},
]
ZONES = ["UTC", "Europe/London", "America/New_York", "Asia/Kathmandu"]


class OpenHome(LiveHome):
    """A home of a site with hours."""

    def __init__(self, made: Path, folder: Path, clock: FakeClock, site: Site) -> None:
        self.site = site
        super().__init__(made, folder, clock)

    def _open(self) -> None:
        super()._open()
        self.home.close()
        self.home = open_home(self.site, self._folder, self._clock)
        self.acts = self.home.acts

    def state(self, letter: str, after: int, epoch: str | None) -> bytes:
        with self.home.store.read() as connection:
            cursor = StationCursor(letter, after if epoch == self.epoch else 0)
            now = self.home.state.read_by(connection)
            states = station_states(connection, self.site, now, {cursor})
            return wire.encode(states[cursor])

    def open_visits(self) -> list[Visit]:
        with self.home.store.read() as connection:
            return list(load_open(connection, self.site.site_id))


class Night:
    """The home, the kiosk, and what everybody there would swear to."""

    def __init__(self, home: OpenHome, box: Box, clock: FakeClock) -> None:
        self.home, self.box, self.clock = home, box, clock
        link = HomeLink(home, "B", clock)
        self.up, self.down = SyncUp(box.outbox, link, clock), SyncDown(box.memory, link)
        self.new_id = ids(77)
        self.open_all_along: dict[str, timedelta] = {}
        """How long each visitor has been here, of those since whose coming it never closed."""
        self.talk()

    def somebody_comes(self) -> None:
        before = {number: visit_id for visit_id, number in self._numbers()}
        visit_id = self.box.checked_in()
        [number] = [number for other, number in self._numbers() if other == visit_id]

        assert number not in before
        if self.home.site.is_open(self.clock.now()):
            self.open_all_along[visit_id] = timedelta()

    def talk(self) -> None:
        while self.box.outbox.pending(1):
            self.up.step()
        self.down.step()

    def somebody_is_helped(self) -> None:
        self.home.acts.call_next(ActRequest(self.new_id(), "maya"))
        called = [it for it in self.home.open_visits() if it.state is VisitState.CALLED]
        for visit in called:
            self.home.acts.act(visit.id, ServiceBegan("maya"), ActRequest(self.new_id(), "maya"))

    def somebody_is_done(self) -> None:
        for visit in self.home.open_visits():
            if visit.state is VisitState.SERVING:
                fact, request = VisitFinished("maya", Outcome.FIXED), self.new_id()
                self.home.acts.act(visit.id, fact, ActRequest(request, "maya"))
                self.open_all_along.pop(visit.id, None)

    def time_passes(self, steps: int) -> None:
        for _ in range(steps):
            self.clock.pass_s(STEP.total_seconds())
            if not self.home.site.is_open(self.clock.now()):
                self.open_all_along.clear()
            here = {visit_id: stay + STEP for visit_id, stay in self.open_all_along.items()}
            self.open_all_along = here
            self.home.home.end_of_day.run()
            self.box.housekeeping.run_retention()
            self.nobody_was_sent_away()

    def nobody_was_sent_away(self) -> None:
        known = {it.id: it.state for it in self.home.open_visits()}
        kept = {visit_id for visit_id, _ in self._numbers()}
        for visit_id, stay in self.open_all_along.items():
            if stay < MAX_STAY:
                assert visit_id in kept, "the kiosk forgot somebody who is still here"
                assert visit_id in known or self.home.visit(visit_id) is None

    def _numbers(self) -> list[tuple[str, str]]:
        query = "select id, number from visits where state not in ('finished', 'no_show', 'left')"
        return [(str(visit_id), str(number)) for visit_id, number in self.box.rows(query)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of a home in which nothing has happened."""
    folder = tmp_path_factory.mktemp("made") / "home"
    LiveHome.make(folder)
    return folder


@contextmanager
def night(made: Path, site: Site) -> Iterator[Night]:
    clock = FakeClock()
    with brief_folder() as folder:
        home = OpenHome(made, Path(folder) / "home", clock, site)
        box = Box(Path(folder) / "B", clock)
        try:
            yield Night(home, box, clock)
        finally:
            box.close()
            home.close()
            shutil.rmtree(Path(folder) / "home")


DEEDS = ["comes", "comes", "passes", "passes", "talks", "talks", "helped", "done"]


@settings(max_examples=settings().max_examples // 4)
@given(st.sampled_from(WEEKS), st.sampled_from(ZONES), st.data())
def test_over_any_midnight(
    made: Path, week: dict[str, Spans], zone: str, data: st.DataObject
) -> None:
    site = replace(SITE, hours=week, time_zone=zone)
    with night(made, site) as story:
        for deed in data.draw(st.lists(st.sampled_from(DEEDS), min_size=4, max_size=20)):
            match deed:
                case "comes":
                    story.somebody_comes()
                case "passes":
                    story.time_passes(data.draw(st.sampled_from([1, 2, 12, 25])))
                case "talks":
                    story.talk()
                case "helped":
                    story.somebody_is_helped()
                case "done":
                    story.somebody_is_done()


def test_two_who_wait_past_midnight_keep_their_numbers_and_their_place(made: Path) -> None:
    site = replace(SITE, hours=dict.fromkeys(WEEKDAYS, OVERNIGHT))
    with night(made, site) as story:
        story.clock.passes(hours=13)
        first, second = story.box.checked_in(), story.box.checked_in()
        story.talk()
        story.time_passes(2)
        story.talk()
        third = story.box.checked_in()
        story.talk()
        waiting = [(it.id, it.number) for it in story.home.line()]

    assert waiting == [(first, "B1"), (second, "B2"), (third, "B3")]
