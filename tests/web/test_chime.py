"""A soft chime when somebody joins an empty line, unless it was switched off."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.web.conftest import OpenTablet
from tests.web.pages import Tablet
from tests.web.plain_station import PlainStation

NOTES = 3


def test_the_chime_sounds_only_after_a_touch_and_only_for_an_empty_line(
    tablet: OpenTablet, station: PlainStation
) -> None:
    ben = _listening(tablet())
    dan = station.joins("Dan")
    ben.row("Dan").wait_for()
    assert _played(ben) == 0, "nobody has touched the page yet"

    ben.page.keyboard.press("Shift")
    station.leaves(dan)
    expect(ben.row("Dan")).to_have_count(0)
    station.joins("Leïla")
    ben.row("Leïla").wait_for()
    assert _played(ben) == NOTES
    station.joins("Sam")
    ben.row("Sam").wait_for()

    assert _played(ben) == NOTES, "the line was not empty"


def test_a_call_taken_back_does_not_chime(tablet: OpenTablet, station: PlainStation) -> None:
    station.joins("Dan")
    ben = _listening(tablet())
    ben.press("Call next")
    ben.sees("Dan")
    ben.press("Undo", exact=True)
    ben.row("Dan").wait_for()

    assert _played(ben) == 0


def test_the_switch_is_kept(tablet: OpenTablet, station: PlainStation) -> None:
    ben = tablet()
    ben.press("Ben, here")
    ben.page.get_by_role("switch", name="Chime when someone joins an empty line").uncheck()
    _listening(ben)
    ben.press("Ben, here")
    expect(ben.page.get_by_role("switch")).not_to_be_checked()

    station.joins("Dan")
    ben.row("Dan").wait_for()

    assert _played(ben) == 0


def _listening(ben: Tablet) -> Tablet:
    """Loads the desk anew, every started tone counted."""
    ben.page.add_init_script(_COUNT)
    ben.open()
    return ben


def _played(ben: Tablet) -> int:
    return int(ben.page.evaluate("window.tones"))


_COUNT = """
window.tones = 0;
// Playwright's own looking counts as a touch; the listeners for real ones do not see it.
Object.defineProperty(navigator, "userActivation", { value: { hasBeenActive: false } });
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) {
  window.tones += 1;
  return start.apply(this, when);
};
"""
