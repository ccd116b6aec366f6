"""What a page costs to load: the first time by bytes, after that by requests."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.actors import until
from tests.web.conftest import OpenPhone, OpenTablet
from tests.web.pages import WebPage
from tests.web.plain_station import PlainStation

MOST_OF_DESK = 300_000
MOST_OF_PHONE = 150_000
WATCHES = """() => {
  const entries = performance.getEntriesByType("navigation")
    .concat(performance.getEntriesByType("resource"))
    .filter(it => !new URL(it.name).pathname.startsWith("/api/"));
  return entries.map(it => [new URL(it.name).pathname, it.transferSize]);
}"""
"""Path -> bytes that came over the network with their headers; 0 what the browser had kept."""


def transferred(page: WebPage) -> dict[str, int]:
    page.page.evaluate("document.fonts.ready")
    return dict(page.page.evaluate(WATCHES))


def loaded_again(page: WebPage) -> list[str]:
    """What goes to the server when the page is opened anew."""
    page.page.reload()
    page.page.locator("h1, .desk").first.wait_for()
    return [path for path, size in transferred(page).items() if size > 0]


def test_a_desk_is_loaded_in_300_kb_and_then_in_one_request(
    tablet: OpenTablet, station: PlainStation
) -> None:
    station.joins("Dan", seat=1)
    ben = tablet()
    ben.row("Dan").wait_for()

    first = transferred(ben)
    again = loaded_again(ben)

    assert sum(first.values()) < MOST_OF_DESK, first
    assert all(first.values()), first
    assert len([path for path in first if path.endswith(".woff2")]) == 4
    assert again == ["/desk/"]


def test_a_phone_is_loaded_in_150_kb_and_then_in_one_request(
    phone: OpenPhone, station: PlainStation
) -> None:
    dan = station.joins("Dan", seat=1)
    theirs = phone(dan)

    first = transferred(theirs)
    again = loaded_again(theirs)

    assert sum(first.values()) < MOST_OF_PHONE, first
    assert again == [dan.phone_path]


@pytest.mark.parametrize(
    ("first_name", "script"), [("Łukasz", "latin-ext"), ("Ιωάννης", "greek"), ("Ольга", "cyrillic")]
)
def test_a_name_brings_the_part_of_the_font_that_draws_it(
    tablet: OpenTablet, station: PlainStation, first_name: str, script: str
) -> None:
    def is_part(path: str) -> bool:
        return path.endswith(f"-{script}.woff2")

    station.joins("Dan")
    ben = tablet()
    ben.row("Dan").wait_for()
    before = transferred(ben)

    station.joins(first_name)
    expect(ben.page.locator(".row-name", has_text=first_name)).to_be_visible()

    until(lambda: any(is_part(path) for path in transferred(ben)), f"the {script} part of a font")
    assert not any(is_part(path) for path in before)
