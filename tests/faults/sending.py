"""Stations that are killed while they send.

Forked from a process of its own: what another thread holds at a fork is held for ever.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk import wire
from kiosk.clock import SystemClock
from kiosk.station.writer import StationFolder
from kiosk.sync.ports import Offered
from kiosk.sync.up import SyncUp
from tests.doubles.box import inline_station
from tests.doubles.sync_client import FakeSyncClient


class DeadlyLink(FakeSyncClient):
    """The server takes the push, and the station is killed before it hears so."""

    def push(
        self, events: Sequence[Offered], status: wire.StationStatus | None = None
    ) -> wire.Pushed:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("still alive")


def main(folder: Path, cycles: int) -> None:
    """`cycles` children one after the other that send what waits; tells how each ended."""
    for _ in range(cycles):
        sys.stdout.write(f"{_send_and_die(folder)}\n")


def _send_and_die(folder: Path) -> int:
    child = os.fork()
    if child == 0:
        try:
            clock = SystemClock()
            outbox = inline_station(StationFolder(folder, clock), lambda: "unused").outbox
            SyncUp(outbox, DeadlyLink(), clock).step()
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
