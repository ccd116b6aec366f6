"""Left alone for five minutes, a desk shows no name and no picture."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.web.conftest import OpenTablet
from tests.web.plain_station import PlainStation


def test_names_and_pictures_are_covered_and_a_touch_brings_them_back(
    tablet: OpenTablet, station: PlainStation
) -> None:
    dan = station.joins("Dan", seat=5)
    station.shows(dan)
    lea = station.joins("Leïla")
    ben = tablet(clock_stands=True)
    ben.press("Call next")
    expect(ben.page.locator(".visit img")).to_be_visible()
    cover = ben.page.get_by_role("button", name="Ben, touch to carry on")

    ben.skips(minutes=4)
    ben.page.keyboard.press("Shift")
    ben.skips(minutes=4)
    assert cover.is_hidden(), "any key is a sign of life"
    ben.skips(minutes=1.05, then_runs=True)
    expect(cover).to_be_visible()

    expect(cover).to_contain_text("1 waiting")
    expect(cover.locator(".privacy-number")).to_have_text([re.compile(rf"^{lea.number}\d+.min$")])
    seen = ben.page.evaluate(_SEEN)
    assert "Dan" not in seen
    assert "Leïla" not in seen
    expect(ben.page.locator("img:visible")).to_have_count(0)
    assert ben.page.get_by_role("heading").count() == 0, "nothing to be read out either"
    assert ben.violations() == []
    before = ben.requested[:]
    ben.page.mouse.click(683, 512)
    expect(cover).to_be_hidden()
    ben.sees("Dan")
    expect(ben.page.locator(".visit img")).to_be_visible()
    assert not [each for each in ben.requested[len(before) :] if "session" in each]


def test_the_key_that_uncovers_does_nothing_else(tablet: OpenTablet, station: PlainStation) -> None:
    station.joins("Dan")
    ben = tablet(clock_stands=True)
    ben.row("Dan").wait_for()
    ben.skips(minutes=6, then_runs=True)
    cover = ben.page.get_by_role("button", name="Ben, touch to carry on")
    expect(cover).to_be_visible()

    ben.page.keyboard.press("n")

    expect(cover).to_be_hidden()
    assert ben.line() == ["Dan"]
    ben.may_call()
    ben.page.keyboard.press("n")
    ben.sees("Dan")


_SEEN = """() => [...document.querySelectorAll("body *")]
    .filter(it => it.children.length === 0 && it.checkVisibility({visibilityProperty: true}))
    .map(it => it.textContent).join(" ")"""
