"""A home with a lead and one kiosk, without HTTP."""

from __future__ import annotations

from pathlib import Path

from kiosk.server.auth.members import Member, Role
from kiosk.server.home import Home
from kiosk.sync.down import SyncDown
from kiosk.sync.up import SyncUp
from tests.doubles.box import Box
from tests.doubles.clock import FakeClock
from tests.doubles.home import HomeLink, LiveHome


class HomeWithKiosk:
    """The home lies in `home` below the folder; `live` is that home, opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FakeClock()
        LiveHome.make(folder / "made")
        self.live = LiveHome(folder / "made", folder / "home", self.clock)
        added = self.live.home.members.add("Maya Lund", Role.LEAD)
        assert added is not None
        self.member: Member = added[0]
        self.box = Box(folder / "box", self.clock)

    @property
    def home(self) -> Home:
        """The opened home."""
        return self.live.home

    def sync(self) -> None:
        """The kiosk reads what the home has, and sends all that waits."""
        line = HomeLink(self.live, "B", self.clock)
        SyncDown(self.box.memory, line).step()
        up = SyncUp(self.box.outbox, line, self.clock)
        while up.step() == 0.0:
            pass

    def comes(self, name: str) -> str:
        """Somebody checks in and a minute passes; the visit's id."""
        visit_id = self.box.checked_in(name=name)
        self.sync()
        self.clock.pass_s(60)
        return visit_id

    def close(self) -> None:
        """Both end."""
        self.box.close()
        self.live.close()
