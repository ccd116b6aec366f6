"""A station's box: its store and pictures on a disk, whose power a test can cut."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from kiosk.domain.site import LETTERS
from kiosk.reception import Badge, Reception
from kiosk.station import Station
from tests.doubles.clock import FakeClock
from tests.doubles.ids import ids
from tests.doubles.inline import Inline
from tests.doubles.words import BADGE


class Box:
    """One station without its threads: everything happens where the test stands."""

    def __init__(self, folder: Path, clock: FakeClock | None = None, badge: Badge = BADGE) -> None:
        self.folder = folder
        self.clock = clock or FakeClock()
        self.badge = badge
        self.new_id = ids(LETTERS.index(badge.letter))
        self.start()

    def start(self) -> None:
        self.reception = Reception(self.badge, self.folder, self.clock, self.new_id)
        self.station = Station(self.reception, Inline())
        self.store = self.reception.store
        self._reader = sqlite3.connect(self.folder / "station.db")

    def restart(self) -> None:
        """The power goes and comes back."""
        self.close()
        self.clock.reboot()
        self.start()

    def close(self) -> None:
        self._reader.close()
        self.store.close()

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
