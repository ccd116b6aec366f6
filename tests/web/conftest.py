"""Fixtures of the page tests: one browser, one home, and the members signed in there.

No visit of one test stays for the next: open visits are finished, the others leave.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState, ViewportSize

from kiosk.clock import SystemClock
from kiosk.server.home import open_home
from kiosk.settings import read_site
from tests.journeys.actors import DESK_SIZE, HomeProcess, chromium
from tests.web.pages import PHONE, Tablet, VisitorPhone, WebPage
from tests.web.plain_station import Joined, PlainStation


@dataclass(frozen=True, slots=True)
class Site:
    """A home that was set up once; every copy of its folder knows the same people and codes."""

    folder: Path
    pins: dict[str, str]
    codes: tuple[str, ...]
    station_token: str


OpenTablet = Callable[..., Tablet]
OpenPhone = Callable[..., VisitorPhone]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each file: while Playwright is open, nobody else may run an event loop here."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    home = HomeProcess(tmp_path_factory.mktemp("site") / "home")
    pins = {name: home.add_member(name) for name in ("Ben", "Maya")}
    token = home.command("pair", "--station", "B")
    return Site(home.folder, pins, tuple(pairing_codes(home, len(pins))), token)


def pairing_codes(home: HomeProcess, count: int) -> Iterator[str]:
    """Codes that outlive the run: copies of the home are made until its end."""
    settings = read_site(home.config)
    opened = open_home(settings.site, Path(settings.data_dir), SystemClock())
    for _ in range(count):
        yield opened.devices.pairing_code(timedelta(days=1))
    opened.close()


@pytest.fixture(scope="session")
def shared_home(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HomeProcess]:
    yield from copy_of(site, tmp_path_factory.mktemp("shared"))


def copy_of(site: Site, folder: Path) -> Iterator[HomeProcess]:
    """A home of its own with the site's people and codes, running."""
    home = HomeProcess(folder / "home")
    shutil.copytree(site.folder / "server", home.folder / "server")
    home.start()
    yield home
    home.stop()


@pytest.fixture
def home(shared_home: HomeProcess) -> HomeProcess:
    """Tests that kill it, or lock somebody out, put a copy of their own in its place."""
    return shared_home


@pytest.fixture(scope="session")
def numbers() -> Iterator[int]:
    """The station's counter: a number is never given twice."""
    return count(1)


@pytest.fixture(scope="session")
def sessions() -> dict[tuple[str, str], StorageState]:
    """The cookies of who is signed in, by home and member."""
    return {}


@pytest.fixture
def station(home: HomeProcess, site: Site, numbers: Iterator[int]) -> Iterator[PlainStation]:
    station = PlainStation(home.url, site.station_token, numbers)
    yield station
    station.everybody_leaves()


@pytest.fixture
def opened() -> Iterator[list[WebPage]]:
    """Every page a test opened; none may have logged a warning or an error."""
    pages: list[WebPage] = []
    yield pages
    complaints = [each.complaints() for each in pages]
    for each in pages:
        each.close()
    assert not any(complaints), complaints


@pytest.fixture
def unpaired(home: HomeProcess, browser: Browser, opened: list[WebPage]) -> Tablet:
    tablet = Tablet(browser, home.url)
    opened.append(tablet)
    return tablet


@pytest.fixture
def tablet(
    home: HomeProcess,
    site: Site,
    browser: Browser,
    opened: list[WebPage],
    sessions: dict[tuple[str, str], StorageState],
) -> OpenTablet:
    """Opens a member's desk; each member has a tablet."""

    def open_tablet(
        name: str = "Ben", size: ViewportSize = DESK_SIZE, *, clock_stands: bool = False
    ) -> Tablet:
        kept = sessions.get((home.url, name))
        tablet = Tablet(browser, home.url, size, kept)
        opened.append(tablet)
        if clock_stands:
            tablet.stop_clock()
        if kept is None:
            tablet.sign_in(site.codes[list(site.pins).index(name)], name, site.pins[name])
            sessions[home.url, name] = tablet.context.storage_state()
        tablet.open()
        return tablet

    return open_tablet


@pytest.fixture
def phone(home: HomeProcess, browser: Browser, opened: list[WebPage]) -> OpenPhone:
    """Opens a visitor's page."""

    def open_phone(visit: Joined | str, size: ViewportSize = PHONE) -> VisitorPhone:
        phone = VisitorPhone(browser, home.url, size)
        opened.append(phone)
        phone.open(visit if isinstance(visit, str) else visit.phone_path)
        return phone

    return open_phone
