"""Names are text, whatever they hold: shown, never obeyed, never out of their place."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.web.conftest import OpenPhone, OpenTablet
from tests.web.pages import PHONE, WebPage
from tests.web.plain_station import PlainStation

MARKUP = "<img src=x onerror=alert(1)>"
NAMES = {
    "markup": MARKUP,
    "script": "<script>alert(1)</script>{{7*7}}",
    "long": "M" * 10_000,
    "words": "Ada " * 2_500,
    "override": "\u202eEvil\u202d\u2066 name",
    "arabic": "مرحبا بالعالم العربي الطويل جدا",
    "emoji": "👩‍👩‍👧‍👦🔥" * 300,
    "marks": "Z" + "\u0317\u0326\u0310\u0489" * 500,
    "controls": "A\u0000d\u0007a\r\n\u001b[31mline\u2028two\u0085",
}


@pytest.mark.parametrize("name", [MARKUP, NAMES["controls"], "Ö" * 120])
def test_a_name_through_the_whole_house_is_plain_text(
    name: str, tablet: OpenTablet, phone: OpenPhone, station: PlainStation
) -> None:
    visit = station.joins(name, seat=3)
    station.joins("Sam")
    ben, theirs = tablet(), phone(visit)

    ben.press("Call next")
    ben.page.locator(".undo-bar.shown").wait_for()
    ben.press("Call again")
    ben.page.get_by_text("We called").wait_for()
    theirs.page.locator("body.turn").wait_for()
    _shows_names_as_text(theirs)
    _shows_names_as_text(ben)
    ben.press("Call next")
    sheet = ben.page.get_by_role("dialog")
    expect(sheet).to_contain_text("First, how did it end with")
    _shows_names_as_text(ben)

    if name == MARKUP:
        expect(ben.page.locator(".card h1")).to_have_text(MARKUP)
        expect(sheet).to_contain_text(f"First, how did it end with {MARKUP}?")
        expect(theirs.page.locator("h1")).to_have_text(f"It’s your turn, {MARKUP}.")


def test_names_that_no_server_would_let_through_break_nothing(
    tablet: OpenTablet, station: PlainStation
) -> None:
    """The pages do not lean on the server's cleaning: these names are put into its answers."""
    for _ in NAMES:
        station.joins("")
    ben = tablet()
    ben.page.add_init_script(f"const names = {json.dumps(list(NAMES.values()))};{_NAMED_ANEW}")
    ben.page.reload()
    rows = ben.page.locator(".row")
    expect(rows).to_have_count(len(NAMES))

    _shows_names_as_text(ben)
    assert max(rows.evaluate_all("rows => rows.map(row => row.offsetHeight)")) < 140
    for row in rows.all():
        row.click()
        expect(row.locator("button")).to_have_attribute("aria-pressed", "true")
        _shows_names_as_text(ben)
    ben.page.set_viewport_size(PHONE)
    _shows_names_as_text(ben)
    ben.press("9 waiting")
    _shows_names_as_text(ben)


def test_a_phone_shows_such_names_too(phone: OpenPhone, station: PlainStation) -> None:
    page = phone(station.joins("Ada", seat=1))
    page.page.add_init_script(f"const names = {json.dumps(list(NAMES.values()))};{_NAMED_ANEW}")

    for at in range(len(NAMES)):
        page.page.evaluate(f"location.hash = {at}")
        page.page.reload()
        page.page.locator("body.turn").wait_for()
        _shows_names_as_text(page)


def _shows_names_as_text(page: WebPage) -> None:
    assert _made_of_names(page) == []
    assert page.overflows() == []


def _made_of_names(page: WebPage) -> list[str]:
    """Elements that a name turned into; there are none."""
    found = page.page.evaluate(
        "[...document.querySelectorAll('img[src=x], img[onerror], bdi *, body script')]"
        ".map(one => one.outerHTML)"
    )
    return [*found, *(address for address in page.requested if address.endswith("/x"))]


_NAMED_ANEW = """
const whole = window.fetch;
window.fetch = async (address, ...rest) => {
  const answer = await whole(address, ...rest);
  if (!answer.ok || !/state$|phone/.test(address)) return answer;
  const told = await answer.json();
  (told.waiting ?? []).forEach((visit, at) => (visit.first_name = names[at]));
  if (!told.waiting) {
    const name = names[Number(location.hash.slice(1))];
    Object.assign(told, { first_name: name, member: name, state: "called" });
  }
  return new Response(JSON.stringify(told), { headers: answer.headers });
};
"""
