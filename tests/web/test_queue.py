"""The line on the desk: live, with topics, and one visitor for one member."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from playwright.sync_api import Route, expect

from kiosk.wire.reading import WireRead
from tests.journeys.actors import HomeProcess, until
from tests.web.conftest import OpenTablet
from tests.web.plain_station import PlainStation


def test_the_line_is_live_without_a_reload(tablet: OpenTablet, station: PlainStation) -> None:
    ben = tablet()
    expect(ben.page.get_by_role("heading", name="Nobody’s waiting.")).to_be_visible()
    ben.page.evaluate("window.notReloaded = true")

    dan = station.joins("Dan", seat=5)
    expect(ben.row("Dan")).to_be_visible()
    station.shows(dan, announced_only=True)
    expect(ben.row("Dan").locator(".row-detail")).to_have_text("Picture on its way")
    station.shows(dan)
    expect(ben.row("Dan").locator(".row-detail")).to_have_text("A picture without words")
    station.joins("Leïla", seat=1)
    expect(ben.row("Leïla")).to_be_visible()
    station.leaves(dan)

    expect(ben.row("Dan")).to_have_count(0)
    assert ben.line() == ["Leïla"]
    assert ben.page.title() == "1 waiting, The Help Bar"
    assert ben.page.evaluate("window.notReloaded")


def test_what_comes_with_its_hint_is_not_asked_for(
    tablet: OpenTablet, station: PlainStation
) -> None:
    """With a clock that stands it asks when it opens, and no more for having waited."""
    ben = tablet(clock_stands=True)
    names = [f"Ida {place}" for place in "ABCDEFGH"]
    for name in names:
        station.joins(name)
        expect(ben.row(name)).to_be_visible()

    assert ben.line() == names
    assert len([it for it in ben.requested if "/desk/state" in it]) < len(names) / 2


def test_a_topic_is_told_in_the_line_on_call_next_and_on_the_card(
    tablet: OpenTablet, station: PlainStation
) -> None:
    dan = station.joins("Dan", seat=5, topic="network")
    sam = station.joins("Sam", seat=2)
    ben = tablet()

    expect(ben.row("Dan").locator(".row-detail")).to_have_text("Network and VPN")
    expect(ben.row("Sam").locator(".row-detail")).to_have_text(f"{sam.number}. Just asking")
    expect(ben.page.locator(".call-who")).to_have_text("Dan, seat 5, Network and VPN")
    expect(ben.button(f"Dan, seat 5, {dan.number}, 0 min, next, Network and VPN")).to_be_visible()
    ben.press("Call next")

    told = ben.page.locator(".told")
    expect(told.locator(".told-topic")).to_have_text("Network and VPN")
    expect(told).to_contain_text("No picture. Ask them to show you.")
    expect(ben.page.locator(".pictures")).to_be_hidden()
    expect(ben.page.locator(".call-who")).to_have_text("Sam, seat 2")
    ben.row("Sam").click()
    expect(told.locator(".told-topic")).to_have_text("Just asking")


def test_a_row_says_what_was_read_and_takes_no_look_at_the_picture(
    tablet: OpenTablet, station: PlainStation
) -> None:
    dan = station.joins("Dan", seat=5, topic="printing")
    station.shows(dan, read=WireRead(quote="Paper jam in tray 2"))
    lea = station.joins("Lea")
    station.shows(lea, read=WireRead(quote="Error 809"))
    ben = tablet()

    expect(ben.row("Dan").locator(".row-detail")).to_have_text("Printing. “Paper jam in tray 2”")
    expect(ben.row("Lea").locator(".row-detail")).to_have_text("“Error 809”")
    expect(ben.row("Lea").locator(".chip")).to_contain_text("no seat")
    assert not [
        address for address in ben.requested if "desk/pictures/" in address and "/api/" in address
    ]
    ben.press("Call next")
    expect(ben.page.locator(".topic")).to_have_text("Printing")
    expect(ben.page.locator(".told")).to_be_hidden()


def test_two_tablets_never_show_the_same_visitor_as_theirs(
    tablet: OpenTablet, station: PlainStation
) -> None:
    names = {"Dan", "Leïla", "Sam"}
    for seat, name in enumerate(sorted(names), start=1):
        station.joins(name, seat=seat)
    tablets = [tablet("Ben"), tablet("Maya")]
    for each in tablets:
        expect(each.page.locator(".row")).to_have_count(3)

    for each in tablets:
        # Both leave before either is answered.
        each.page.evaluate("setTimeout(() => document.querySelector('.call-next').click())")
    for each in tablets:
        each.page.locator(".card").wait_for()

    theirs = [each.page.locator(".card h1").inner_text() for each in tablets]
    assert len(set(theirs)) == 2
    assert set(theirs) < names
    for each, other in zip(tablets, reversed(theirs), strict=True):
        expect(each.row(other)).to_contain_text("is on the way")
        rest = each.page.locator(".sections > [data-id='waiting'] .row-name")
        expect(rest).to_have_text(sorted(names - set(theirs)))


def test_a_visit_called_elsewhere_leaves_the_card_with_a_word(
    tablet: OpenTablet, station: PlainStation
) -> None:
    station.joins("Dan", seat=1)
    ben, maya = tablet("Ben", clock_stands=True), tablet("Maya")
    ben.row("Dan").click()
    ben.sees("Dan")

    maya.press("Call next")

    expect(ben.page.get_by_text("Maya just called Dan.")).to_be_visible()
    expect(ben.page.locator(".card")).to_have_count(0)


def test_the_whole_visit_is_gone_through_at_the_desk(
    tablet: OpenTablet, station: PlainStation
) -> None:
    station.joins("Dan", seat=5)
    ben = tablet(clock_stands=True)

    ben.press("Call next")
    ben.press("They’re here")
    ben.press("Begin")
    ben.page.get_by_role("textbox").fill("Paper jam.")
    ben.press("Fixed")

    expect(ben.page.get_by_text("Dan’s visit is finished. Fixed.")).to_be_visible()
    # The server cannot take a finish back.
    expect(ben.page.locator(".undo-bar")).to_be_hidden()


def test_call_next_counts_while_the_outcome_is_still_on_its_way(
    tablet: OpenTablet, station: PlainStation
) -> None:
    for name in ("Dan", "Priya", "Sam"):
        station.joins(name)
    ben = tablet()
    ben.press("Call next")
    ben.sees("Dan")
    slow: list[Route] = []

    def hold(route: Route) -> None:
        slow.append(route)

    ben.page.route("**/finish", hold)

    with ben.page.expect_request("**/finish"):
        ben.press("Fixed")
    ben.press("Call next")
    ben.press("Call next")
    slow[0].continue_()

    ben.sees("Priya")
    assert ben.line() == ["Sam"]
    expect(ben.page.get_by_role("dialog")).to_have_count(0)


def test_after_a_restore_the_line_says_who_was_perhaps_helped_until_somebody_acts(
    tablet: OpenTablet, station: PlainStation, home: HomeProcess
) -> None:
    dan = station.joins("Dan", seat=5)
    sam = station.joins("Sam", seat=2)
    with closing(sqlite3.connect(home.folder / "server" / "server.db", timeout=120)) as store:
        store.execute("update visits set perhaps_helped = true where state = 'waiting'")
        store.commit()
    # A visit is read again when a fact about it came, not when somebody writes to the file.
    station.seats(dan, 6)
    station.seats(sam, 3)
    ben = tablet()

    words = ben.page.get_by_text("perhaps already helped")
    expect(words).to_have_count(2)
    ben.press("Call next")

    expect(words).to_have_count(1)
    expect(ben.row("Sam").get_by_text("perhaps already helped")).to_be_visible()


def test_a_good_moment_is_offered_once_and_not_while_it_is_closed(tablet: OpenTablet) -> None:
    ben = tablet()
    page = ben.page
    expect(page.get_by_text("A good moment to walk the floor.")).to_have_count(1)
    expect(page.locator(".call-who")).to_have_text("Nobody to call.")
    state = ben.context.request.get(f"{ben.url}/api/v1/desk/state").json()
    state["site"] |= {"open": False, "closes_at": None}
    page.route("**/api/v1/desk/state*", lambda route: route.fulfill(json=state))

    ben.open()

    expect(page.get_by_role("heading", name="We’re closed.")).to_be_visible()
    expect(page.get_by_text("walk the floor")).to_have_count(0)


_COUNT_REDRAWS = """(row) => {
  window.redraws = 0;
  const whatever = { subtree: true, attributes: true, childList: true, characterData: true };
  new MutationObserver((changes) => (window.redraws += changes.length)).observe(row, whatever);
}"""


def test_a_row_is_drawn_again_when_its_minute_changes_and_not_before(
    tablet: OpenTablet, station: PlainStation
) -> None:
    ben = tablet(clock_stands=True)
    station.joins("Dan", seat=5)
    expect(ben.row("Dan")).to_be_visible()
    ben.row("Dan").evaluate(_COUNT_REDRAWS)

    ben.passes(20)
    still = ben.page.evaluate("window.redraws")

    def a_minute_passes() -> bool:
        """The page counts on from what the home says, for which no minute has passed."""
        ben.passes(61)
        return bool(ben.page.evaluate("window.redraws"))

    assert still == 0
    until(a_minute_passes, "a row with another minute")
