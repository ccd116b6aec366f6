"""What the pictures of a real kiosk take, they take once. That it goes back is tests/touch's."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from pathlib import Path
from resource import getpagesize
from threading import Event

import pytest

from tests.journeys.actors import OPEN, HomeProcess, Kiosk
from tests.journeys.tour import START
from tests.photographs.held_up import FPS, SIZE, film_of

WATCHED_S = 2.0
PICTURE_PAGES = prod(SIZE) * 3 / getpagesize()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[HomeProcess]:
    home = HomeProcess(tmp_path / "home")
    home.start()
    yield home
    home.stop()


def test_they_take_it_once(tmp_path: Path, home: HomeProcess) -> None:
    kiosk = Kiosk(tmp_path / "kiosk", home, film_of(tmp_path / "room.avi", None), (540, 960))
    kiosk.start()
    try:
        kiosk.see(OPEN)
        kiosk.touch(START)
        kiosk.touch("Skip")
        kiosk.see("What the camera sees")
        before = pages_mapped(kiosk.pid)
        Event().wait(WATCHED_S)
        taken = pages_mapped(kiosk.pid) - before
    finally:
        kiosk.stop()

    assert taken < WATCHED_S * FPS * PICTURE_PAGES  # not even one picture anew for each shown


def pages_mapped(pid: int) -> int:
    """Pages the system had to find for that process so far, none of them from a disk."""
    after_name = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    return int(after_name.split()[7])
