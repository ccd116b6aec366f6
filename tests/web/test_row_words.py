"""What a row of the line says first: a known code, so that a cut line never cuts it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from kiosk.wire.reading import WireLine, WireMeaning, WireRead
from tests.web.conftest import OpenTablet
from tests.web.plain_station import PlainStation

HEADLINE = "Can't connect to Office VPN"
BETWEEN = "The network connection between your"
MIDDLE = "computer and the VPN server could not"
END = "be established. Error 809"
CODE = WireMeaning("809", "The VPN doesn’t answer.")


def lines(*texts: str) -> list[WireLine]:
    return [WireLine(text, [0, 0, 1, 0, 1, 0.1, 0, 0.1]) for text in texts]


READ = WireRead(
    quote=f"{HEADLINE}. Error 809", lines=lines(HEADLINE, BETWEEN, MIDDLE, END), codes=[CODE]
)


def test_a_row_says_the_known_code_first(tablet: OpenTablet, station: PlainStation) -> None:
    station.shows(station.joins("Priya", seat=1), read=READ)
    station.shows(station.joins("Omar", seat=2, topic="network"), read=READ)
    bare = WireRead(quote="Error 809", lines=lines("Error 809"), codes=[CODE])
    station.shows(station.joins("Ines", seat=3), read=bare)
    ben = tablet()

    details = {name: ben.row(name).locator(".row-detail") for name in ("Priya", "Omar", "Ines")}
    expect(details["Priya"]).to_have_text(f"809 · {HEADLINE}…")
    expect(details["Omar"]).to_have_text(f"809 · Network and VPN. {HEADLINE}…")
    expect(details["Ines"]).to_have_text("809 · The VPN doesn’t answer.")


@pytest.mark.parametrize(
    ("quote", "read", "said"),
    [
        (f"{HEADLINE}. Error 809", (HEADLINE, BETWEEN, MIDDLE, END), f"{HEADLINE}… Error 809"),
        (f"{MIDDLE}. Error 809", (HEADLINE, BETWEEN, MIDDLE, END), f"…{MIDDLE}… Error 809"),
        (f"{HEADLINE}. Error 809", (HEADLINE, "Error 809"), f"{HEADLINE}. Error 809"),
        (BETWEEN, (HEADLINE, BETWEEN, MIDDLE), f"{BETWEEN}…"),
        (HEADLINE, (HEADLINE, BETWEEN), HEADLINE),
    ],
)
def test_a_quotation_says_where_words_are_left_out(
    tablet: OpenTablet, station: PlainStation, quote: str, read: tuple[str, ...], said: str
) -> None:
    visit = station.joins("Priya", seat=1)
    station.shows(visit, read=WireRead(quote=quote, lines=lines(*read)))
    ben = tablet()
    ben.row("Priya").click()

    expect(ben.page.locator(".read-text")).to_have_text(f"“{said}”")


def test_a_colleagues_row_looks_like_one_that_does_not_open(
    tablet: OpenTablet, station: PlainStation
) -> None:
    station.joins("Priya", seat=1)
    station.joins("Omar", seat=2)
    ben, maya = tablet(), tablet("Maya")
    ben.press("Call next")
    expect(maya.row("Priya").get_by_role("button")).to_be_disabled()

    look = """row => {
        const chip = getComputedStyle(row.querySelector(".chip"));
        const name = getComputedStyle(row.querySelector(".row-name"));
        return [chip.backgroundColor, name.color];
    }"""
    [theirs_chip, theirs_name] = maya.row("Priya").evaluate(look)
    [chip, name] = maya.row("Omar").evaluate(look)
    assert theirs_chip != chip
    assert theirs_name != name


def test_somebody_not_at_the_seat_was_called_all_the_same(
    tablet: OpenTablet, station: PlainStation
) -> None:
    station.joins("Priya", seat=1)
    ben = tablet()
    ben.press("Call next")
    ben.sees("Priya")
    called = ben.page.locator(".step-list [data-id=called] .tabular")
    at = called.inner_text()
    ben.press("Nobody at the seat")
    ben.row("Priya").click()

    expect(ben.page.get_by_role("heading", name="Not at the seat").last).to_be_visible()
    expect(called).to_have_text(at)
    assert at != ""
