"""A station that talks real HTTP to a server that does what a test says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.domain.snapshot import Link
from kiosk.faults import LinkFault
from kiosk.sync.down import SyncDown
from kiosk.sync.transport import HttpSyncClient, Timeouts
from kiosk.sync.up import SyncUp
from tests.doubles.box import Box
from tests.doubles.unruly import UnrulyServer
from tests.doubles.waiting import HANG_S

TOKEN = "wk1.hq.B.secret"
DEFAULTS = Timeouts()
BRISK = Timeouts(connect_s=2.0, read_s=0.5, whole_s=0.8)
"""Shorter than the real ones: what they lead to is tested, not how long they take."""
ONE_DEADLINE = Timeouts(connect_s=HANG_S, read_s=HANG_S, whole_s=0.8)
"""Nothing but the whole call can take too long, also on a busy machine."""
UNHURRIED = Timeouts(connect_s=HANG_S, read_s=HANG_S, whole_s=HANG_S)
"""Nothing takes too long."""


class StationOnLine:
    """A station with both sync workers; one step of each is one try."""

    def __init__(self, box: Box, link: HttpSyncClient) -> None:
        self.box = box
        self.link = link
        self.up = SyncUp(box.outbox, link, box.clock)
        self.down = SyncDown(box.memory, link)

    def tries(self, times: int = 1) -> list[str]:
        """Tries both directions; the reasons of those that failed."""
        reasons = []
        for step in [self.up.step, self.down.step] * times:
            try:
                step()
            except LinkFault as fault:
                reasons.append(fault.reason)
        return reasons

    def stands(self) -> tuple[Link, int]:
        """What the snapshot shows: the link, and how many events wait."""
        snapshot = self.box.station.snapshot()
        return snapshot.link, snapshot.waiting_events

    def aside(self) -> list[tuple[object, ...]]:
        """The events set aside, and why."""
        query = "select event_id, set_aside_code from outbox where set_aside_code is not null"
        return self.box.rows(query)


@contextmanager
def station_on_line(
    folder: Path,
    server: UnrulyServer | str,
    timeouts: Timeouts = DEFAULTS,
    *,
    ca_file: Path | None = None,
) -> Iterator[StationOnLine]:
    """The station, until the block ends."""
    url = server if isinstance(server, str) else server.url
    box = Box(folder)
    link = HttpSyncClient(
        url, TOKEN, SystemClock(), timeouts, ca_file=str(ca_file) if ca_file else None
    )
    try:
        yield StationOnLine(box, link)
    finally:
        link.close()
        box.close()
