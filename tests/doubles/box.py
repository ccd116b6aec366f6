"""A station on a disk of its own, without threads, whose power a test can cut."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from kiosk.domain.checkin_request import CheckInRequest
from kiosk.domain.site import LETTERS
from kiosk.machine.files import DiskSpace
from kiosk.space import Needs, Space
from kiosk.station.bootstrap import StationParts, assemble
from kiosk.station.identity import StationIdentity, TokenFile
from kiosk.station.writer import StationFolder
from tests.doubles.clock import FakeClock
from tests.doubles.ids import ids
from tests.doubles.inline import Inline
from tests.doubles.words import IDENTITY, state_of_site


def inline_station(
    folder: StationFolder,
    new_id: Callable[[], str],
    identity: StationIdentity = IDENTITY,
    token: TokenFile | None = None,
) -> StationParts:
    """A station on `folder` that does everything in the caller's thread."""
    return assemble(folder, identity, Inline(), token or TokenFile(Path("no token")), new_id)


class Box:
    """One station that does everything in the test's own thread."""

    def __init__(
        self,
        folder: Path,
        clock: FakeClock | None = None,
        identity: StationIdentity = IDENTITY,
        needs: Needs | None = None,
    ) -> None:
        """`needs`: of the real disk; without them there is as much space as `room` says."""
        self.folder = folder
        self.room = DiskSpace(free=50_000_000_000, total=100_000_000_000)
        self._needs = needs
        self.clock = clock or FakeClock()
        self.identity = identity
        self.token = TokenFile(folder / "token")
        self.new_id = ids(LETTERS.index(identity.letter))
        self.start()

    def start(self) -> None:
        if self._needs is None:
            space = Space(self.folder, Needs(reserve_bytes=4_096), lambda _folder: self.room)
        else:
            space = Space(self.folder, self._needs)
        self.disk = StationFolder(self.folder, self.clock, space)
        self.parts = inline_station(self.disk, self._id, self.identity, self.token)
        self.station = self.parts.station
        self.outbox = self.parts.outbox
        self.memory = self.parts.memory
        self.housekeeping = self.parts.housekeeping
        self.store = self.disk.store
        self._reader = sqlite3.connect(self.folder / "station.db")

    def _id(self) -> str:
        """From `new_id` as it is now: a test may replace it."""
        return self.new_id()

    def restart(self) -> None:
        """The power goes and comes back."""
        self.close()
        self.clock.reboot()
        self.start()

    def close(self) -> None:
        self._reader.close()
        self.disk.recovery.close()

    def receive_time(self) -> None:
        """The server answers, and says what time it is."""
        self.memory.remember(state_of_site(now=self.clock.now()))

    def checked_in(self, jpeg: bytes | None = None, name: str = "Ana") -> str:
        """The id of a new visit."""
        return self.station.check_in(CheckInRequest(name, picture=jpeg)).result().visit_id

    def waiting(self) -> list[tuple[str, str]]:
        """What waits for the server, in the order of sending: visit and event type."""
        offers = self.store.outbox.pending(10_000)
        return [(offer.event.about.id, offer.event.type) for offer in offers]

    def pictures(self) -> list[str]:
        """The names of the picture files on the disk."""
        return sorted(path.name for path in (self.folder / "pictures").glob("*/*"))

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What another reader of the file sees."""
        return self._reader.execute(query).fetchall()
