"""Page objects of the desk and the phone in Chromium: what they request, log and show.

They read the screen and the network, never the page's own variables.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # no types
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    StorageState,
    ViewportSize,
    expect,
)

from kiosk.clock import SystemClock
from tests.journeys.actors import DESK_SIZE, until

UPRIGHT: ViewportSize = {"width": 1024, "height": 1366}
SMALL_TABLET: ViewportSize = {"width": 800, "height": 1280}
PHONE: ViewportSize = {"width": 390, "height": 844}
MIN_TARGET_PX = 44
TIMEOUT_MS = 120_000
expect.set_options(timeout=TIMEOUT_MS)
_CLIENT_ERROR = "the server responded with a status of 4"
_NETWORK_LOST = "net::ERR_"


class WebPage:
    """One browser tab of one person, alone in its context."""

    def __init__(
        self,
        browser: Browser,
        url: str,
        size: ViewportSize = DESK_SIZE,
        kept: StorageState | None = None,
    ) -> None:
        self.url = url
        self.context = browser.new_context(viewport=size, locale="en-GB", storage_state=kept)
        self.context.set_default_timeout(TIMEOUT_MS)
        self.page: Page = self.context.new_page()
        self._clock_stands = False
        self.may_lose_connection = False
        self._said: list[str] = []
        self.requested: list[str] = []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda fault: self._said.append(str(fault)))
        self.page.on("dialog", lambda dialog: self._said.append(f"dialog: {dialog.message}"))
        self.page.on("request", self._ask)

    def stop_clock(self) -> None:
        """Before the page is opened: on it, time passes only when `passes` says so."""
        now = SystemClock().now()
        self.page.clock.install(time=now)
        self.page.clock.pause_at(now + timedelta(seconds=1))
        self._clock_stands = True

    def passes(self, seconds: float) -> None:
        """Lets time pass on a page whose clock stands; every timer that is due fires."""
        assert self._clock_stands
        self.page.clock.run_for(round(seconds * 1_000))

    def skips(self, minutes: float, *, then_runs: bool = False) -> None:
        """Puts a clock that stands forward at once, and lets it run from there if asked to.

        A request under way runs out of time by that, and the page asks again only after seconds
        of its own clock: whoever goes on to what needs the server lets the clock run.
        """
        assert self._clock_stands
        self.page.clock.fast_forward(round(minutes * 60_000))
        if then_runs:
            self._runs()

    def _runs(self) -> None:
        self.page.clock.resume()
        self._clock_stands = False

    def close(self) -> None:
        """Closes the tab with its cookies."""
        self.context.close()

    def button(self, name: str, *, exact: bool = False) -> Locator:
        """The first button with these words."""
        return self.page.get_by_role("button", name=name, exact=exact).first

    def press(self, name: str, *, exact: bool = False) -> None:
        """Presses it."""
        self.button(name, exact=exact).click()

    def true(self, script: str, what: str = "") -> None:
        """Waits until the script is true on the page."""
        until(lambda: bool(self.page.evaluate(script)), what or script)

    def focused(self) -> str:
        """The words of what has the keyboard."""
        return str(self.page.evaluate("document.activeElement.textContent.trim()"))

    def rests(self) -> None:
        """Waits until nothing moves but the line that runs out."""
        self.true(_AT_REST, "a page at rest")

    def complaints(self) -> list[str]:
        """What the console said that it should not, and what was asked of other places."""
        lost = self.may_lose_connection
        said = [line for line in self._said if not (lost and _NETWORK_LOST in line)]
        strays = [address for address in self.requested if not address.startswith(self.url)]
        return said + strays

    def violations(self) -> list[str]:
        """What axe finds on the page as it stands, at rest. From here on its clock runs."""
        self.rests()
        if self._clock_stands:  # axe waits by timers of the page
            self._runs()
        found: list[dict[str, Any]] = Axe().run(self.page).response["violations"]
        return [f"{each['id']}: {[node['html'] for node in each['nodes']]}" for each in found]

    def small_targets(self) -> list[str]:
        """Controls too small for a finger."""
        return list(self.page.evaluate(_SMALL, MIN_TARGET_PX))

    def overflows(self) -> list[str]:
        """What is wider than the window, or stands out of it, once the page is at rest."""
        self.rests()
        return list(self.page.evaluate(_OVERFLOWS))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and _CLIENT_ERROR not in message.text:
            self._said.append(message.text)

    def _ask(self, request: Request) -> None:
        if not request.url.startswith("data:"):
            self.requested.append(request.url)


class Tablet(WebPage):
    """A paired tablet on a member's desk."""

    def pair(self, code: str) -> None:
        """Opens the address a lead hands out."""
        self.page.goto(f"{self.url}/desk/#pair={code}")
        self.page.get_by_role("heading", name="Who’s at the desk?").wait_for()

    def sign_in(self, code: str, name: str, pin: str) -> None:
        """Pairs and signs in without the keypad, which has tests of its own."""
        desk = f"{self.url}/api/v1/desk"
        assert self.context.request.post(f"{desk}/pair", data={"code": code}).ok
        known = self.context.request.get(f"{desk}/session").json()["members"]
        member = next(each["id"] for each in known if each["name"] == name)
        signing = {"member_id": member, "pin": pin}
        assert self.context.request.post(f"{desk}/session", data=signing).ok

    def close(self) -> None:
        """Finishes every visit still open with this member: none stays for the next test."""
        desk = f"{self.url}/api/v1/desk"
        state = self.context.request.get(f"{desk}/state")
        seen = state.json() if state.ok else {"open": []}
        for visit in seen["open"]:
            if visit["member"]["id"] == seen["me"]["id"]:
                body = {"request_id": str(uuid.uuid4()), "outcome": "fixed", "note": ""}
                self.context.request.post(f"{desk}/visits/{visit['id']}/finish", data=body)
        super().close()

    def open(self) -> None:
        """Loads the desk."""
        self.page.goto(f"{self.url}/desk/")
        self.page.locator(".desk").wait_for()

    def sees(self, name: str) -> None:
        """Waits until the visitor is on the card."""
        self.page.get_by_role("heading", name=name, exact=True).wait_for()

    def may_call(self) -> None:
        """Waits until the next may be called: connected, and the call before has its answer."""
        call = ".call-next:not(.busy):not([aria-disabled='true'])"
        self.page.locator(call).first.wait_for()

    def row(self, name: str) -> Locator:
        """The visitor's row in the line."""
        return self.page.locator(".row", has_text=name)

    def line(self) -> list[str]:
        """The names of those who wait, in order."""
        rows = self.page.locator(".sections > [data-id='waiting'] .row-name")
        return [words.strip() for words in rows.all_inner_texts()]


