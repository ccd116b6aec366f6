"""Something breaks the kiosk at every start, before its first screen.

After five starts the visitor finds a kiosk without its camera, and is checked in with words. One
row of the store that cannot be read does not even need that.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from kiosk.clock import SystemClock
from kiosk.station.safe_mode import MOST_FAILED, CrashLoopGuard
from tests.journeys.actors import OPEN, Kiosk
from tests.journeys.tour import START


def test_after_five_failed_starts_visitors_are_served_without_a_camera(kiosk: Kiosk) -> None:
    for _ in range(MOST_FAILED):
        CrashLoopGuard(kiosk.folder / "station", SystemClock())

    kiosk.start()
    kiosk.touch(START)
    kiosk.touch("Skip")

    kiosk.see("Our camera’s resting")
    kiosk.touch("I’ll just tell you")

    kiosk.see(r"^B\d+$")
    assert '"event": "started_safe"' in kiosk.log()


def test_a_start_that_shows_its_screen_is_not_counted(kiosk: Kiosk) -> None:
    for _ in range(MOST_FAILED - 1):
        CrashLoopGuard(kiosk.folder / "station", SystemClock())
    kiosk.start()
    kiosk.see(OPEN)
    kiosk.kill()

    kiosk.start()
    kiosk.see(OPEN)

    assert '"event": "started_safe"' not in kiosk.log()


def test_a_row_that_cannot_be_read_stops_no_start(kiosk: Kiosk) -> None:
    kiosk.start()
    kiosk.kill()
    with closing(sqlite3.connect(kiosk.folder / "station" / "station.db")) as db:
        db.execute("insert or replace into home values (1, 'x', 1, ?)", (b"\x00nonsense",))
        db.commit()

    kiosk.start()

    kiosk.see(OPEN)
