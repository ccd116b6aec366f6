"""The server is gone for a while: said in calm words, and mended without a reload."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.actors import HomeProcess
from tests.web.conftest import OpenPhone, OpenTablet, Site, copy_of
from tests.web.plain_station import PlainStation

PATIENCE_MS = 120_000
OFFLINE = "No connection. Your notes are safe on this tablet."


@pytest.fixture
def home(site: Site, tmp_path: Path) -> Iterator[HomeProcess]:
    yield from copy_of(site, tmp_path)


def test_desk_and_phone_lose_the_server_and_find_it_again(
    home: HomeProcess, tablet: OpenTablet, phone: OpenPhone, station: PlainStation
) -> None:
    station.joins("Dan", seat=5)
    waiting = station.joins("Leïla", seat=1)
    ben, leila = tablet(), phone(waiting)
    ben.press("Call next")
    ben.sees("Dan")
    leila.says("You’re next.")
    for each in (ben, leila):
        each.may_lose_connection = True
        each.page.evaluate("window.notReloaded = true")

    home.kill()
    expect(ben.page.get_by_text(OFFLINE)).to_be_visible(timeout=PATIENCE_MS)
    expect(leila.page.get_by_text("We’ve lost touch. Last heard")).to_be_visible()
    ben.page.get_by_role("textbox").fill("Written without a server.")
    expect(ben.button("Call next")).to_have_attribute("aria-disabled", "true")
    expect(ben.page.locator(".call-who")).to_have_text("No connection. This comes back by itself.")
    ben.button("Call next").click(force=True)
    assert ben.page.locator("dialog[open]").count() == 0
    assert ben.violations() == []
    assert leila.violations() == []
    home.start()

    expect(ben.page.get_by_text(OFFLINE)).to_be_hidden(timeout=PATIENCE_MS)
    expect(leila.page.get_by_text("We’ve lost touch.")).to_be_hidden(timeout=PATIENCE_MS)
    assert ben.page.get_by_role("textbox").input_value() == "Written without a server."
    ben.press("Coming back")
    expect(ben.page.get_by_text("Dan’s visit is finished. They’ll come back.")).to_be_visible()
    station.joins("Sam")
    expect(ben.row("Sam")).to_be_visible()
    for each in (ben, leila):
        assert each.page.evaluate("window.notReloaded")
