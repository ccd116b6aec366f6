"""A real home on a disk, and links to it.

No HTTP: what would travel is encoded and decoded all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk import wire
from kiosk.domain.visit import Visit
from kiosk.server.home import HomeMeans, open_home
from kiosk.server.queue.line import Line
from kiosk.server.store.visit_rows import load_open, load_visit
from kiosk.server.sync import ingest
from kiosk.server.sync.station_state import StationCursor, station_states
from kiosk.sync.ports import Offered, OfferedPhoto
from tests.doubles.clock import FakeClock
from tests.doubles.stores import Stores
from tests.doubles.words import SITE


class LiveHome:
    """The home of the site of `words`, opened on a copy of a store made once."""

    def __init__(
        self, made: Path, folder: Path, clock: FakeClock, stores: Stores | None = None
    ) -> None:
        self._stores = stores or Stores()
        self._stores.copy(made, folder)
        self._folder = folder
        self._clock = clock
        self._open()

    @staticmethod
    def make(folder: Path) -> None:
        """A store with nothing in it, to be copied."""
        open_home(SITE, folder, FakeClock()).close()

    def _open(self) -> None:
        means = HomeMeans(database=self._stores.address(self._folder))
        self.home = open_home(SITE, self._folder, self._clock, means=means)
        self.acts = self.home.acts
        self._reader = self._stores.reader(self._folder)

    @property
    def epoch(self) -> str:
        """The epoch of its store."""
        return self.home.store.epoch

    def close(self) -> None:
        self._reader.close()
        self.home.close()

    def start_again(self) -> None:
        """It was stopped, and comes back."""
        self.close()
        self._open()

    def back_up(self, to: Path) -> None:
        """A copy as a backup takes it: one file, while everything goes on."""
        self._reader.close()
        self._stores.back_up(self._folder, to)
        self._reader = self._stores.reader(self._folder)

    def put_back(self, copy: Path) -> None:
        """The store is that copy from now on, and does not know it: a snapshot, a file manager."""
        self.close()
        self._stores.put_back(copy, self._folder)
        self._open()

    def restore(self, backup: Path, epoch: str) -> None:
        """The store is the backup's from now on, under a new epoch."""
        self.close()
        self._stores.put_back(backup, self._folder)
        with self._stores.opened(self._folder) as db:
            db.execute(f"update meta set value = '{epoch}' where key = 'epoch'")
        self._open()

    def accept(self, push: bytes, letter: str, crash: Exception | None = None) -> bytes:
        """The answer to a push; with `crash` the home dies just before the commit."""
        with self.home.store.append() as ledger:
            answer = ingest.accept(ledger, wire.read_push(push), letter, self.epoch).answer
            if crash is not None:
                raise crash
        return wire.encode(answer)

    def state(self, letter: str, after: int, epoch: str | None) -> bytes:
        with self.home.store.read() as connection:
            cursor = StationCursor(letter, after if epoch == self.epoch else 0)
            now = self.home.state.read_by(connection)
            state = station_states(connection, SITE, now, {cursor})[cursor]
        return wire.encode(state)

    def visit(self, visit_id: str) -> Visit | None:
        with self.home.store.read() as connection:
            return load_visit(connection, visit_id)

    def line(self) -> list[Visit]:
        """Who waits, first to be called first."""
        with self.home.store.read() as connection:
            return list(Line(load_open(connection, SITE.site_id)).waiting)

    def open(self) -> list[Visit]:
        """Every visit that has not ended."""
        with self.home.store.read() as connection:
            return list(Line(load_open(connection, SITE.site_id)).visits)

    def history(self) -> list[tuple[int, str, str]]:
        """Every event: its number, what it is about and its kind."""
        query = "select seq, about_id, type from events order by seq"
        found: list[tuple[int, str, str]] = self._reader.execute(query).fetchall()
        return found

    def head(self) -> int:
        [(seq,)] = self._reader.execute("select seq from sites").fetchall()
        return int(seq)


class HomeLink:
    """One station's link to the home: nothing is lost, doubled or late."""

    def __init__(self, home: LiveHome, letter: str, clock: FakeClock) -> None:
        self.home = home
        self._letter = letter
        self._clock = clock

    def push(
        self, offers: Sequence[Offered], _status: wire.StationStatus | None = None
    ) -> wire.Pushed:
        sent = [wire.to_wire(offer.event, offer.age_s) for offer in offers]
        push = wire.Push(SITE.site_id, self._clock.now(), sent, up_s=self._clock.monotonic_s())
        return wire.decode(self.home.accept(wire.encode(push), self._letter), wire.Pushed)

    def pull(
        self,
        after: int,
        epoch: str | None,
        _wait_s: int,
        _ways: Sequence[wire.WayTrouble] = (),
    ) -> wire.State:
        return wire.decode(self.home.state(self._letter, after, epoch), wire.State)

    def upload(self, _offer: OfferedPhoto, _content: bytes, _enough: Callable[[], bool]) -> bool:
        """Pictures are taken as they come; their own tests look closer."""
        return True
