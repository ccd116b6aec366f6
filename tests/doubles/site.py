"""A home and stations whose clocks are what a test makes them; no HTTP, no thread."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from kiosk.station.identity import StationIdentity
from kiosk.sync.down import SyncDown
from kiosk.sync.up import IDLE_S, SyncUp
from tests.doubles.box import Box
from tests.doubles.clock import FakeClock
from tests.doubles.home import HomeLink, LiveHome


class StationThere:
    """One station: its box, its clock, and the line to its home."""

    def __init__(self, home: LiveHome, folder: Path, letter: str) -> None:
        self.clock = FakeClock()
        self.box = Box(folder / letter, self.clock, StationIdentity("hq", letter))
        self.line = HomeLink(home, letter, self.clock)

    def sends(self) -> None:
        """Everything that waits goes up."""
        up = SyncUp(self.box.outbox, self.line, self.clock)
        while up.step() != IDLE_S:
            pass

    def reads(self) -> None:
        """What the home says comes down."""
        SyncDown(self.box.memory, self.line).step()


class SmallSite:
    """Stations B and C and their home; what time it is at the home decides."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        LiveHome.make(folder / "made")
        self.home = LiveHome(folder / "made", folder / "home", self.clock)
        self.b, self.c = (StationThere(self.home, folder, letter) for letter in "BC")

    def pass_min(self, minutes: float) -> None:
        """Time goes by for everybody."""
        for clock in (self.clock, self.b.clock, self.c.clock):
            clock.pass_s(minutes * 60)

    def line(self) -> list[str]:
        """The numbers that wait, first to be called first."""
        return [visit.number for visit in self.home.line()]

    def waited_min(self) -> list[float]:
        """For how long each of them has waited, by the home."""
        now = self.clock.now()
        return [(now - visit.joined_at) / timedelta(minutes=1) for visit in self.home.line()]


@contextmanager
def small_site(folder: Path) -> Iterator[SmallSite]:
    """The site until the block ends."""
    site = SmallSite(folder)
    try:
        yield site
    finally:
        site.b.box.close()
        site.c.box.close()
        site.home.close()
