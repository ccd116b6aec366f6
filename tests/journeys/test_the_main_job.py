"""The whole story with real processes, and with the plug pulled out of each of them once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.actors import OPEN, PATIENCE_S, HomeProcess, Kiosk, Member, until
from tests.journeys.tour import START

SMALL = (540, 960)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[HomeProcess]:
    home = HomeProcess(tmp_path / "home")
    yield home
    home.stop()


@pytest.fixture
def kiosk(tmp_path: Path, home: HomeProcess, laptop: Path) -> Iterator[Kiosk]:
    kiosk = Kiosk(tmp_path / "kiosk", home, laptop, SMALL)
    yield kiosk
    kiosk.stop()


def test_a_visit_survives_the_death_of_server_and_kiosk_and_is_helped_once(
    home: HomeProcess, kiosk: Kiosk, browser: Browser
) -> None:
    ben = _open(home, kiosk, browser)

    home.kill()
    number = _check_in(kiosk, "Priya")
    kiosk.kill()
    kiosk.start()
    home.start()

    ben.see("Priya")
    ben.press("Call next")
    ben.see(number)
    picture = ben.page.locator(".visit img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    ben.press("They’re here")
    ben.press("Begin")
    ben.press("Fixed")
    ben.see("finished")
    assert _rows(home, "select number, state, outcome from visits") == [
        (number, "finished", "fixed")
    ]
    assert _rows(home, "select count(*) from pictures where received_at is not null") == [(1,)]
    until(lambda: not list(kiosk.folder.rglob("*.jpg")), "the picture leaving the kiosk's disk")


def test_words_come_to_the_desk_however_soon_the_visitor_says_yes(
    home: HomeProcess, kiosk: Kiosk, browser: Browser
) -> None:
    ben = _open(home, kiosk, browser)

    _check_in(kiosk, "Priya")
    ben.see("Priya")
    ben.press("Call next")

    words = ben.page.locator(".read-text")
    expect(words).to_contain_text("Office VPN", timeout=PATIENCE_S * 1_000)
    assert _rows(home, "select count(*) from pictures") == [(1,)]


def test_the_next_number_after_a_crash_is_a_new_one(home: HomeProcess, kiosk: Kiosk) -> None:
    home.start()
    kiosk.start()
    kiosk.see(OPEN)

    first = _check_in(kiosk, "Dan")
    kiosk.kill()
    kiosk.start()
    second = _check_in(kiosk, "Sam")

    assert (first, second) == ("B1", "B2")


def _open(home: HomeProcess, kiosk: Kiosk, browser: Browser) -> Member:
    """Home and kiosk run, and Ben is signed in at a tablet."""
    pin = home.add_member("Ben")
    home.start()
    kiosk.start()
    ben = Member(browser).sign_in(home.command("pair", "--tablet", "--url", home.url), "Ben", pin)
    kiosk.see(OPEN)
    return ben


def _check_in(kiosk: Kiosk, name: str) -> str:
    kiosk.touch(START)
    kiosk.see("What’s your first name")
    kiosk.type(name)
    kiosk.touch("That’s me")
    kiosk.see("What the camera sees")
    kiosk.touch("Take it now")
    kiosk.touch("Yes, check me in")
    kiosk.see(f"You’re in, {name}")
    return kiosk.see(r"^B\d+$")


def _rows(home: HomeProcess, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home.folder / "server" / "server.db")) as store:
        return store.execute(query).fetchall()
