"""A station of the simulation: its real store, workers and client, on a box that may die."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from kiosk.domain.checkin_request import CheckInRequest, PictureReading, ReadLine
from kiosk.faults import LinkFault
from kiosk.station.identity import StationIdentity
from kiosk.sync.down import SyncDown
from kiosk.sync.transport import HttpSyncClient
from kiosk.sync.up import SyncUp
from tests.doubles.box import Box
from tests.doubles.clock import FakeClock
from tests.doubles.fuse import Died, Fuse
from tests.simulation.air import Air, InTheAir

HOME = "http://home.example"
MOST_STEPS = 500
"""A backlog that is not sent after so many steps on a good line is stuck."""


class SimulatedStation:
    """One box with a clock of its own, and its way to the home."""

    def __init__(self, folder: Path, token: str, air: Air, at: datetime) -> None:
        self.letter = token.split(".")[2]
        self.clock = FakeClock(at)
        self.fuse = Fuse()
        self._token = token
        self._air = air
        self.box = Box(folder / self.letter, self.clock, StationIdentity("hq", self.letter))
        self._plug_in()

    def check_in(self, jpeg: bytes | None) -> tuple[str, str]:
        """Visit and number that a visitor was shown; `Died` when nothing was."""
        receipt = self.box.station.check_in(CheckInRequest("Ana", picture=jpeg)).result()
        return receipt.visit_id, receipt.number

    def add_reading(self, visit_id: str, quote: str) -> None:
        """Words follow that were read after the check-in; `Died` when the plug was pulled."""
        corners = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.2), (0.1, 0.2))
        reading = PictureReading(quote, (ReadLine(quote, corners),))
        self.box.station.add_reading(visit_id, reading).result()

    def send(self) -> None:
        """One step of the up worker."""
        with suppress(LinkFault):
            self.up.step()

    def send_all(self, let_pass: Callable[[float], None]) -> None:
        """Steps until nothing is left, on a good line; what rests is waited for."""
        for _ in range(MOST_STEPS):
            with suppress(LinkFault):
                pause_s = self.up.step()
                if pause_s and not self.something_waits():
                    return
                let_pass(pause_s)
        raise AssertionError(f"{self.letter} never finishes sending")

    def something_waits(self) -> bool:
        """Whether an event or a picture is still to be sent."""
        photos = "select 1 from photos where acknowledged_at is null and set_aside_code is null"
        return bool(self.box.waiting() or self.box.rows(photos))

    def read(self) -> None:
        """One step of the down worker."""
        with suppress(LinkFault):
            self.down.step()

    def set_clock(self, true: datetime, off: timedelta | datetime) -> None:
        """The wall clock says something else from now on."""
        self.clock.at = off if isinstance(off, datetime) else true + off

    @contextmanager
    def dying(self, boundaries: int) -> Iterator[None]:
        """At the n-th boundary of a transaction within this block the plug is pulled."""
        self.fuse.light(boundaries)
        try:
            yield
        except Died:
            self.start_again(reboots=True)
        finally:
            self.fuse.put_out()

    def start_again(self, *, reboots: bool) -> None:
        """The workers forget what they knew; the store does not."""
        self.fuse.put_out()
        self.box.close()
        if reboots:
            self.clock.reboot()
        self.box.start()
        self._plug_in()

    def _plug_in(self) -> None:
        store: Any = self.box.store
        store._db.atomic = self._mortal(store._db)
        chance = random.Random(self.letter)  # the same seed tells the same story
        self.up = SyncUp(self.box.outbox, self._link(), self.clock, chance)
        self.down = SyncDown(self.box.memory, self._link())

    def _link(self) -> HttpSyncClient:
        link = HttpSyncClient(HOME, self._token, self.clock)
        link._http.session.mount("http://", InTheAir(self._air))
        # No thread for a call here: nothing in the air takes time that is not the test's.
        at_once: Any = link._runner
        at_once.call = lambda work, _within_s: work()
        return link

    def _mortal(self, db: Database) -> Callable[[], AbstractContextManager[Database]]:
        atomic = db.atomic

        def mortal() -> AbstractContextManager[Database]:
            return atomic() if db.conn.in_transaction else self.fuse.around(atomic)

        return mortal
