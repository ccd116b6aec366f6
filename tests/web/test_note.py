"""The note says that it is saved, and where."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.web.conftest import OpenTablet
from tests.web.plain_station import PlainStation


def test_a_note_is_saved_as_it_is_typed_and_says_so(
    tablet: OpenTablet, station: PlainStation
) -> None:
    station.joins("Dan", seat=5)
    ben = tablet()
    ben.press("Call next")
    saved = ben.page.locator("[data-part=saved]")
    expect(saved).to_have_text("")

    ben.page.get_by_role("textbox").fill("New profile sent.")
    expect(saved).to_have_text("Saved on this tablet")
    ben.open()

    expect(ben.page.get_by_role("textbox")).to_have_value("New profile sent.")
    expect(saved).to_have_text("Saved on this tablet")
    assert ben.violations() == []


def test_where_the_browser_stores_nothing_it_says_that(
    tablet: OpenTablet, station: PlainStation
) -> None:
    station.joins("Dan", seat=5)
    ben = tablet()
    ben.press("Call next")
    ben.page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full'); }; }"
    )

    ben.page.get_by_role("textbox").fill("New profile sent.")

    expect(ben.page.locator("[data-part=saved]")).to_have_text("Kept until this page is closed")
