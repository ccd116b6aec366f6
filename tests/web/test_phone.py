"""The visitor's phone: every state in its words, and nothing kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, ViewportSize, expect

from tests.journeys.actors import until
from tests.web.conftest import OpenPhone, OpenTablet
from tests.web.pages import PHONE, VisitorPhone
from tests.web.plain_station import PlainStation

SIZES: tuple[ViewportSize, ...] = (
    {"width": 320, "height": 568},
    PHONE,
    {"width": 430, "height": 932},
    {"width": 844, "height": 390},
)


def test_the_phone_follows_the_visit_to_its_end(
    tablet: OpenTablet, phone: OpenPhone, station: PlainStation
) -> None:
    station.joins("Dan", seat=5)
    priya = station.joins("Priya", seat=3)
    theirs = phone(priya)
    ben = tablet()
    assert theirs.title() == "You’re second in line."
    expect(theirs.page.get_by_text(priya.number, exact=True)).to_be_visible()
    expect(theirs.page.get_by_text("1 person")).to_be_visible()
    _stands(theirs)

    ben.press("Call next")
    theirs.says("You’re next.")
    expect(theirs.page.get_by_text("Nobody", exact=True)).to_be_visible()
    _stands(theirs)
    ben.press("Fixed")
    ben.press("Call next")
    theirs.says("It’s your turn, Priya.")
    expect(theirs.page.get_by_text("Ben is waiting for you at seat 3.")).to_be_visible()
    until(lambda: theirs.page.title() == "It’s your turn", "the title that flashes")
    until(lambda: theirs.page.title() == "Your place in line", "the title's other half")
    _stands(theirs)
    ben.press("Nobody at the seat")
    theirs.says("We came, and missed you.")
    expect(theirs.page.get_by_text("Come to seat 3.")).to_be_visible()
    _stands(theirs)
    ben.row("Priya").click()
    ben.press("Call Priya")
    theirs.says("It’s your turn, Priya.")
    ben.press("They’re here")
    theirs.says("You’re with Ben.")
    expect(theirs.button("Leave")).to_be_hidden()
    expect(theirs.page.get_by_text(priya.number, exact=True)).to_be_hidden()
    _stands(theirs)
    ben.press("Handed over")
    theirs.says("Thank you, Priya.")
    expect(theirs.page.get_by_text("Need us again? Come and show us.")).to_be_visible()
    _stands(theirs)
    theirs.page.reload()
    theirs.says("Thank you.")

    assert theirs.page.title() == "Your place in line"
    _keeps_nothing(theirs)


def test_leaving_is_asked_once_and_the_desk_sees_it(
    tablet: OpenTablet, phone: OpenPhone, station: PlainStation
) -> None:
    ben = tablet()
    theirs = phone(station.joins("Priya", seat=3))
    theirs.press("Leave")
    ask = theirs.page.get_by_role("dialog", name="Leave the line?")
    expect(ask).to_be_visible()
    assert theirs.focused() == "Stay in line"
    assert theirs.violations() == []
    theirs.press("Stay in line")
    expect(ask).to_be_hidden()
    assert theirs.focused() == "Leave"
    expect(ben.row("Priya")).to_be_visible()

    theirs.press("Leave")
    theirs.press("Yes, leave")

    theirs.says("You’ve left the line.")
    _stands(theirs)
    expect(ben.row("Priya")).to_have_count(0)
    _keeps_nothing(theirs)
    theirs.page.reload()
    theirs.says("You’re not in line any more.")


def test_a_call_comes_before_the_question_whether_to_leave(
    tablet: OpenTablet, phone: OpenPhone, station: PlainStation
) -> None:
    theirs = phone(station.joins("Priya", seat=3))
    theirs.press("Leave")
    theirs.page.get_by_role("dialog").wait_for()

    tablet().press("Call next")

    theirs.says("It’s your turn, Priya.")
    assert theirs.page.get_by_role("dialog").count() == 0


def test_the_phone_buzzes_when_it_was_touched(
    tablet: OpenTablet, phone: OpenPhone, station: PlainStation
) -> None:
    theirs = phone(station.joins("Priya", seat=3))
    theirs.page.evaluate(
        "void (navigator.vibrate = pattern => { document.body.dataset.buzzed = pattern.join(); })"
    )
    theirs.page.locator("h1").click()

    tablet().press("Call next")

    theirs.says("It’s your turn, Priya.")
    assert theirs.page.evaluate("document.body.dataset.buzzed") == "300,150,300,150,600"


def test_called_again_the_phone_buzzes_again(
    tablet: OpenTablet, phone: OpenPhone, station: PlainStation
) -> None:
    theirs = phone(station.joins("Priya", seat=3))
    theirs.page.evaluate(
        "buzzes => { document.body.dataset.buzzes = 0;"
        " navigator.vibrate = () => { document.body.dataset.buzzes++; }; }"
    )
    theirs.page.locator("h1").click()
    ben = tablet()
    ben.press("Call next")
    theirs.says("It’s your turn, Priya.")

    ben.press("Call again")

    theirs.true("document.body.dataset.buzzes === '2'")


def test_the_number_is_the_largest_thing_on_the_page(
    phone: OpenPhone, station: PlainStation
) -> None:
    visit = station.joins("Priya", seat=3)
    theirs = phone(visit)

    sizes = theirs.page.evaluate(_SIZES)
    assert sizes[0][1] == visit.number
    assert sizes[0][0] >= 2 * sizes[1][0]


def test_a_seat_that_comes_free_is_told_at_once(
    tablet: OpenTablet, phone: OpenPhone, station: PlainStation
) -> None:
    tablet()
    visit = station.joins("Priya")
    theirs = phone(visit)
    expect(theirs.page.get_by_text("Stand anywhere close.")).to_be_visible()
    expect(theirs.page.get_by_text("None yet")).to_be_visible()
    _stands(theirs)

    station.seats(visit, 4)

    expect(theirs.page.get_by_text("A seat came free. Take seat 4.")).to_be_visible()
    expect(theirs.page.get_by_text("4", exact=True)).to_be_visible()
    _stands(theirs)


def test_with_nobody_at_a_desk_the_page_says_whom_to_call(
    phone: OpenPhone, station: PlainStation
) -> None:
    theirs = phone(station.joins("Priya", seat=3))
    theirs.page.route("**/api/v1/phone/*", _with_nobody)

    theirs.page.reload()

    expect(theirs.page.get_by_text("If nobody comes in 5 minutes, call 5500.")).to_be_visible()
    _stands(theirs)


@pytest.mark.parametrize(("phones_own", "told"), [(True, 1), (False, 0)])
def test_a_buzz_is_promised_only_where_the_phone_can(
    phone: OpenPhone, station: PlainStation, phones_own: bool, told: int
) -> None:
    """Safari has no way to buzz."""
    theirs = phone(station.joins("Priya", seat=3))
    if not phones_own:
        theirs.page.add_init_script("delete Navigator.prototype.vibrate")
    theirs.page.reload()
    theirs.page.locator("h1").click()
    station.joins("Dan", seat=5)

    theirs.true(f"document.body.textContent.split('buzzes').length - 1 === {told}")
    expect(theirs.page.get_by_text("Keep this page open.")).to_be_visible()


def test_called_the_way_out_is_there_and_is_not_the_main_thing(
    tablet: OpenTablet, phone: OpenPhone, station: PlainStation
) -> None:
    theirs = phone(station.joins("Priya", seat=3))
    tablet().press("Call next")
    theirs.says("It’s your turn, Priya.")

    leave = theirs.button("Can’t come? Leave the line")
    expect(leave).to_be_visible()
    assert leave.evaluate("it => getComputedStyle(it).boxShadow") == "none"


def test_a_long_name_cuts_no_brand(phone: OpenPhone, station: PlainStation) -> None:
    theirs = phone(station.joins("Konstantinos-Alexander von und zu", seat=3))

    assert theirs.page.locator(".site").evaluate("it => it.scrollWidth <= it.clientWidth")


def test_whoever_was_not_found_is_told_how_to_come_back(
    phone: OpenPhone, station: PlainStation
) -> None:
    visit = station.joins("Priya", seat=3)
    theirs = phone(visit)
    theirs.page.route("**/api/v1/phone/*", _not_found)

    theirs.page.reload()

    theirs.says("We couldn’t find you.")
    _stands(theirs)


def test_a_number_nobody_knows_is_told_so(phone: OpenPhone) -> None:
    theirs = phone("/v/nobody-has-this-one")

    assert theirs.title() == "We don’t know this number."
    _stands(theirs)


@pytest.mark.parametrize("name", ["", "Konstantinos-Alexander von und zu"])
def test_without_a_name_and_with_a_long_one_the_page_still_fits(
    name: str, tablet: OpenTablet, phone: OpenPhone, station: PlainStation
) -> None:
    visit = station.joins(name)
    theirs = phone(visit)
    _stands(theirs)

    tablet().press("Call next")

    theirs.page.locator("body.turn").wait_for()
    expect(theirs.page.get_by_text(f"Ben is looking for {visit.number}.")).to_be_visible()
    _stands(theirs)


def _not_found(route: Route) -> None:
    """The end of a visit whose visitor never came."""
    ended = {"code": "ended", "state": "no_show"}
    route.fulfill(status=410, json=ended, content_type="application/problem+json")


def _with_nobody(route: Route) -> None:
    """What the server says, with nobody on duty."""
    answer = route.fetch()
    route.fulfill(response=answer, json={**answer.json(), "on_duty": False})


def _stands(theirs: VisitorPhone) -> None:
    """The state is clean to axe, and fits at every size."""
    assert theirs.violations() == []
    for size in SIZES:
        theirs.page.set_viewport_size(size)
        assert theirs.overflows() == [], size
        assert theirs.small_targets() == [], size
    theirs.page.set_viewport_size(PHONE)


def _keeps_nothing(theirs: VisitorPhone) -> None:
    kept = theirs.page.evaluate("localStorage.length + sessionStorage.length + document.cookie")
    assert kept == "0"
    assert "Priya" not in theirs.page.content()


_SIZES = """() => [...document.querySelectorAll("main b, main span, main p, main h1")]
    .filter(it => it.checkVisibility() && it.children.length === 0 && it.textContent.trim())
    .map(it => [parseFloat(getComputedStyle(it).fontSize), it.textContent.trim()])
    .sort((one, other) => other[0] - one[0])"""
