"""A tablet sleeps on a stale line, or loses the network in the middle of a call.

Awake it asks for the line at once, and what it tries on a line that has moved on is refused in
words. A call whose answer got lost is asked again under the same id: the visitor is called once.
"""

from __future__ import annotations

import json

from playwright.sync_api import Route, expect

from tests.journeys.actors import until
from tests.web.conftest import OpenTablet
from tests.web.pages import Tablet
from tests.web.plain_station import PlainStation

_HIDE = """hidden => {
    Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def hears_nothing(tablet: Tablet) -> None:
    """No stream reaches the page any more; it may ask."""
    tablet.may_lose_connection = True
    tablet.page.route("**/api/v1/desk/live", lambda route: route.abort())
    tablet.page.evaluate("dispatchEvent(new Event('offline'))")


def test_a_tablet_that_slept_asks_for_the_line_as_it_wakes(
    tablet: OpenTablet, station: PlainStation
) -> None:
    station.joins("Dan", seat=5)
    ben, maya = tablet("Ben"), tablet("Maya")
    ben.row("Dan").wait_for()
    ben.page.evaluate(_HIDE, True)
    # Asleep: no hint comes through, and no timer runs.
    ben.context.set_offline(True)
    ben.may_lose_connection = True
    maya.press("Call next")
    maya.sees("Dan")
    station.joins("Leïla", seat=1)
    ben.context.set_offline(False)

    with ben.page.expect_request("**/api/v1/desk/state*"):
        ben.page.evaluate(_HIDE, False)

    expect(ben.row("Leïla")).to_be_visible()
    expect(ben.row("Dan")).to_contain_text("Maya is on the way")


def test_what_is_done_on_a_stale_line_is_refused_in_words(
    tablet: OpenTablet, station: PlainStation
) -> None:
    station.joins("Dan", seat=5)
    ben, maya = tablet("Ben", clock_stands=True), tablet("Maya")
    ben.row("Dan").click()
    ben.button("Call Dan").wait_for()
    stale = ben.context.request.get(f"{ben.url}/api/v1/desk/state").text()
    ben.page.route("**/api/v1/desk/state*", lambda route: route.fulfill(json=json.loads(stale)))
    hears_nothing(ben)
    maya.press("Call next")
    maya.sees("Dan")

    ben.press("Call Dan")

    expect(ben.page.get_by_text("Maya just called Dan.")).to_be_visible()


def test_a_call_whose_answer_got_lost_is_asked_again_under_the_same_id(
    tablet: OpenTablet, station: PlainStation
) -> None:
    station.joins("Dan", seat=5)
    station.joins("Leïla", seat=1)
    ben = tablet("Ben")
    ben.may_lose_connection = True
    asked: list[str] = []

    def lose_first_answer(route: Route) -> None:
        asked.append(json.loads(route.request.post_data or "{}")["request_id"])
        answer = route.fetch()
        if len(asked) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    ben.page.route("**/api/v1/desk/call-next", lose_first_answer)

    ben.press("Call next")

    ben.sees("Dan")
    until(lambda: bool(ben.page.evaluate("true")) and len(asked) == 2, "the second try")
    assert len(set(asked)) == 1
    expect(ben.row("Leïla")).to_be_visible()


def test_a_home_that_was_put_back_shows_no_ghosts_on_an_open_desk(
    tablet: OpenTablet, station: PlainStation
) -> None:
    """The store of an hour ago has a lower number under the same epoch; Dan is not in it."""
    station.joins("Dan", seat=5)
    ben = tablet("Ben")
    ben.row("Dan").wait_for()
    earlier = json.loads(ben.context.request.get(f"{ben.url}/api/v1/desk/state").text())
    earlier |= {"seq": earlier["seq"] - 1, "waiting": [], "next": None}
    ben.page.route("**/api/v1/desk/state*", lambda route: route.fulfill(json=earlier))
    hears_nothing(ben)

    station.joins("Leïla", seat=1)

    expect(ben.row("Dan")).to_be_hidden()
