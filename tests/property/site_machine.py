"""Two stations, two members, one home, and everything that can go wrong between them.

The machines hold what people would swear to: who saw which number when, who asked for whom. After
each step the home is held against it, and at the end, when the lines are good again, everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kiosk import wire
from kiosk.domain import commands as c
from kiosk.domain.events import Outcome
from kiosk.domain.faces import Link
from kiosk.faults import LinkFault
from kiosk.reception import Badge
from kiosk.server.desk import Answer, Request
from kiosk.sync.down import SyncDown
from kiosk.sync.up import IDLE_S, SyncUp
from tests.doubles.box import Box
from tests.doubles.clock import FakeClock
from tests.doubles.folders import brief_folder
from tests.doubles.home import Line, LiveHome, Weather
from tests.doubles.ids import ids
from tests.doubles.pictures import jpeg

PICTURE = jpeg()
STATIONS = st.sampled_from("BC")
MEMBERS = st.sampled_from(["maya", "ben"])
OFFSETS = st.sampled_from([-400_000, -600, 0, 600, 400_000])
WEATHERS = st.sampled_from(Weather)
STATES = "select id, state from visits"


@dataclass
class Wish:
    """A member wants the next visitor, and asks until somebody answers."""

    member_id: str
    request_id: str
    answer: Answer | None = None


class Station:
    """A box, its line and its workers."""

    def __init__(
        self, home: LiveHome, folder: Path, letter: str, take_time: Callable[[], None]
    ) -> None:
        # Ten minutes off, as clocks are; the home's is the one that counts.
        minutes = {"B": -10, "C": 10}[letter]
        self.clock = FakeClock(FakeClock().at + timedelta(minutes=minutes))
        self.box = Box(folder / letter, self.clock, Badge("hq", letter))
        self.line = Line(home, letter, self.clock, take_time)
        self.rebooted = False
        self.plug_in()

    def plug_in(self) -> None:
        """The workers forget what they knew; the store does not."""
        self.up = SyncUp(self.box.station, self.line, self.clock)
        self.down = SyncDown(self.box.station, self.line)


class SiteMachine(RuleBasedStateMachine):
    """What may happen to visitors, lines and plugs on one day."""

    made: Path
    """Where a home's empty store lies, to be copied."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = brief_folder()
        root = Path(self.folder.name)
        self.clock = FakeClock()
        self.home = LiveHome(self.made, root / "home", self.clock)
        self.stations = {
            letter: Station(self.home, root, letter, self.a_message_takes_its_time)
            for letter in "BC"
        }
        self.some_were_slow = False
        self.new_id = ids(99)
        self.shown: dict[str, str] = {}
        self.came_at: dict[str, object] = {}
        self.order: dict[str, list[str]] = {"B": [], "C": []}
        self.home_forgot = False

    def teardown(self) -> None:
        try:
            self.the_lines_are_good_again()
        finally:
            for station in self.stations.values():
                station.box.close()
            self.home.close()
            self.folder.cleanup()

    def let_pass(self, seconds: int) -> None:
        """Time goes by for everybody."""
        for clock in (self.clock, *(station.clock for station in self.stations.values())):
            clock.pass_s(seconds)

    def a_message_takes_its_time(self) -> None:
        self.some_were_slow = True
        self.let_pass(20)

    # What visitors do.

    @rule(letter=STATIONS, with_picture=st.booleans())
    def a_visitor_checks_in(self, letter: str, with_picture: bool) -> None:
        box = self.stations[letter].box
        receipt = box.station.check_in("Ana", PICTURE if with_picture else None).result()
        assert receipt.number not in self.shown.values()
        self.shown[receipt.visit_id] = receipt.number
        self.came_at[receipt.visit_id] = self.clock.now()
        self.order[letter].append(receipt.visit_id)

    # What lines and plugs do.

    @rule(letter=STATIONS, weather=WEATHERS)
    def a_station_sends(self, letter: str, weather: Weather) -> None:
        station = self.stations[letter]
        station.line.weather = weather
        try:
            station.up.step()
        except LinkFault:
            station.line.weather = Weather.FINE

    @rule(letter=STATIONS, weather=WEATHERS)
    def a_station_reads(self, letter: str, weather: Weather) -> None:
        station = self.stations[letter]
        station.line.weather = weather
        try:
            station.down.step()
        except LinkFault:
            station.line.weather = Weather.FINE

    @rule(data=st.data(), letter=STATIONS)
    def an_old_message_arrives_again(self, data: st.DataObject, letter: str) -> None:
        line = self.stations[letter].line
        if line.sent:
            line.arrive_again(data.draw(st.sampled_from(line.sent)))

    @rule(letter=STATIONS, reboots=st.booleans())
    def a_station_starts_again(self, letter: str, reboots: bool) -> None:
        station = self.stations[letter]
        station.box.close()
        if reboots:
            station.clock.reboot()
            station.rebooted = True
        station.box.start()
        station.plug_in()

    # What must hold after each step.

    @invariant()
    def the_homes_history_has_no_gap(self) -> None:
        assert [seq for seq, _, _ in self.home.history()] == list(range(1, self.home.head() + 1))

    @invariant()
    def no_visit_begins_twice_and_none_is_made_up(self) -> None:
        history = self.home.history()
        begun = [visit_id for _, visit_id, kind in history if kind == "VisitCheckedIn"]
        assert len(set(begun)) == len(begun)
        assert set(begun) <= set(self.shown)

    @invariant()
    def the_line_is_by_when_people_came_whatever_the_stations_clocks_say(self) -> None:
        line = self.home.line()
        assert [visit.joined_at for visit in line] == sorted(visit.joined_at for visit in line)
        for letter, order in self.order.items():
            waiting = [visit.id for visit in line if visit.station == letter]
            assert waiting == [visit_id for visit_id in order if visit_id in waiting]
        rebooted = any(station.rebooted for station in self.stations.values())
        if not rebooted and not self.some_were_slow:
            assert {visit.id: visit.joined_at for visit in line} == {
                visit.id: self.came_at[visit.id] for visit in line
            }

    @invariant()
    def nothing_is_lost_on_the_way(self) -> None:
        """Whoever was given a number is at the home, or still waits to be sent."""
        if self.home_forgot:
            return
        waiting = {
            about for station in self.stations.values() for about, _ in station.box.waiting()
        }
        there = {visit_id for _, visit_id, _ in self.home.history()}
        assert set(self.shown) <= waiting | there

    @invariant()
    def nothing_was_set_aside(self) -> None:
        for station in self.stations.values():
            assert station.box.rows("select 1 from outbox where set_aside_code is not null") == []

    # What must hold in the end.

    @rule()
    def the_lines_are_good_again(self) -> None:
        for station in self.stations.values():
            station.line.weather = Weather.FINE
            while station.up.step() != IDLE_S:
                pass
        for station in self.stations.values():
            station.down.step()
            # Another store at the home is noticed here at the latest: all is offered to it.
            while station.up.step() != IDLE_S:
                pass
        for station in self.stations.values():
            station.down.step()
            assert station.box.waiting() == []
        self.home_forgot = False
        self.everybody_knows_the_same()

    def everybody_knows_the_same(self) -> None:
        line = [visit.id for visit in self.home.line()]
        at_home = {visit_id: self.home.visit(visit_id) for visit_id in self.shown}
        numbers = {visit_id: visit.number for visit_id, visit in at_home.items() if visit}
        assert numbers == self.shown
        for letter, station in self.stations.items():
            welcome = station.box.station.welcome()
            assert (welcome.people_waiting, welcome.link) == (len(line), Link.ONLINE)
            known = {visit_id: state for visit_id, state in station.box.rows(STATES)}
            told = {visit_id: at_home[visit_id] for visit_id in self.order[letter]}
            assert known == {visit_id: visit.state for visit_id, visit in told.items() if visit}


