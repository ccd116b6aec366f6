"""Sign-in on a paired tablet: the keypad, and the words for each way it can go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.actors import HomeProcess
from tests.web.conftest import Site, copy_of
from tests.web.pages import Tablet


@pytest.fixture
def home(site: Site, tmp_path: Path) -> Iterator[HomeProcess]:
    yield from copy_of(site, tmp_path)


def test_a_tablet_that_is_not_paired_says_what_to_do(unpaired: Tablet) -> None:
    unpaired.page.goto(f"{unpaired.url}/desk/")
    expect(unpaired.page.locator("h1")).to_have_text("This tablet isn’t paired yet.")

    unpaired.page.goto(f"{unpaired.url}/desk/#pair=wrong")

    expect(unpaired.page.get_by_text("That address has stopped working.")).to_be_visible()
    assert "#" not in unpaired.page.url
    assert unpaired.violations() == []


def test_a_member_signs_in_with_the_keypad(unpaired: Tablet, site: Site) -> None:
    unpaired.pair(site.codes[0])
    assert "#" not in unpaired.page.url
    assert unpaired.violations() == []

    unpaired.press("Ben")
    for digit in site.pins["Ben"]:
        unpaired.press(digit, exact=True)

    expect(unpaired.button("Ben, here")).to_be_visible()


def test_wrong_pins_are_counted_and_then_locked_in_words(unpaired: Tablet, site: Site) -> None:
    unpaired.pair(site.codes[0])
    unpaired.press("Ben")
    wrong = "000000" if site.pins["Ben"] != "000000" else "111111"
    words = unpaired.page.locator(".pin-words")

    for told in ("4 tries left.", "3 tries left.", "2 tries left.", "1 try left."):
        unpaired.page.keyboard.type(wrong)
        expect(words).to_have_text(f"That isn’t the PIN. {told}")
    assert unpaired.violations() == []
    assert unpaired.small_targets() == []
    unpaired.page.keyboard.type(wrong)

    expect(words).to_contain_text("Too many tries. Try again in")
    expect(unpaired.page.locator(".pin-key[data-digit]:visible")).to_have_count(0)
    expect(unpaired.button("Back")).to_be_visible()
    assert unpaired.violations() == []


def test_a_lock_is_told_before_a_digit_is_typed(unpaired: Tablet, site: Site) -> None:
    unpaired.pair(site.codes[0])
    unpaired.press("Ben")
    wrong = "000000" if site.pins["Ben"] != "000000" else "111111"
    words = unpaired.page.locator(".pin-words")
    for _ in range(5):
        unpaired.page.keyboard.type(wrong)
        expect(words).to_contain_text("tr")
        expect(words).not_to_have_text("Checking.")
    expect(words).to_contain_text("Too many tries.")

    unpaired.press("Back")
    unpaired.press("Ben")
    expect(words).to_contain_text("Too many tries.")
    unpaired.page.reload()
    unpaired.press("Ben")

    expect(words).to_contain_text("Too many tries. Try again in 15 minutes")
    expect(unpaired.page.locator(".pin-key[data-digit]:visible")).to_have_count(0)
    unpaired.press("Back")
    unpaired.press("Maya")
    expect(words).to_have_text("Type your PIN.")


def test_signing_out_leaves_no_note_behind(unpaired: Tablet, site: Site) -> None:
    unpaired.sign_in(site.codes[0], "Ben", site.pins["Ben"])
    unpaired.open()
    unpaired.page.evaluate("sessionStorage.setItem('note:x:y', 'about somebody')")

    unpaired.press("Ben, here")
    unpaired.press("Sign out")

    unpaired.page.get_by_role("heading", name="Who’s at the desk?").wait_for()
    assert unpaired.page.evaluate("sessionStorage.length") == 0
