"""The desk upright and small: the line in a drawer, Call next always there."""

from __future__ import annotations

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.web.conftest import OpenTablet
from tests.web.pages import PHONE, SMALL_TABLET, UPRIGHT
from tests.web.plain_station import PlainStation

NARROWEST: ViewportSize = {"width": 360, "height": 640}
ON_ITS_SIDE: ViewportSize = {"width": 844, "height": 390}


@pytest.fixture(autouse=True)
def three(station: PlainStation) -> None:
    for seat, name in enumerate(("Dan", "Leïla", "Sam"), start=1):
        station.shows(station.joins(name, seat=seat, topic="sign-in"))


def test_the_drawer_opens_closes_and_keeps_the_keyboard(tablet: OpenTablet) -> None:
    ben = tablet(size=UPRIGHT)
    opener = ben.button("3 waiting")
    expect(ben.row("Sam")).to_be_hidden()

    opener.click()
    expect(ben.row("Sam")).to_be_visible()
    seen = set()
    for _ in range(12):
        ben.page.keyboard.press("Tab")
        seen.add(ben.page.evaluate("document.activeElement.closest('.queue, body').className"))
    assert seen <= {"queue open", ""}, "the keyboard stays in the drawer"
    assert "queue open" in seen
    assert ben.violations() == []
    opener.focus()
    ben.page.keyboard.press("Escape")
    expect(ben.row("Sam")).to_be_hidden()
    assert ben.page.evaluate("document.activeElement.dataset.part") == "drawer-opener"

    opener.click()
    ben.row("Sam").click()

    ben.sees("Sam")
    expect(ben.row("Sam")).to_be_hidden()
    expect(ben.button("Call Sam")).to_be_visible()


def test_call_next_works_from_the_open_drawer(tablet: OpenTablet) -> None:
    ben = tablet(size=SMALL_TABLET)
    ben.press("3 waiting")

    ben.press("Call next")

    ben.sees("Dan")
    expect(ben.button("2 waiting")).to_have_attribute("aria-expanded", "false")
    assert ben.focused() == "Dan"


def test_nothing_overflows_and_call_next_stays_in_reach_at_any_size(tablet: OpenTablet) -> None:
    ben = tablet(size=PHONE)
    ben.press("Call next")
    ben.sees("Dan")

    for size in (UPRIGHT, SMALL_TABLET, PHONE, NARROWEST, ON_ITS_SIDE):
        ben.page.set_viewport_size(size)
        assert ben.overflows() == [], size
        assert ben.small_targets() == [], size
        expect(ben.button("Call next")).to_be_in_viewport(ratio=1)
        expect(ben.button("2 waiting")).to_be_in_viewport(ratio=1)
        ben.button("Fixed").scroll_into_view_if_needed()
        ben.button("Fixed").click(trial=True)  # fails where something lies over it


def test_a_drawer_left_open_is_gone_on_a_wide_page(tablet: OpenTablet) -> None:
    ben = tablet(size=UPRIGHT)
    ben.press("3 waiting")

    ben.page.set_viewport_size({"width": 1366, "height": 1024})

    expect(ben.page.locator("[inert]")).to_have_count(0)
    expect(ben.row("Sam")).to_be_visible()
    expect(ben.button("Ben, here")).to_be_visible()
