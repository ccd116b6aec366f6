"""No number is shown twice in a day, whatever the station's clock does.

The day is the site's real one. The station's wall clock jumps at will, its power goes, the line is
down or an answer comes late; only the home knows what day it is.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from kiosk import wire
from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.numbers import NEW_STORE_START, counter_of
from kiosk.domain.snapshot import Link
from kiosk.station.bootstrap import StationParts
from kiosk.station.writer import StationFolder
from tests.doubles.box import inline_station
from tests.doubles.clock import FakeClock
from tests.doubles.folders import brief_folder
from tests.doubles.ids import ids
from tests.doubles.words import news, state_of_site

FIRST_DAY = datetime(2026, 6, 1, 9, tzinfo=UTC)


class Numbers(RuleBasedStateMachine):
    """One station and as much of a home as numbers need."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = brief_folder()
        self.clock = FakeClock()
        self.new_id = ids()
        self.today = FIRST_DAY
        self.shown: dict[str, list[str]] = defaultdict(list)
        self.given_to: dict[str, tuple[str, str]] = {}
        self.home_knows: dict[str, list[str]] = defaultdict(list)
        self.said: wire.State | None = None
        self.parts = self.opened()

    def opened(self) -> StationParts:
        return inline_station(StationFolder(Path(self.folder.name), self.clock), self.new_id)

    def teardown(self) -> None:
        self.parts.folder.store.close()
        self.folder.cleanup()

    @property
    def day(self) -> str:
        return self.today.date().isoformat()

    @initialize(heard=st.booleans())
    def begin(self, heard: bool) -> None:
        if heard:
            self.home_speaks()
            self.home_is_heard()

    @rule(people=st.integers(1, 3))
    def people_check_in(self, people: int) -> None:
        for _ in range(people):
            receipt = self.parts.checkin.check_in(CheckInRequest("Ana"), link=Link.OFFLINE)
            self.shown[self.day].append(receipt.number)
            self.given_to[receipt.visit_id] = (receipt.number, self.day)

    @rule(hours=st.sampled_from([-200_000, -30, -1, 1, 30, 650_000]))
    def the_wall_clock_jumps(self, hours: int) -> None:
        leap = timedelta(hours=hours)
        if 1970 <= (self.clock.at.year + hours // 8_766) < 2150:
            self.clock.jump(leap)

    @rule()
    def the_next_day_comes(self) -> None:
        self.today += timedelta(days=1)
        self.clock.pass_s(86_400)

    @rule()
    def the_power_goes(self) -> None:
        self.parts.folder.store.close()
        self.clock.reboot()
        self.parts = self.opened()

    @rule(most=st.integers(1, 3))
    def the_home_takes_what_waits(self, most: int) -> None:
        offers = self.parts.folder.store.outbox.pending(most)
        for offer in offers:
            number, drawn_on = self.given_to[offer.event.about.id]
            # Of an event of another boot the home does not know the day: it takes its own.
            day = self.day if offer.age_s is None else drawn_on
            self.home_knows[day].append(number)
        self.parts.folder.store.outbox.acknowledge([offer.event.id for offer in offers])

    @rule()
    def home_speaks(self) -> None:
        counts = [counter_of(number) for number in self.home_knows[self.day]]
        waiting = {offer.event.about.id for offer in self.parts.folder.store.outbox.pending(1_000)}
        known = [visit_id for visit_id in self.given_to if visit_id not in waiting]
        self.said = state_of_site(
            day=self.day,
            last_number=max(counts, default=0),
            visits=[news(visit_id) for visit_id in known],
        )

    @rule()
    def the_home_answers_at_once(self) -> None:
        self.home_speaks()
        self.home_is_heard()

    @rule()
    def home_is_heard(self) -> None:
        """Perhaps late: what it said may be of yesterday."""
        if self.said is not None:
            self.parts.folder.store.visits.remember(self.said)

    @invariant()
    def no_number_was_shown_twice_in_a_day(self) -> None:
        for numbers in self.shown.values():
            assert len(set(numbers)) == len(numbers)


Numbers.TestCase.settings = settings(
    max_examples=settings().max_examples * 4 // 5, stateful_step_count=30
)
TestNumbers = Numbers.TestCase


@given(st.lists(st.sampled_from([-48, -1, 1, 48]), max_size=6))
def test_a_store_made_anew_starts_above_five_hundred_until_the_home_answers(
    leaps: list[int],
) -> None:
    clock = FakeClock()
    with brief_folder() as folder:
        parts = inline_station(StationFolder(Path(folder), clock), ids())
        numbers = []
        for hours in leaps:
            numbers.append(parts.checkin.check_in(CheckInRequest(""), link=Link.OFFLINE).number)
            clock.jump(timedelta(hours=hours))
        parts.folder.store.close()

    first = NEW_STORE_START + 1
    assert numbers == [f"B{count}" for count in range(first, first + len(leaps))]


def test_a_store_made_anew_goes_on_where_the_home_says(tmp_path: Path) -> None:
    parts = inline_station(StationFolder(tmp_path, FakeClock()), ids())
    parts.folder.store.visits.remember(state_of_site(last_number=14))

    assert parts.checkin.check_in(CheckInRequest(""), link=Link.ONLINE).number == "B15"
    parts.folder.store.close()


def test_the_counter_starts_anew_once_the_home_has_a_new_day_and_knows_every_visit(
    tmp_path: Path,
) -> None:
    parts = inline_station(StationFolder(tmp_path, FakeClock()), ids())
    visits = parts.folder.store.visits
    visits.remember(state_of_site(last_number=14))
    first = parts.checkin.check_in(CheckInRequest(""), link=Link.ONLINE)
    visits.remember(state_of_site(seq=2, day="2026-06-02"))
    second = parts.checkin.check_in(CheckInRequest(""), link=Link.ONLINE)
    outbox = parts.folder.store.outbox
    outbox.acknowledge([offer.event.id for offer in outbox.pending(9)])
    both = [news(first.visit_id), news(second.visit_id)]
    visits.remember(state_of_site(seq=3, day="2026-06-03", visits=both))
    third = parts.checkin.check_in(CheckInRequest(""), link=Link.ONLINE)

    assert [first.number, second.number, third.number] == ["B15", "B16", "B1"]
    parts.folder.store.close()
