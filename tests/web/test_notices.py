"""The pills: what they tell stands beside the words it is about, never over them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.journeys.actors import DESK_SIZE, HomeProcess
from tests.web.conftest import OpenTablet, Site, copy_of
from tests.web.pages import UPRIGHT
from tests.web.plain_station import PlainStation

LOW: ViewportSize = {"width": 1280, "height": 800}
LOST = "No connection. Try again in a moment."
SIGHT = [
    ".notice:not(.undo-bar).shown",
    ".undo-bar.shown",
    ".top [data-part=open]",
    ".top [data-part=line]",
    ".me-button",
    ".tag[data-part=seat]",
    ".tag[data-part=number]",
    ".card h1 bdi",
]
OVERLAPS = """([one, other]) => {
    const [a, b] = [one, other].map(it => document.querySelector(it).getBoundingClientRect());
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}"""

_PILLS_STAY = """() => {
    const timer = window.setTimeout;
    window.setTimeout = (run, ms, ...rest) => (ms === 8000 ? 0 : timer(run, ms, ...rest));
}"""
"""Their eight seconds are never over."""


@pytest.mark.parametrize("size", [DESK_SIZE, LOW, UPRIGHT], ids=["landscape", "low", "upright"])
def test_two_pills_at_once_cover_nothing(
    tablet: OpenTablet, station: PlainStation, size: ViewportSize
) -> None:
    station.joins("Maximiliane", seat=1)
    station.joins("Sam", seat=2)
    ben = tablet(size=size, clock_stands=True)
    ben.press("Call next")
    ben.sees("Maximiliane")
    ben.press("Call again")
    for each in SIGHT:
        expect(ben.page.locator(each)).to_be_visible()
    ben.rests()

    covered = [pair for pair in combinations(SIGHT, 2) if ben.page.evaluate(OVERLAPS, list(pair))]
    assert covered == []
    assert ben.overflows() == []


class TestWithoutTheServer:
    """What a pill says of a lost connection."""

    @pytest.fixture
    def home(self, site: Site, tmp_path: Path) -> Iterator[HomeProcess]:
        yield from copy_of(site, tmp_path)

    def test_it_goes_when_the_connection_is_back(
        self, home: HomeProcess, tablet: OpenTablet, station: PlainStation
    ) -> None:
        station.joins("Dan")
        ben = tablet()
        ben.may_lose_connection = True
        home.kill()
        ben.page.locator(".banner").wait_for()
        expect(ben.page.locator(".banner .icon-wifi-off")).to_be_visible()
        ben.page.evaluate(_PILLS_STAY)
        ben.page.keyboard.press("n")
        expect(ben.page.locator(".notices")).to_contain_text(LOST)
        home.start()

        ben.page.locator(".banner").wait_for(state="hidden")
        assert ben.page.locator(".notice.shown").count() == 0