class StaffedSiteMachine(SiteMachine):
    """Two members help while all that goes on, visitors leave, and clocks are what they are."""

    def __init__(self) -> None:
        super().__init__()
        self.wishes: list[Wish] = []
        self.states: dict[str, bytes] = {}

    @rule(data=st.data())
    def a_visitor_leaves_by_phone(self, data: st.DataObject) -> None:
        if self.shown:
            self.home.desk.leave(data.draw(st.sampled_from(sorted(self.shown))), self.new_id())

    @rule(letter=STATIONS)
    def a_state_is_on_its_way(self, letter: str) -> None:
        epoch, seq = self.stations[letter].box.station.cursor()
        self.states[letter] = self.home.state(letter, seq, epoch)

    @rule(letter=STATIONS)
    def a_state_arrives_late(self, letter: str) -> None:
        if letter in self.states:
            state = wire.decode(self.states.pop(letter), wire.State)
            self.stations[letter].box.station.remember(state)

    @rule(letter=STATIONS, seconds=OFFSETS)
    def a_stations_clock_is_set(self, letter: str, seconds: int) -> None:
        station = self.stations[letter]
        station.clock.at = self.clock.at + timedelta(seconds=seconds)

    @rule(seconds=st.integers(1, 90))
    def time_passes(self, seconds: int) -> None:
        self.let_pass(seconds)

    @rule(member_id=MEMBERS, heard=st.booleans())
    def a_member_asks_for_the_next(self, member_id: str, heard: bool) -> None:
        self.wishes.append(Wish(member_id, self.new_id()))
        self.ask(self.wishes[-1], heard=heard)

    @rule(data=st.data(), heard=st.booleans())
    def a_member_asks_once_more(self, data: st.DataObject, heard: bool) -> None:
        if self.wishes:
            wish = data.draw(st.sampled_from(self.wishes))
            wish.request_id = self.retry_id(wish)
            self.ask(wish, heard=heard)

    @rule(data=st.data())
    def a_member_ends_a_visit(self, data: st.DataObject) -> None:
        called = [wish for wish in self.wishes if wish.answer and wish.answer.visit_id]
        if called:
            wish = data.draw(st.sampled_from(called))
            assert wish.answer is not None
            finish = c.FinishVisit(wish.member_id, Outcome.FIXED)
            self.home.desk.act(
                str(wish.answer.visit_id), finish, Request(self.new_id(), wish.member_id)
            )

    def retry_id(self, wish: Wish) -> str:
        """A retry is the same request."""
        return wish.request_id

    def ask(self, wish: Wish, *, heard: bool) -> None:
        line = self.home.line()
        calls = self.called()
        answer = self.home.desk.call_next(Request(wish.request_id, wish.member_id))
        if wish.answer is not None:
            assert answer == wish.answer
        if len(self.called()) > len(calls):
            assert answer.visit_id == line[0].id
        if heard:
            wish.answer = answer

    def called(self) -> list[str]:
        return [visit_id for _, visit_id, kind in self.home.history() if kind == "VisitCalled"]

    @invariant()
    def each_visit_is_called_at_most_once_and_only_for_somebody_who_asked(self) -> None:
        calls = self.called()
        assert len(set(calls)) == len(calls)
        assert len(calls) <= len(self.wishes)


class RestoredSiteMachine(SiteMachine):
    """The home's store is brought back from a backup while all that goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.backups: list[Path] = []
        self.new_epoch = ids(77)
        self.the_home_is_backed_up()

    @rule()
    def the_home_is_backed_up(self) -> None:
        self.backups.append(Path(self.folder.name) / f"backup-{len(self.backups)}")
        self.home.back_up(self.backups[-1])

    @rule(data=st.data())
    def the_home_is_restored(self, data: st.DataObject) -> None:
        self.home.restore(data.draw(st.sampled_from(self.backups)), self.new_epoch())
        self.home_forgot = True
