"""The disk takes seconds for a commit.

The visitor reads that it is being saved, cannot send it twice, and then gets one number.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.journeys.actors import Kiosk
from tests.journeys.tour import START


def test_saving_is_shown_and_nothing_is_sent_twice(kiosk: Kiosk) -> None:
    kiosk.start()
    path = kiosk.folder / "station" / "station.db"
    with closing(sqlite3.connect(path)) as other:
        other.isolation_level = None
        kiosk.touch(START)
        kiosk.touch("Skip")
        # As slow as a disk can be: nothing is committed until the other lets go.
        other.execute("begin immediate")
        kiosk.touch("I’ll just tell you")
        kiosk.see("Saving")
        buttons = [words for words in kiosk.words() if "tell you" in words]
        other.execute("rollback")

        number = kiosk.see(r"^B\d+$")
        kept = other.execute("select number from visits").fetchall()

    assert buttons == []
    assert kept == [(number,)]
