"""The kiosk is ended, politely or not, while somebody checks in.

The visitor sees the welcome screen again. Nothing of a visit that had no number is left; one that
had a number is there, whole, whichever way the end came.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.journeys.actors import OPEN, Kiosk
from tests.journeys.tour import START

ENDS: list[Callable[[Kiosk], None]] = [Kiosk.stop, Kiosk.kill]


@pytest.mark.parametrize("end", ENDS)
def test_a_visit_without_a_number_leaves_nothing(
    kiosk: Kiosk, end: Callable[[Kiosk], None]
) -> None:
    kiosk.start()
    _show_the_problem(kiosk)

    end(kiosk)

    kiosk.start()
    kiosk.see(OPEN)
    assert _kept(kiosk) == {"visits": [], "events": 0, "outbox": 0, "pictures": 0}


@pytest.mark.parametrize("end", ENDS)
def test_a_visit_with_a_number_is_there_whole(kiosk: Kiosk, end: Callable[[Kiosk], None]) -> None:
    kiosk.start()
    _show_the_problem(kiosk)
    kiosk.touch("Yes, check me in")
    number = kiosk.see(r"^B\d+$")

    end(kiosk)

    kiosk.start()
    kiosk.see(OPEN)
    assert _kept(kiosk) == {"visits": [(number,)], "events": 2, "outbox": 2, "pictures": 1}


def _show_the_problem(kiosk: Kiosk) -> None:
    kiosk.touch(START)
    kiosk.touch("Skip")
    kiosk.see("What the camera sees")
    kiosk.touch("Take it now")
    kiosk.see("Your picture")


def _kept(kiosk: Kiosk) -> dict[str, object]:
    folder = kiosk.folder / "station"
    with closing(sqlite3.connect(folder / "station.db")) as store:
        return {
            "visits": store.execute("select number from visits").fetchall(),
            "events": store.execute("select count(*) from events").fetchone()[0],
            "outbox": store.execute("select count(*) from outbox").fetchone()[0],
            "pictures": len(list((folder / "pictures").rglob("*.*"))),
        }
