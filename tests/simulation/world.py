"""One site and all that may happen to it: the steps, and what people would swear to.

Every choice comes from `chance`: the same chance gives the same story.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.doubles.clock import FakeClock
from tests.doubles.folders import brief_folder
from tests.doubles.ids import ids
from tests.doubles.in_process import in_this_thread
from tests.doubles.pictures import jpeg
from tests.doubles.stores import Stores
from tests.simulation.air import Air
from tests.simulation.home import MortalHome
from tests.simulation.members import Team
from tests.simulation.stations import SimulatedStation

FAULTS = 0.3
"""The share of calls that do not go well (reliability promise G3)."""
DEATHS = 0.1
"""The share of steps of a station in which its plug is pulled."""
LETTERS = "BCD"
PICTURES = [jpeg(shade, (16, 12)) for shade in range(0, 256, 16)]
"""Few: two visitors may show the very same thing."""
CLOCKS: list[timedelta | datetime] = [
    timedelta(),
    timedelta(minutes=-10),
    timedelta(minutes=10),
    datetime(1970, 1, 1, 0, 1, tzinfo=UTC),
    datetime(2099, 6, 1, 12, tzinfo=UTC),
]
TIMES_S = [1, 1, 20, 90, 600, 3_600, 86_400, 7 * 86_400]
VERBS = ["arrived", "begin", "absent", "finish", "finish"]


@dataclass(frozen=True, slots=True)
class ShownVisit:
    """What one visitor saw, on a day of the home's."""

    number: str
    day: str
    with_picture: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A home's store in which nothing has happened, to be copied, and its stations' tokens."""

    folder: Path
    tokens: dict[str, str]
    stores: Stores

    @staticmethod
    def make(folder: Path, stores: Stores | None = None) -> Made:
        stores = stores or Stores()
        return Made(folder, MortalHome.make_with_stations(folder, LETTERS, stores), stores)


class World:
    """Stations, members and a home, and the steps they may take."""

    def __init__(self, chance: random.Random, made: Made, root: Path) -> None:
        self.chance = chance
        self.root = root
        self.clock = FakeClock()
        self._stores = made.stores.apart()
        self.home = MortalHome(made.folder, root / "home", self.clock, self._stores)
        self.air = Air(self.home, chance, FAULTS)
        self.air.meanwhile = self._meanwhile
        letters = LETTERS[: chance.randint(1, len(LETTERS))]
        self.stations = [
            SimulatedStation(root, made.tokens[letter], self.air, self.clock.at)
            for letter in letters
        ]
        self.team = Team(self.air, ids(99), self.clock.now)
        self.shown: dict[str, ShownVisit] = {}
        self.read: set[str] = set()
        """Visits whose words were read after the check-in and are on their station's disk."""
        self.written_off: set[tuple[str, str]] = set()
        """Pictures the home had and a backup did not: nobody has them any more."""
        self.backups: list[Path] = []
        self.unaware: tuple[str, frozenset[str]] = ("", frozenset())
        """The epoch of a copy put back by hand until the home finds out, and the stations that take
        it for the store they know."""
        self._epochs = ids(77)
        self._someone_is_slow = False
        self._at_work: object = None
        self.back_up()

    def close(self) -> None:
        for station in self.stations:
            station.box.close()
        self.home.close()
        self._stores.close()

    # What visitors do.

    def a_visitor_checks_in(self) -> str:
        station = self._station()
        told = f"{station.letter} dies while somebody checks in"
        with station.dying(self._boundary()):
            told = self._check_in(station)
        return told

    def what_was_read_follows(self) -> str:
        pictures = [visit for visit, seen in self.shown.items() if seen.with_picture]
        unread = sorted(set(pictures) - self.read)
        if not unread:
            return "nothing is being read"
        visit_id = self.chance.choice(unread)
        number = self.shown[visit_id].number
        [station] = [one for one in self.stations if number.startswith(one.letter)]
        told = f"{station.letter} dies while the words of {number} follow"
        with station.dying(self._boundary()):
            station.add_reading(visit_id, f"Read on {number}")
            self.read.add(visit_id)
            told = f"the words of {number} follow"
        return told

    def a_visitor_leaves(self) -> str:
        if not self.shown:
            return "nobody leaves"
        visit_id = self.chance.choice(sorted(self.shown))
        self.team.leaves(visit_id)
        return f"{self.shown[visit_id].number} leaves by phone"

    # What lines, plugs and clocks do.

    def a_station_works(self) -> str:
        station, work = self._station(), self.chance.choice(WORK)
        self._at_work = (station, work)
        told = f"{station.letter} dies while it {work.__name__}s"
        with station.dying(self._boundary()):
            work(station)
            told = f"{station.letter} {work.__name__}s"
        return told

    def an_old_message_arrives(self) -> str:
        if not self.air.sent:
            return "no old message"
        place = self.chance.randrange(len(self.air.sent))
        self.air.arrive_again(self.air.sent[place])
        return f"message {place} arrives again"

    def a_station_starts_again(self) -> str:
        station = self._station()
        station.start_again(reboots=self.chance.random() < 0.5)
        return f"{station.letter} starts again, {station.clock.boot_id}"

    def a_clock_is_set(self) -> str:
        station, off = self._station(), self.chance.choice(CLOCKS)
        station.set_clock(self.clock.at, off)
        return f"{station.letter} believes it is {station.clock.at}"

    def time_passes(self) -> str:
        seconds = self.chance.choice(TIMES_S)
        self.let_pass(seconds)
        return f"{seconds} s pass"

    # What members do.

    def a_member_asks(self) -> str:
        member = self.chance.choice(["maya", "ben"])
        attempt = self.team.call_next(member)
        return f"{member} asks for the next: {self._heard(attempt.told)}"

    def a_member_asks_again(self) -> str:
        if not self.team.attempts:
            return "nobody asks again"
        attempt = self.chance.choice(self.team.attempts)
        self.team.ask_again(attempt)
        return f"asked again: {self._heard(attempt.told)}"

    def an_old_attempt_arrives(self) -> str:
        if not self.team.attempts:
            return "no old attempt"
        place = self.chance.randrange(len(self.team.attempts))
        self.team.arrive_again(self.team.attempts[place])
        return f"attempt {place} arrives again"

    def a_member_goes_on(self) -> str:
        called = self.team.called()
        if not called:
            return "nobody was called"
        visit_id, verb = self.chance.choice(called), self.chance.choice(VERBS)
        self.team.act(visit_id, verb)
        return f"{verb} {self._heard(visit_id)}"

    def the_grace_is_over(self) -> str:
        return f"{self.home.home.no_shows.run()} did not come"

    # What happens to the home.

    def back_up(self) -> str:
        self.backups.append(self.root / f"backup-{len(self.backups)}")
        self.home.back_up(self.backups[-1])
        return f"backup {len(self.backups) - 1}"

    def the_home_is_restored(self) -> str:
        place = self.chance.randrange(len(self.backups))
        self.home.restore(self.backups[place], self._epochs())
        self._home_lost_something()
        return f"the home is restored from backup {place}"

    def an_older_copy_is_put_back(self) -> str:
        place = self.chance.randrange(len(self.backups))
        self.home.put_back(self.backups[place])
        self.unaware = (self.home.epoch, self._who_knows(self.home.epoch))
        self._home_lost_something()
        return f"backup {place} is put back by hand"

    def _who_knows(self, epoch: str) -> frozenset[str]:
        known = [(epoch,)]
        return frozenset(
            station.letter
            for station in self.stations
            if station.box.rows("select epoch from server_store") == known
        )

    def _home_lost_something(self) -> None:
        kept = set(
            self.home.rows("select photo, visit_id from pictures where received_at is not null")
        )
        for station in self.stations:
            sent = station.box.rows(
                "select photo, visit_id from photos where acknowledged_at not null"
            )
            self.written_off |= {(str(photo), str(visit)) for photo, visit in sent} - kept
        self.team.home_was_restored()

    # What everybody may ask of the world.

    def let_pass(self, seconds: float) -> None:
        """Time goes by for everybody."""
        for clock in (self.clock, *(station.clock for station in self.stations)):
            clock.pass_s(seconds)

    def today(self) -> str:
        """The day by the home's clock."""
        return self.home.home.store.site.day(self.clock.now())

    def standing(self) -> str:
        """How things stand, in few words without chance in them."""
        line = " ".join(visit.number for visit in self.home.line())
        backlog = " ".join(
            f"{station.letter}:{len(station.box.waiting())}" for station in self.stations
        )
        return f"seq {self.home.head()}, line [{line}], waiting {backlog}"

    def _heard(self, visit_id: str | None) -> str:
        visit = self.home.visit(visit_id) if visit_id else None
        return f"{visit.number} {visit.state}" if visit else "nobody"

    def _station(self) -> SimulatedStation:
        return self.chance.choice(self.stations)

    def _boundary(self) -> int:
        """At which boundary of its next transactions a station dies; mostly it does not (0)."""
        return self.chance.randint(1, 6) if self.chance.random() < DEATHS else 0

    def _check_in(self, station: SimulatedStation) -> str:
        picture = self.chance.choice([None, self.chance.choice(PICTURES)])
        visit_id, number = station.check_in(picture)
        assert visit_id not in self.shown
        self.shown[visit_id] = ShownVisit(number, self.today(), picture is not None)
        return f"{number} checks in{' with a picture' if picture else ''}"

    def _meanwhile(self) -> None:
        """An answer is slow: something else happens before it comes, but nothing slow in that."""
        if self._someone_is_slow:
            return
        self._someone_is_slow = True
        try:
            for verb in self.chance.choices(MEANWHILE, k=2):
                verb(self)
        finally:
            self._someone_is_slow = False

    def _somebody_checks_in(self) -> str:
        return self._check_in(self._station())

    def _another_works(self) -> str:
        """Any worker but the one that waits for an answer."""
        others = [
            (station, work)
            for station in self.stations
            for work in WORK
            if (station, work) != self._at_work
        ]
        station, work = self.chance.choice(others)
        work(station)
        return f"{station.letter} {work.__name__}s meanwhile"


WORK = [SimulatedStation.send, SimulatedStation.read]
MEANWHILE: list[Callable[[World], str]] = [
    World._somebody_checks_in,
    World._another_works,
    World.an_old_message_arrives,
    World.a_member_asks,
    World.time_passes,
]


@contextmanager
def a_world(chance: random.Random, made: Made) -> Iterator[World]:
    """A new world, all of it in this thread, gone when the block ends."""
    with brief_folder() as root, in_this_thread():
        world = World(chance, made, Path(root))
        try:
            yield world
        finally:
            world.close()
