"""One letter, one act; none while somebody writes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.web.conftest import OpenTablet
from tests.web.pages import Tablet
from tests.web.plain_station import PlainStation


@pytest.fixture
def ben(tablet: OpenTablet, station: PlainStation) -> Tablet:
    station.joins("Dan", seat=5)
    station.joins("Leïla", seat=1)
    return tablet(clock_stands=True)


def test_a_visit_is_gone_through_by_keys_alone(ben: Tablet) -> None:
    keys = ben.page.keyboard
    keys.press("n")
    ben.sees("Dan")
    assert ben.focused() == "Dan"
    expect(ben.button("They’re here")).to_be_visible()
    keys.press("a")
    expect(ben.button("Begin")).to_be_visible()
    keys.press("b")
    expect(ben.button("Begin")).to_be_hidden()
    keys.press("e")
    keys.type("Nabu? (no 1/2)")
    assert ben.page.get_by_role("textbox").input_value() == "Nabu? (no 1/2)"
    assert ben.page.locator("dialog[open], .notice.shown").count() == 0
    ben.sees("Dan")
    keys.press("Escape")
    keys.press("2")
    ben.sees("Dan")

    keys.press("f")
    assert ben.focused() == "Fixed"
    keys.press("2")

    expect(ben.page.get_by_text("Dan’s visit is finished. Loan or swap.")).to_be_visible()
    ben.may_call()
    keys.press("n")
    ben.sees("Leïla")


def test_the_question_before_the_next_call_is_answered_by_digit(ben: Tablet) -> None:
    ben.page.keyboard.press("n")
    ben.sees("Dan")
    ben.may_call()
    ben.page.keyboard.press("n")
    expect(ben.page.get_by_role("dialog")).to_contain_text("First, how did it end with Dan?")

    ben.page.keyboard.press("3")

    ben.sees("Leïla")
    assert ben.page.locator("dialog[open]").count() == 0


def test_the_list_of_keys_opens_closes_and_turns_them_off(ben: Tablet) -> None:
    ben.page.keyboard.press("?")
    sheet = ben.page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_contain_text("How did it end? Then 1 to 4")
    assert ben.violations() == []
    ben.page.keyboard.press("n")
    assert ben.line() == ["Dan", "Leïla"], "no key acts behind the sheet"
    ben.page.get_by_role("switch", name="Use these keys").uncheck()
    ben.page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()

    ben.page.keyboard.press("n")
    ben.page.reload()
    ben.page.locator(".row").first.wait_for()
    ben.page.keyboard.press("n")

    ben.press("Ben, here")
    ben.press("Keyboard shortcuts")
    expect(sheet).to_be_visible()
    assert ben.line() == ["Dan", "Leïla"]


def test_buttons_say_their_keys(ben: Tablet) -> None:
    ben.page.keyboard.press("n")
    ben.sees("Dan")

    said = ben.page.locator("[aria-keyshortcuts]:visible").evaluate_all(
        "all => all.map(one => one.getAttribute('aria-keyshortcuts'))"
    )

    assert set(said) == {"N", "A", "U", "F", "E /", "1", "2", "3", "4"}
