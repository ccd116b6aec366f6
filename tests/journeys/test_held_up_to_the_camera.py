"""A card before the camera of a real kiosk: a badge greets, a sticker is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.actors import OPEN, HomeProcess, Kiosk, until
from tests.journeys.tour import START
from tests.photographs.held_up import card, film_of

IDENTITY = "E-1042"
PEOPLE = f"badge,first_name\n{IDENTITY},Priya\n"
STICKER = "PC-0042"
ASSETS = f"tag,device,owner\n{STICKER},Laptop 14,Priya\n"

Place = Callable[[str], Kiosk]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[HomeProcess]:
    home = HomeProcess(tmp_path / "home")
    home.start()
    yield home
    home.stop()


@pytest.fixture
def place(tmp_path: Path, home: HomeProcess) -> Iterator[Place]:
    """Starts a kiosk that knows Priya and her laptop, with that code before its camera."""
    placed: list[Kiosk] = []
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "assets.csv").write_text(ASSETS, encoding="utf-8")

    def _place(code: str) -> Kiosk:
        film = film_of(tmp_path / "held.avi", card(code))
        kiosk = Kiosk(tmp_path / "kiosk", home, film, (540, 960))
        with kiosk.config.open("a", encoding="utf-8") as config:
            config.write('[people]\nlist = "../people.csv"\n')
            config.write('[reading]\nassets = "../assets.csv"\n')
        placed.append(kiosk)
        kiosk.start()
        kiosk.see(OPEN)
        kiosk.touch(START)
        return kiosk

    yield _place
    for kiosk in placed:
        kiosk.stop()


def test_a_badge_held_up_checks_somebody_in_without_a_key(place: Place, home: HomeProcess) -> None:
    kiosk = place(IDENTITY)
    kiosk.see(r"^Good (morning|afternoon|evening), Priya\.")
    kiosk.touch("I’ll just tell you")
    kiosk.touch("Something else")
    kiosk.see("You’re in, Priya")
    kiosk.stop()

    assert traces(IDENTITY, kiosk, home) == []


def test_a_sticker_held_up_is_told_and_goes_to_the_desk_with_the_picture(
    place: Place, home: HomeProcess
) -> None:
    kiosk = place(STICKER)
    kiosk.touch("Skip")
    kiosk.see("^We see a tag: Laptop 14$")
    kiosk.touch("Take it now")
    kiosk.touch("Yes, check me in")
    kiosk.see("You’re in")

    until(lambda: bool(traces("Laptop 14", home)), "the device at the home")


def traces(text: str, *machines: Kiosk | HomeProcess) -> list[Path]:
    """Files of theirs in which `text` stands."""
    files = [path for machine in machines for path in machine.folder.rglob("*") if path.is_file()]
    return [path for path in files if text.encode() in _content(path)]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""  # it was only passing through
