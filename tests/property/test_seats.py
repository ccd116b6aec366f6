"""No seat is given twice, and nobody who came later sits before somebody who stands.

Two stations and a real home, in any order of check-ins, acts, answers and power cuts. A station
that neither sends nor reads for a while is one that is cut off.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from kiosk.domain import events as e
from kiosk.domain.numbers import counter_of
from kiosk.domain.seats import SeatedVisit, standing, taken_seats
from kiosk.domain.visit import ENDED
from kiosk.server.fleet.seats import give_seats, seats_by_letter
from kiosk.server.queue.acts import ActRequest
from tests.doubles.folders import brief_folder
from tests.doubles.ids import ids
from tests.doubles.site import SmallSite, StationThere
from tests.doubles.words import SITE

LETTERS = st.sampled_from("BC")
PLACES = st.integers(0, 9)
ACTS: dict[str, e.VisitFacts] = {
    "arrived": e.VisitorArrived(),
    "begin": e.ServiceBegan("maya"),
    "return": e.VisitReturned(),
    "absent": e.VisitHeld(e.HoldReason.ABSENT),
    "no show": e.VisitMarkedNoShow(),
    "call": e.VisitCalled("maya"),
}


class Seats(RuleBasedStateMachine):
    """Station B with seats 1 and 2, station C with seat 3, and their home."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = brief_folder()
        self.site = SmallSite(Path(self.folder.name))
        self.new_id = ids(99)
        self.give({"B": (1, 2), "C": (3,)})
        self.come_on_line()
        self.before = {letter: self.known(letter) for letter in "BC"}

    def teardown(self) -> None:
        for station in (self.site.b, self.site.c):
            station.box.close()
        self.site.home.close()
        self.folder.cleanup()

    # What happens.

    @rule(letter=LETTERS, people=st.integers(1, 4))
    def people_check_in(self, letter: str, people: int) -> None:
        for _ in range(people):
            self.station(letter).box.checked_in()

    @rule(letter=LETTERS, way=st.sampled_from(["up", "down", "both"]))
    def a_station_is_on_line(self, letter: str, way: str) -> None:
        station = self.station(letter)
        if way != "down":
            station.sends()
        if way != "up":
            station.reads()

    @rule(letter=LETTERS)
    def the_power_goes(self, letter: str) -> None:
        self.station(letter).box.restart()

    @rule(place=PLACES, verbs=st.lists(st.sampled_from(sorted(ACTS)), min_size=1, max_size=3))
    def a_member_acts(self, place: int, verbs: list[str]) -> None:
        for verb in verbs:
            self.act(place, ACTS[verb])

    @rule(place=PLACES)
    def a_visit_ends(self, place: int) -> None:
        for facts in (e.VisitCalled("maya"), e.VisitFinished("maya", e.Outcome.FIXED)):
            self.act(place, facts)

    @rule(place=PLACES)
    def a_visitor_leaves(self, place: int) -> None:
        waiting = self.site.home.line()
        if waiting:
            self.site.home.acts.leave(waiting[place % len(waiting)].id, self.new_id())

    @rule()
    def the_home_starts_again(self) -> None:
        self.site.home.start_again()

    @rule(seats=st.sampled_from([{"B": (1,), "C": (3, 2)}, {"B": (1, 2), "C": (3,)}]))
    def a_lead_moves_a_seat(self, seats: dict[str, tuple[int, ...]]) -> None:
        """With both kiosks on line: until a kiosk has heard of it, it gives its seats as before."""
        self.come_on_line()
        self.give(seats)
        for _ in range(2):
            self.come_on_line()

    @rule()
    def everything_arrives(self) -> None:
        """Home and stations agree, and nobody stands beside a free seat."""
        for _ in range(3):
            self.come_on_line()
        with self.site.home.home.store.read() as connection:
            seats = seats_by_letter(connection, SITE)
        at_home = {visit.id: visit for visit in self.site.home.open()}
        held = taken_seats(self.known("B").values()) | taken_seats(self.known("C").values())
        for letter in "BC":
            known = self.known(letter)
            assert {visit: had.seat for visit, had in known.items()} == {
                visit: had.seat for visit, had in at_home.items() if had.station == letter
            }, "home and station do not agree"
            free = set(seats[letter]) - held
            assert not free or not standing(known.values(), ""), "stands beside a free seat"

    # What must hold.

    @invariant()
    def no_seat_is_held_twice(self) -> None:
        for letter in "BC":
            held = Counter(visit.seat for visit in self.known(letter).values() if visit.seat)
            assert [seat for seat, times in held.items() if times > 1] == []
        at_home = Counter(visit.seat for visit in self.site.home.open() if visit.seat)
        assert [seat for seat, times in at_home.items() if times > 1] == []

    @invariant()
    def who_is_seated_stood_longest(self) -> None:
        for letter in "BC":
            known = self.known(letter)
            stand = [counter_of(visit.number) for visit in standing(known.values(), "")]
            for visit_id, visit in known.items():
                had = self.before[letter].get(visit_id)
                if visit.seat is None or (had is not None and had.seat is not None):
                    continue
                assert not stand or counter_of(visit.number) < min(stand), "seated out of turn"
            self.before[letter] = known

    @invariant()
    def a_seat_once_given_stays_the_visitors(self) -> None:
        for letter in "BC":
            known = self.known(letter)
            for visit_id, visit in self.before[letter].items():
                if visit.seat is not None and visit_id in known:
                    assert known[visit_id].seat == visit.seat

    def act(self, place: int, facts: e.VisitFacts) -> None:
        visits = sorted(self.site.home.open(), key=lambda visit: visit.id)
        if visits:
            visit_id = visits[place % len(visits)].id
            self.site.home.acts.act(visit_id, facts, ActRequest(self.new_id(), "maya"))

    def come_on_line(self) -> None:
        for station in (self.site.b, self.site.c):
            station.sends()
            station.reads()

    def give(self, seats: dict[str, tuple[int, ...]]) -> None:
        with self.site.home.home.store.write() as connection:
            for letter, given in seats.items():
                give_seats(connection, SITE, letter, given)

    def station(self, letter: str) -> StationThere:
        return self.site.b if letter == "B" else self.site.c

    def known(self, letter: str) -> dict[str, SeatedVisit]:
        """The visits that have not ended, as that station knows."""
        rows = self.station(letter).box.rows("select id, number, state, seat from visits")
        visits = [SeatedVisit(*row) for row in rows]  # type: ignore[arg-type]  # columns as named
        return {visit.id: visit for visit in visits if visit.state not in ENDED}


Seats.TestCase.settings = settings(
    max_examples=settings().max_examples // 12, stateful_step_count=30
)
TestSeats = Seats.TestCase
