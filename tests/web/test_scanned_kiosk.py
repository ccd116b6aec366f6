"""The code on a kiosk's screen is scanned with whatever is at hand: nobody ends at a dead end."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.web.conftest import OpenTablet
from tests.web.pages import PHONE, Tablet


def test_a_browser_that_is_not_paired_learns_who_can_use_the_code(unpaired: Tablet) -> None:
    unpaired.page.set_viewport_size(PHONE)
    unpaired.page.goto(f"{unpaired.url}/desk/#kiosk=488E-M2XT")

    expect(unpaired.page.get_by_role("heading")).to_have_text("Kiosk 488E-M2XT waits for a lead.")
    expect(unpaired.page.get_by_role("listitem")).to_contain_text(
        ["Kiosks and tablets", "kiosk pair approve 488E-M2XT --letter B", "kiosk pair --tablet"]
    )
    assert unpaired.page.url == f"{unpaired.url}/desk/"
    assert unpaired.violations() + unpaired.overflows() == []


def test_what_is_no_code_is_not_taken_for_one(unpaired: Tablet) -> None:
    unpaired.page.goto(f"{unpaired.url}/desk/#kiosk=<b>now</b>")

    expect(unpaired.page.get_by_role("heading")).to_have_text("This tablet isn’t paired yet.")


def test_a_member_is_told_that_a_lead_does_it(tablet: OpenTablet) -> None:
    ben = tablet()

    ben.page.goto(f"{ben.url}/desk/#kiosk=488E-M2XT")

    expect(ben.page.locator(".notices")).to_contain_text("Only a lead pairs a kiosk.")
