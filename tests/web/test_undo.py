"""Eight seconds to take a call back, and the place in line stays."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.actors import until
from tests.web.conftest import OpenTablet
from tests.web.plain_station import PlainStation


def test_undo_puts_the_visitor_back_in_the_old_place(
    tablet: OpenTablet, station: PlainStation
) -> None:
    for name in ("Dan", "Leïla", "Sam"):
        station.joins(name)
    ben = tablet(clock_stands=True)
    ben.press("Call next")
    expect(ben.page.get_by_text("Dan is called.")).to_be_visible()
    until(lambda: ben.line() == ["Leïla", "Sam"], "the line without Dan")

    ben.press("Undo", exact=True)

    expect(ben.page.get_by_text("Dan is back in line, in the same place.")).to_be_visible()
    until(lambda: ben.line() == ["Dan", "Leïla", "Sam"], "the old order")
    expect(ben.button("Undo", exact=True)).to_be_hidden()
    assert ben.focused().startswith("Call next")


def test_a_call_out_of_turn_can_be_taken_back_by_key(
    tablet: OpenTablet, station: PlainStation
) -> None:
    for name in ("Dan", "Leïla"):
        station.joins(name)
    ben = tablet(clock_stands=True)
    ben.row("Leïla").click()
    ben.press("Call Leïla")
    expect(ben.page.get_by_text("Leïla is called.")).to_be_visible()

    ben.page.keyboard.press("u")

    until(lambda: ben.line() == ["Dan", "Leïla"], "the old order")


def test_undo_is_offered_for_eight_seconds(tablet: OpenTablet, station: PlainStation) -> None:
    station.joins("Dan")
    ben = tablet(clock_stands=True)
    ben.press("Call next")
    bar = ben.page.locator(".undo-bar")
    expect(bar).to_be_visible()
    expect(ben.page.locator("[data-part=undoCall]")).to_be_hidden()

    ben.passes(seconds=7.9)
    assert bar.is_visible()
    ben.passes(seconds=0.2)

    expect(bar).to_be_hidden()
    expect(ben.button("Undo the call")).to_be_visible()


def test_undo_goes_when_the_visitor_is_there(tablet: OpenTablet, station: PlainStation) -> None:
    station.joins("Dan")
    ben = tablet(clock_stands=True)
    ben.press("Call next")
    expect(ben.page.locator(".undo-bar")).to_be_visible()

    ben.press("They’re here")

    expect(ben.page.locator(".undo-bar")).to_be_hidden()
