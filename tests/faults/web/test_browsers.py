"""A browser without young APIs, one too old, a page whose script fails: each is told apart."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.journeys.actors import DESK_SIZE, HomeProcess
from tests.web.conftest import Site
from tests.web.pages import PHONE, Tablet, VisitorPhone, WebPage
from tests.web.plain_station import PlainStation

WITHOUT_YOUNG_APIS = """
delete AbortSignal.timeout;
delete AbortSignal.any;
delete Element.prototype.checkVisibility;
delete Navigator.prototype.wakeLock;
delete Navigator.prototype.userActivation;
delete Navigator.prototype.vibrate;
delete Crypto.prototype.randomUUID;
delete window.structuredClone;
delete Array.prototype.findLast;
delete Array.prototype.toSorted;
delete Object.groupBy;
delete Promise.withResolvers;
"""
"""What Safari 15.5 lacks of what pages like to use."""
TOO_OLD = "This browser is too old for this page."


@pytest.fixture
def ben(home: HomeProcess, site: Site, browser: Browser, opened: list[WebPage]) -> Tablet:
    """His tablet, paired and signed in; its page is not loaded yet."""
    tablet = Tablet(browser, home.url, DESK_SIZE)
    opened.append(tablet)
    tablet.sign_in(site.codes[0], "Ben", site.pins["Ben"])
    return tablet


@pytest.fixture
def visitor(home: HomeProcess, browser: Browser, opened: list[WebPage]) -> VisitorPhone:
    """A visitor's phone; its page is not loaded yet."""
    phone = VisitorPhone(browser, home.url, PHONE)
    opened.append(phone)
    return phone


def test_without_young_apis_the_desk_and_the_phone_work(
    ben: Tablet, visitor: VisitorPhone, station: PlainStation
) -> None:
    for page in (ben.page, visitor.page):
        page.add_init_script(WITHOUT_YOUNG_APIS)
    dan = station.joins("Dan", seat=5)
    ben.open()
    visitor.open(dan.phone_path)
    visitor.says("You’re next.")

    ben.may_call()
    ben.page.keyboard.press("n")
    ben.sees("Dan")
    ben.press("They’re here")
    ben.press("Begin")

    visitor.says("You’re with Ben.")
    expect(ben.page.locator(".banner")).to_be_hidden()
    ben.page.keyboard.press("?")
    expect(ben.page.get_by_role("heading", name="Keyboard shortcuts")).to_be_visible()
    assert ben.page.evaluate("'timeout' in AbortSignal") is False


@pytest.mark.parametrize(
    "lacks",
    [
        "delete HTMLDialogElement.prototype.showModal",
        "delete HTMLElement.prototype.inert",
        "delete Array.prototype.at",
    ],
)
def test_a_browser_that_is_too_old_is_told_so_in_place_of_a_blank_page(
    ben: Tablet, visitor: VisitorPhone, station: PlainStation, lacks: str
) -> None:
    dan = station.joins("Dan")
    for tab, path in ((ben, "/desk/"), (visitor, dan.phone_path)):
        tab.page.add_init_script(lacks)
        tab.page.goto(tab.url + path)

        expect(tab.page.get_by_role("heading", name=TOO_OLD)).to_be_visible()
        expect(tab.page.locator("#page")).to_be_hidden()
        assert tab.page.get_by_text("No connection").count() == 0
        tab._said.clear()  # that its scripts fail is what is tested


@pytest.mark.parametrize("script", ["shared/api.js", "desk/main.js"])
def test_a_script_that_does_not_come_is_said_and_the_network_not_blamed(
    ben: Tablet, script: str
) -> None:
    page_of_a_proxy = "<html>Sign in to the network"
    ben.page.route(
        f"**/{script}",
        lambda route: route.fulfill(body=page_of_a_proxy, content_type="text/html"),
    )

    ben.page.goto(f"{ben.url}/desk/")

    expect(ben.page.get_by_role("heading", name="This page couldn’t start.")).to_be_visible()
    assert ben.page.get_by_text("No connection").count() == 0
    ben._said.clear()


def test_a_fault_in_a_page_that_runs_is_said_beside_it(ben: Tablet, station: PlainStation) -> None:
    station.joins("Dan", seat=5)
    ben.open()

    ben.page.evaluate("setTimeout(() => { throw new Error('planted'); })")

    expect(ben.page.get_by_text("Something on this page went wrong.")).to_be_visible()
    expect(ben.row("Dan")).to_be_visible()
    ben._said.clear()


def answers(status: int, kind: str = "text/html", body: str = "<h1>Hm</h1>") -> dict[str, object]:
    return {"status": status, "content_type": kind, "body": body}


NOT_OURS = "Something else answers in place of the server."
TROUBLE = "The server has trouble."
PROBLEM = '{"code": "not_now", "status": 503}'


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (answers(403), NOT_OURS),
        (answers(502), NOT_OURS),
        (answers(200), NOT_OURS),
        ({"status": 302, "headers": {"Location": "/desk/"}}, NOT_OURS),
        (answers(503, "application/problem+json", PROBLEM), TROUBLE),
    ],
    ids=["403", "502", "a page", "a redirect", "our 503"],
)
def test_the_network_is_not_blamed_for_an_answer(
    ben: Tablet,
    visitor: VisitorPhone,
    station: PlainStation,
    answer: dict[str, object],
    words: str,
) -> None:
    dan = station.joins("Dan")
    ben.open()
    visitor.open(dan.phone_path)

    def instead(route: Route) -> None:
        route.fulfill(**answer)  # type: ignore[arg-type]  # as the table above gives it

    for each in (ben, visitor):
        each.page.route("**/api/v1/**", instead)
        each.may_lose_connection = True

    expect(ben.page.locator(".banner")).to_contain_text(words)
    expect(ben.page.locator(".call-who")).not_to_contain_text("No connection")
    ben.page.goto(f"{ben.url}/desk/")
    visitor.page.reload()
    title = "Something’s in the way." if words == NOT_OURS else TROUBLE
    for each in (ben, visitor):
        expect(each.page.get_by_role("heading", name=title)).to_be_visible()
        each.page.goto("about:blank")  # it would go on to ask
        each._said.clear()  # the browser writes a line for every answer that is no success