class VisitorPhone(WebPage):
    """The page behind the code on the kiosk."""

    def open(self, path: str) -> None:
        """Loads it, whatever it has to say."""
        self.page.goto(self.url + path)
        self.page.locator("h1").wait_for()

    def title(self) -> str:
        """The big words."""
        return self.page.locator("h1").inner_text()

    def says(self, words: str) -> None:
        """Waits for the big words."""
        until(lambda: self.title() == words, f"“{words}” on the phone")


_AT_REST = """() => [...document.images].every(image => image.complete)
    && document.fonts.status === "loaded"
    && document.getAnimations().every(motion =>
        motion.playState !== "running" || motion.animationName === "run-out")"""

_SMALL = """least => [...document.querySelectorAll(
        "button, a, label.switch, textarea, input:not([type=checkbox])")]
    .filter(it => it.checkVisibility({visibilityProperty: true}))
    .map(it => [it, it.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.width < least || box.height < least))
    .map(([it, box]) => `${it.textContent.trim().slice(0, 20)} ${box.width}x${box.height}`)"""

_OVERFLOWS = """() => [...document.querySelectorAll("body *")]
    .filter(it => it.checkVisibility({visibilityProperty: true}))
    .filter(it => !it.closest(".visually-hidden, svg, .strip"))
    .map(it => [it, it.getBoundingClientRect()])
    .filter(([it, box]) => {
        const holder = it.parentElement.closest(".one-line, .two-lines, h1, p, .call-who");
        const clipped = holder && getComputedStyle(holder).overflowX !== "visible";
        return !clipped && box.width > 0 && (box.left < -1 || box.right > innerWidth + 1);
    })
    .map(([it]) => it.outerHTML.slice(0, 80))
    .concat(document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [])
"""
