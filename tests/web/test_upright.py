"""The card of a tablet that is held upright: all words whole, and no room left empty."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator

from kiosk.wire.reading import WireMeaning, WireRead
from tests.web.conftest import OpenTablet
from tests.web.pages import UPRIGHT, Tablet
from tests.web.plain_station import PlainStation

LONG = WireRead(
    quote="The network connection between your computer and the VPN server could not be made",
    codes=[
        WireMeaning("809", "The VPN doesn’t answer; often a router or firewall blocks it."),
        WireMeaning("0x80070035", "The other computer can’t be found on the network."),
    ],
)


@pytest.mark.parametrize("camera", ["showing", "lost"], ids=["calm", "under a warning"])
def test_words_and_note_are_whole_on_a_tablet_held_upright(
    tablet: OpenTablet, station: PlainStation, camera: str
) -> None:
    station.fares(camera=camera)
    station.shows(station.joins("Priya", seat=3, topic="network"), read=LONG)
    ben = tablet(size=UPRIGHT)
    ben.press("Call next")
    ben.page.get_by_role("textbox").fill("Router restarted.")
    ben.page.get_by_text("Saved on this tablet").wait_for()
    ben.rests()

    read, note, frame = (ben.page.locator(each) for each in (".read", ".note", ".frame-open"))
    whole = "words => words.scrollHeight <= words.clientHeight"
    assert read.evaluate(whole), "the meaning is cut"
    assert _foot(note) <= _head(ben.page.locator(".steps")), "the note is covered"
    assert _head(note) - max(_foot(frame), _foot(read)) < 40, "room is left empty"
    station.fares()


def test_the_meaning_of_a_code_is_whole_on_a_low_screen(
    tablet: OpenTablet, station: PlainStation
) -> None:
    station.shows(station.joins("Priya", seat=3, topic="network"), read=LONG)
    ben = _small(tablet)
    ben.press("Call next")
    ben.page.get_by_role("textbox").fill("Router restarted.")
    ben.page.get_by_text("Saved on this tablet").wait_for()
    ben.rests()

    read, note = ben.page.locator(".read"), ben.page.locator(".note")
    assert read.evaluate("words => words.scrollHeight <= words.clientHeight")
    assert _head(note) - _foot(read) > 0
    assert _foot(note) <= 800


def _small(tablet: OpenTablet) -> Tablet:
    return tablet(size={"width": 1280, "height": 800})


def _head(element: Locator) -> float:
    return float(element.evaluate("it => it.getBoundingClientRect().top"))


def _foot(element: Locator) -> float:
    return float(element.evaluate("it => it.getBoundingClientRect().bottom"))
