"""A badge before the real camera code of a real kiosk: greeted by name, and nothing else kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.actors import Home, Kiosk
from tests.journeys.tour import START
from tests.photographs.held_up import card, film_of

BADGE = "E-1042"
LISTED = f"badge,first_name\n{BADGE},Priya\n"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "home")
    home.start()
    yield home
    home.stop()


@pytest.fixture
def kiosk(tmp_path: Path, home: Home) -> Iterator[Kiosk]:
    film = film_of(tmp_path / "badge.avi", card(BADGE))
    kiosk = Kiosk(tmp_path / "kiosk", home, film, (540, 960))
    (tmp_path / "people.csv").write_text(LISTED, encoding="utf-8")
    with kiosk.config.open("a", encoding="utf-8") as config:
        config.write('[people]\nlist = "../people.csv"\n')
    yield kiosk
    kiosk.stop()


def test_a_badge_held_up_checks_somebody_in_without_a_key(kiosk: Kiosk, home: Home) -> None:
    kiosk.start()
    kiosk.see("Open now")
    kiosk.touch(START)
    kiosk.see(r"^Good (morning|afternoon|evening), Priya\.")
    kiosk.touch("I’ll just tell you")
    kiosk.touch("Something else")
    kiosk.see("You’re in, Priya")
    kiosk.stop()

    files = [path for path in (*kiosk.folder.rglob("*"), *home.folder.rglob("*")) if path.is_file()]
    assert [path for path in files if BADGE.encode() in path.read_bytes()] == []
