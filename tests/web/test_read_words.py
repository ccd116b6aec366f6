"""What the kiosk read on a picture, as a member sees it: framed, to be copied, never markup."""

from __future__ import annotations

import msgspec
from playwright.sync_api import expect

from kiosk.vision.reading import TagKind
from kiosk.wire.reading import WireFrame, WireLine, WireMeaning, WireRead
from tests.web.conftest import OpenTablet
from tests.web.plain_station import PlainStation

READ = WireRead(
    quote="Can’t connect to Office VPN. Error 809",
    lines=[
        WireLine("Can’t connect to Office VPN", [0.36, 0.36, 0.6, 0.36, 0.6, 0.4, 0.36, 0.4]),
        WireLine("Error 809", [0.36, 0.5, 0.45, 0.5, 0.45, 0.54, 0.36, 0.54]),
    ],
    codes=[WireMeaning("809", "The VPN doesn't answer.", "ERROR_VPN_TIMEOUT: check the ports.")],
    tags=[WireMeaning("PC-0042", "Laptop 14")],
)
FRAMES = [
    WireFrame([0.41, 0.5, 0.45, 0.5, 0.45, 0.54, 0.41, 0.54], code=True),
    WireFrame([0.36, 0.36, 0.6, 0.36, 0.6, 0.54, 0.36, 0.54]),
]
MARKUP = "<img src=x onerror=alert(1)>"


def test_a_paragraph_is_one_frame_and_a_code_is_marked(
    tablet: OpenTablet, station: PlainStation
) -> None:
    station.shows(station.joins("Priya", seat=3), read=msgspec.structs.replace(READ, frames=FRAMES))
    ben = tablet()
    ben.press("Call next")

    frames = ben.page.locator(".read-frames polygon")
    expect(frames).to_have_count(2)
    expect(ben.page.locator(".read-frames .code")).to_have_count(1)
    expect(frames.last).to_have_attribute("points", "570 354 966 354 966 546 570 546")


def test_where_nothing_is_worth_a_frame_no_line_is_framed(
    tablet: OpenTablet, station: PlainStation
) -> None:
    station.shows(station.joins("Priya", seat=3), read=msgspec.structs.replace(READ, frames=[]))
    ben = tablet()
    ben.press("Call next")

    expect(ben.page.locator(".read-text")).to_have_text(f"“{READ.quote}”")
    expect(ben.page.locator(".read-frames polygon")).to_have_count(0)


def test_an_older_kiosk_tells_no_frames_and_its_lines_are_framed(
    tablet: OpenTablet, station: PlainStation
) -> None:
    visit = station.joins("Priya", seat=3)
    station.shows(visit, read=READ)
    ben = tablet()
    ben.press("Call next")

    expect(ben.page.locator(".read-text")).to_have_text(f"“{READ.quote}”")
    expect(ben.page.locator(".read-meaning")).to_contain_text("809: The VPN doesn't answer.")
    expect(ben.page.locator(".read-meaning")).to_contain_text("ERROR_VPN_TIMEOUT: check the ports.")
    expect(ben.page.locator(".read-meaning")).to_contain_text("PC-0042: Laptop 14")
    expect(ben.page.locator(".read-frames polygon")).to_have_count(2)
    first = ben.page.locator(".read-frames polygon").first
    expect(first).to_have_attribute("points", "570 354 966 354 966 406 570 406")


def test_words_that_were_read_late_come_to_the_open_card_by_themselves(
    tablet: OpenTablet, station: PlainStation
) -> None:
    visit = station.joins("Priya", seat=3)
    station.shows(visit)
    ben = tablet()
    ben.press("Call next")
    ben.page.locator(".frame img").wait_for()
    expect(ben.page.locator(".read")).to_be_hidden()

    station.shows(visit, read=READ)

    expect(ben.page.locator(".read-text")).to_have_text(f"“{READ.quote}”")
    expect(ben.page.locator(".read-frames polygon")).to_have_count(2)
    expect(ben.page.locator(".frame img")).to_have_count(1)


def test_words_can_be_marked_and_copied(tablet: OpenTablet, station: PlainStation) -> None:
    visit = station.joins("Priya", seat=3)
    station.shows(visit, read=READ)
    ben = tablet()
    ben.press("Call next")
    ben.page.locator(".read-text").wait_for()
    ben.page.evaluate("getSelection().selectAllChildren(document.querySelector('.read-text'))")

    assert ben.page.evaluate("String(getSelection())") == f"“{READ.quote}”"


def test_where_nothing_was_read_nothing_stands(tablet: OpenTablet, station: PlainStation) -> None:
    station.shows(station.joins("Priya", seat=3))
    ben = tablet()
    ben.press("Call next")
    ben.page.locator(".frame img").wait_for()

    expect(ben.page.locator(".read")).to_be_hidden()
    expect(ben.page.locator(".read-frames")).to_have_count(0)


def test_words_on_a_screen_are_never_markup(tablet: OpenTablet, station: PlainStation) -> None:
    line = WireLine(MARKUP, [0, 0, 1, 0, 1, 1, 0, 1])
    read = WireRead(quote=MARKUP, lines=[line], codes=[WireMeaning(MARKUP, MARKUP)])
    station.shows(station.joins("Priya", seat=3), read=read)
    ben = tablet()
    ben.press("Call next")

    expect(ben.page.locator(".read-text")).to_have_text(f"“{MARKUP}”")
    expect(ben.page.locator(".read-meaning")).to_have_text(f"{MARKUP}: {MARKUP}")
    expect(ben.page.locator(".read img")).to_have_count(0)


def test_of_a_secret_a_member_reads_its_kind(tablet: OpenTablet, station: PlainStation) -> None:
    """Every kind has words; one from a newer kiosk is told by its sort of code."""
    tags = [WireMeaning("QR code", kind=kind) for kind in (*TagKind, "from_tomorrow")]
    station.shows(station.joins("Priya", seat=3), read=WireRead(tags=tags))
    ben = tablet()
    ben.press("Call next")
    lines = ben.page.locator(".read-meaning")

    expect(lines).to_contain_text("QR code for two-step sign-in (its secret isn’t kept)")
    told = lines.inner_text().split("\n")
    assert len({*told}) == len(tags)
    assert [line for line in told if line == "QR code"] == told[-1:]
