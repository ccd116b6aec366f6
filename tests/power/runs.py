"""What is replayed: a station that takes visitors, and a home that receives pictures."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.doubles.clock import FakeClock
from tests.doubles.in_process import in_this_thread
from tests.doubles.pictures import jpeg
from tests.power.cuts import Judge, complaints, home_complaints, station_complaints
from tests.power.trace import Operation, traced
from tests.simulation.air import Air
from tests.simulation.home import MortalHome
from tests.simulation.stations import SimulatedStation

PICTURES = 8


@dataclass(frozen=True, slots=True)
class Run:
    """What a program did, what had been on the disk before, and who judges what is left of it."""

    operations: Sequence[Operation]
    judge: Judge
    before: Path | None = None

    def until(self, words: str) -> Run:
        """The run up to the moment when this was told."""
        told = [step.data for step in self.operations].index(f"{words}\n".encode())
        return Run(self.operations[: told + 1], self.judge, self.before)

    def told(self) -> int:
        """How many promises were made."""
        return sum(step.path == "told" and step.call == "write" for step in self.operations)

    def complaints(self, states: int) -> list[str]:
        """See `cuts.complaints`."""
        return complaints(self.operations, self.judge, states, self.before)


def visitors(folder: Path, *flags: str) -> Run:
    """A station makes its store and checks people in."""
    (folder / "station").mkdir(parents=True)
    return Run(traced(folder / "station", "visits", *flags), station_complaints)


def pictures(folder: Path) -> Run:
    """A home receives the pictures its stations told of."""
    before = _announced(folder)
    shutil.copytree(before, folder / "home")
    return Run(traced(folder / "home", "pictures"), home_complaints, before)


def _announced(folder: Path) -> Path:
    """A home that was told of pictures and has none yet; they lie in `coming`, to be received."""
    before, clock = folder / "announced", FakeClock()
    tokens = MortalHome.make_with_stations(folder / "made", "B")
    home = MortalHome(folder / "made", before, clock)
    with in_this_thread():
        air = Air(home, random.Random(0), faults=0.0)
        station = SimulatedStation(folder, tokens["B"], air, clock.at)
        for shade in range(PICTURES):
            station.check_in(jpeg(shade))
        station.send()
    (before / "coming").mkdir()
    for photo, visit_id in station.box.rows("select photo, visit_id from photos"):
        content = station.box.disk.pictures.read(str(photo))
        (before / "coming" / f"{visit_id}_{photo}").write_bytes(content or b"")
    station.box.close()
    home.close()
    return before
