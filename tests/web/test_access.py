"""Every state of the desk is clean to axe and large enough for a finger; the pages are light."""

from __future__ import annotations

import pytest
from playwright.sync_api import ViewportSize

from tests.journeys.actors import DESK_SIZE
from tests.web.conftest import OpenPhone, OpenTablet
from tests.web.pages import UPRIGHT, WebPage
from tests.web.plain_station import PlainStation

DESK_LIMIT_BYTES = 180_000
"""Everything a desk loads but fonts: pages, styles, scripts, icons, first answers."""
PHONE_LIMIT_BYTES = 60_000


@pytest.mark.parametrize("size", [DESK_SIZE, UPRIGHT], ids=["landscape", "portrait"])
def test_the_desk_is_clean_in_every_state(
    size: ViewportSize, tablet: OpenTablet, station: PlainStation
) -> None:
    ben = tablet(size=size)
    found = {"nobody": _faults(ben)}

    for name in ("Dan", "Leïla"):
        visit = station.joins(name, seat=3, topic="network")
        station.shows(visit)
        station.shows(visit, colour="navy")
    ben.true("document.querySelector('.call-who').textContent.startsWith('Dan')")
    found["ready"] = _faults(ben)
    ben.press("Call next")
    ben.page.locator(".undo-bar.shown").wait_for()
    found["called"] = _faults(ben)
    ben.press("They’re here")
    ben.press("Begin")
    ben.button("Begin").wait_for(state="hidden")
    found["serving"] = _faults(ben)
    ben.press("Ben, here")
    found["menu"] = _faults(ben)
    ben.page.keyboard.press("Escape")
    ben.press("Call next")
    found["sheet"] = _faults(ben)
    ben.page.keyboard.press("Escape")
    ben.press("Open the picture")
    found["viewer"] = _faults(ben)

    assert not any(found.values()), found


def test_the_pages_are_light(tablet: OpenTablet, phone: OpenPhone, station: PlainStation) -> None:
    ben = tablet()
    theirs = phone(station.joins("Priya"))

    assert _loaded_bytes(ben) < DESK_LIMIT_BYTES
    assert _loaded_bytes(theirs) < PHONE_LIMIT_BYTES


def _faults(page: WebPage) -> list[str]:
    return page.violations() + page.small_targets() + page.overflows()


def _loaded_bytes(page: WebPage) -> int:
    """Bytes over the wire since the page was opened, headers too, fonts not."""
    page.rests()
    return int(
        page.page.evaluate(
            """[...performance.getEntriesByType("navigation"),
                ...performance.getEntriesByType("resource")]
                .filter(one => !one.name.endsWith(".woff2"))
                .reduce((sum, one) => sum + one.transferSize, 0)"""
        )
    )
