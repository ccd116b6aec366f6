"""N21: the station dies between sending and hearing the answer; no mark of that is left behind."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

from kiosk import wire
from kiosk.clock import SystemClock
from kiosk.reception import Reception
from kiosk.station import Station
from kiosk.station_token import TokenFile
from kiosk.sync.ports import Offered
from kiosk.sync.up import SyncUp
from tests.doubles.box import Box
from tests.doubles.inline import Inline
from tests.doubles.link import FakeLink
from tests.doubles.words import BADGE

CYCLES = 200


class DeadlyLink(FakeLink):
    """The server takes the push, and the station is killed before it hears so."""

    def push(
        self, events: Sequence[Offered], status: wire.StationStatus | None = None
    ) -> wire.Pushed:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("still alive")


def send_and_die(folder: Path) -> int:
    """A child that sends what waits; how it ended."""
    child = os.fork()
    if child == 0:
        try:
            clock = SystemClock()
            reception = Reception(BADGE, folder, clock, lambda: "unused")
            station = Station(reception, Inline(), TokenFile(folder / "token"))
            SyncUp(station, DeadlyLink(), clock).step()
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_all_of_it_is_offered_again_however_often(tmp_path: Path) -> None:
    box = Box(tmp_path)
    for _ in range(3):
        box.checked_in()
    waiting = box.waiting()
    box.close()

    endings = {send_and_die(tmp_path) for _ in range(CYCLES)}

    box.start()
    link = FakeLink()
    still_waiting = box.waiting()
    SyncUp(box.station, link, box.clock).step()
    assert endings == {-signal.SIGKILL}
    assert (still_waiting, len(link.taken), box.waiting()) == (waiting, 3, [])
    box.close()
