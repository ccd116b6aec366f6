"""A station's box: its store and pictures on a disk, whose power a test can cut."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from kiosk.domain.site import LETTERS
from kiosk.machine.files import DiskSpace
from kiosk.station.checkin import Reception
from kiosk.station.identity import StationIdentity, TokenFile
from kiosk.station.station import Station
from kiosk.station.store.space import Needs, Space
from tests.doubles.clock import FakeClock
from tests.doubles.ids import ids
from tests.doubles.inline import Inline
from tests.doubles.words import IDENTITY, state_of_site


class Box:
    """One station without its threads: everything happens where the test stands."""

    def __init__(
        self,
        folder: Path,
        clock: FakeClock | None = None,
        badge: StationIdentity = IDENTITY,
        needs: Needs | None = None,
    ) -> None:
        """`needs`: of the disk as it is; without, there is always room as `room` says."""
        self.folder = folder
        self.room = DiskSpace(free=50_000_000_000, total=100_000_000_000)
        self._needs = needs
        self.clock = clock or FakeClock()
        self.badge = badge
        self.token = TokenFile(folder / "token")
        self.new_id = ids(LETTERS.index(badge.letter))
        self.start()

    def start(self) -> None:
        if self._needs is None:
            space = Space(self.folder, Needs(reserve_bytes=4_096), lambda _folder: self.room)
        else:
            space = Space(self.folder, self._needs)
        self.reception = Reception(self.badge, self.folder, self.clock, self.new_id, space)
        self.station = Station(self.reception, Inline(), self.token)
        self.store = self.reception.store
        self._reader = sqlite3.connect(self.folder / "station.db")

    def restart(self) -> None:
        """The power goes and comes back."""
        self.close()
        self.clock.reboot()
        self.start()

    def close(self) -> None:
        self._reader.close()
        self.reception.recovery.close()

    def hear_the_time(self) -> None:
        """The home answers, and says what time it is."""
        self.station.remember(state_of_site(now=self.clock.now()))

    def checked_in(self, jpeg: bytes | None = None, name: str = "Ana") -> str:
        """The id of a new visit."""
        return self.station.check_in(name, jpeg).result().visit_id

    def waiting(self) -> list[tuple[str, str]]:
        """What waits for the server, in its order: visit and kind of event."""
        offers = self.store.outbox.pending(10_000)
        return [(offer.event.about.id, offer.event.type) for offer in offers]

    def pictures(self) -> list[str]:
        """The names of the picture files on the disk."""
        return sorted(path.name for path in (self.folder / "pictures").glob("*/*"))

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What somebody else reading the file would see."""
        return self._reader.execute(query).fetchall()
