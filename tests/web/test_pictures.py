"""The picture on a visit's card, when it does not come at once."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.web.conftest import OpenTablet
from tests.web.plain_station import PlainStation

WONT_OPEN = "The picture won’t open."


def test_a_picture_that_would_not_open_is_asked_for_again(
    tablet: OpenTablet, station: PlainStation
) -> None:
    station.shows(station.joins("Priya", seat=3))
    ben = tablet(clock_stands=True)
    asked: list[Route] = []

    def refuse_once(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            route.fulfill(status=404)
        else:
            route.continue_()

    ben.page.route("**/desk/pictures/*", refuse_once)
    ben.press("Call next")
    expect(ben.page.get_by_text(WONT_OPEN)).to_be_visible()
    ben.passes(11)

    expect(ben.page.locator(".frame img")).to_be_visible()
    expect(ben.page.get_by_text(WONT_OPEN)).to_be_hidden()
