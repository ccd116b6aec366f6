"""Called is not helped: on a colleague's desk the wait goes on until somebody is there."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.web.conftest import OpenTablet
from tests.web.plain_station import PlainStation


def test_a_called_visitor_is_being_helped_only_once_somebody_is_there(
    tablet: OpenTablet, station: PlainStation
) -> None:
    station.joins("Priya", seat=3)
    ben, maya = tablet(), tablet("Maya")
    section = maya.page.locator(".sections > *", has=maya.row("Priya"))

    ben.press("Call next")
    expect(section).to_contain_text("Called")
    expect(maya.row("Priya")).to_contain_text("Ben is on the way")
    violations = maya.violations()
    ben.press("They’re here")

    expect(section).to_contain_text("Being helped")
    expect(maya.row("Priya")).to_contain_text("With Ben")
    assert violations == []
