"""What a soak came to, read from the stores once everything has arrived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.server.child import Child
from tests.soak.processes import StationProcess, rows_of
from tests.soak.tablets import CallingTablet


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one soak; everything from `lost` on must be nothing."""

    kills_of_stations: int
    kills_of_the_home: int
    kills_of_its_processes: int
    kills_of_the_database: int
    visits: int
    shown: int
    pictures: int
    calls: int
    repeated_requests: int
    drain_s: float
    lost: int
    doubled: int
    called_twice: int
    called_for_nobody: int
    gaps: int
    damaged: int

    @property
    def well(self) -> bool:
        """Whether everything held."""
        bad = (self.lost, self.doubled, self.called_twice, self.called_for_nobody)
        return not any((*bad, self.gaps, self.damaged))

    def __str__(self) -> str:
        names = [name for name in self.__slots__ if name != "drain_s"]
        counts = ", ".join(f"{name.replace('_', ' ')} {getattr(self, name)}" for name in names)
        return f"{counts}, drained in {self.drain_s:.1f} s"


@dataclass(frozen=True, slots=True)
class Course:
    """What happened meanwhile."""

    killed: Mapping[str, int]
    drain_s: float


def figures(
    course: Course,
    home: Child,
    stations: Sequence[StationProcess],
    tablets: Sequence[CallingTablet],
) -> Figures:
    """The stores against what visitors saw and members were answered."""
    shown = [pair for station in stations for pair in station.shown]
    own = {row for station in stations for row in station.rows("select id, number from visits")}
    there = home.rows("select id, number, day from visits")
    at_home = {(visit, number) for visit, number, _ in there}
    events = [row for station in stations for row in station.rows("select id from events")]
    told = home.rows("select id from events")
    calls = dict(home.rows("select id, about_id from events where type = 'VisitCalled'"))
    arrived = home.rows("select photo, visit_id from pictures where received_at is not null")
    pictures = {
        row for station in stations for row in station.rows("select photo, visit_id from photos")
    }
    [(seq,)] = home.rows("select seq from sites")
    answered = {request: visit for tablet in tablets for request, visit in tablet.calls.items()}
    asked = set().union(*(tablet.asked for tablet in tablets))
    numbers = Counter((number, day) for _, number, day in there)
    stores = [home.data / "server.db", *(station.folder / "station.db" for station in stations)]
    return Figures(
        kills_of_stations=course.killed["station"],
        kills_of_the_home=course.killed["home"],
        kills_of_its_processes=course.killed["worker"],
        kills_of_the_database=course.killed["database"],
        visits=len(there),
        shown=len(shown),
        pictures=len(pictures),
        calls=len(calls),
        repeated_requests=sum(tablet.repeats for tablet in tablets),
        drain_s=course.drain_s,
        lost=len(set(shown) - own)
        + len(own - at_home)
        + len(set(events) - set(told))
        + len(pictures - set(arrived)),
        doubled=sum(times - 1 for times in numbers.values()) + len(told) - len(set(told)),
        called_twice=len(calls) - len(set(calls.values())),
        called_for_nobody=len(set(calls) - asked)
        + sum(calls.get(request) != visit for request, visit in answered.items()),
        gaps=int(seq) - len(told) - len(arrived),
        damaged=sum(
            rows_of(path, "pragma integrity_check") != [("ok",)] for path in stores if path.exists()
        ),
    )
