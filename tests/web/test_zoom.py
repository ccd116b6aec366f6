"""The picture over the whole screen zooms by fingers, wheel, taps, keys and buttons, bounded."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import CDPSession, expect

from kiosk.wire.reading import WireLine, WireRead
from tests.journeys.actors import DESK_SIZE
from tests.web.conftest import OpenTablet
from tests.web.pages import Tablet
from tests.web.plain_station import PlainStation

MOST = 6
NEAR_PX = 2.0
MIDDLE = (DESK_SIZE["width"] / 2, DESK_SIZE["height"] / 2)
FINGERS = [(500.0, 400.0), (700.0, 400.0)]
READ = WireRead(quote="", lines=[WireLine("E 809", [0.4, 0.4, 0.6, 0.4, 0.6, 0.5, 0.4, 0.5])])


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where the picture stands on the screen."""

    left: float
    top: float
    width: float
    height: float

    def share(self, x: float, y: float) -> tuple[float, float]:
        """Which place of the picture is at this place of the screen."""
        return (x - self.left) / self.width, (y - self.top) / self.height

    def covers(self) -> bool:
        """Nothing of the screen is bare."""
        right, bottom = self.left + self.width, self.top + self.height
        spare = (right - DESK_SIZE["width"], bottom - DESK_SIZE["height"], -self.left, -self.top)
        return min(spare) > -NEAR_PX


class Viewer:
    """The open viewer, as hands meet it."""

    def __init__(self, tablet: Tablet) -> None:
        self.tablet = tablet
        self.page = tablet.page
        self._touch: CDPSession = tablet.context.new_cdp_session(tablet.page)
        self._picture = self.page.locator(".viewer-picture")
        self.dialog = self.page.locator("dialog.viewer")
        self.whole = self.box()

    def box(self) -> Bounds:
        self.tablet.rests()
        found = self._picture.bounding_box()
        assert found is not None
        return Bounds(found["x"], found["y"], found["width"], found["height"])

    def scale(self) -> float:
        return self.box().width / self.whole.width

    def fingers(self, *steps: list[tuple[float, float]]) -> None:
        """Fingers go down at the first places, by way of the next, and up at the last."""
        for at, step in enumerate(steps):
            self._send("touchMove" if at else "touchStart", step)
        self._send("touchEnd", [])

    def _send(self, kind: str, places: list[tuple[float, float]]) -> None:
        points = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(places)]
        self._touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def tap_twice(self, x: float, y: float) -> None:
        for _ in range(2):
            self.fingers([(x, y)])


@pytest.fixture
def ben(tablet: OpenTablet, station: PlainStation) -> Tablet:
    visit = station.joins("Priya", seat=3)
    station.shows(visit, read=READ)
    station.shows(visit, colour="navy")
    ben = tablet()
    ben.press("Call next")
    return ben


@pytest.fixture
def viewer(ben: Tablet) -> Viewer:
    ben.press("Open the picture")
    return Viewer(ben)


def test_two_fingers_zoom_about_the_place_between_them(viewer: Viewer) -> None:
    held = viewer.whole.share(600, 400)
    viewer.fingers(FINGERS, [(450, 400), (750, 400)], [(300, 400), (900, 400)])

    box = viewer.box()
    assert box.width / viewer.whole.width == pytest.approx(3, abs=0.05)
    assert box.share(600, 400) == pytest.approx(held, abs=0.01)


def test_two_fingers_never_go_past_six_times_nor_below_once(viewer: Viewer) -> None:
    viewer.fingers(FINGERS, [(20, 400), (1300, 400)])
    viewer.fingers(FINGERS, [(20, 400), (1300, 400)])
    assert viewer.scale() == pytest.approx(MOST, abs=0.01)
    expect(viewer.tablet.button("Zoom in")).to_have_attribute("aria-disabled", "true")

    viewer.fingers([(20, 400), (1300, 400)], [(590, 400), (610, 400)])
    assert viewer.box() == viewer.whole
    expect(viewer.tablet.button("Zoom out")).to_have_attribute("aria-disabled", "true")


def test_a_finger_moves_what_is_zoomed_and_never_off_the_screen(viewer: Viewer) -> None:
    viewer.fingers([(600, 500)], [(300, 300)])
    assert viewer.box() == viewer.whole, "nothing to move at 1x"

    viewer.tap_twice(*MIDDLE)
    before = viewer.box()
    viewer.fingers([(600, 500)], [(560, 500)], [(500, 460)])
    after = viewer.box()
    assert after.left - before.left == pytest.approx(-100, abs=NEAR_PX)
    assert after.top - before.top == pytest.approx(-40, abs=NEAR_PX)

    for far in ((-4000.0, -4000.0), (4000.0, 4000.0)):
        viewer.fingers([(600, 500)], [far])
        assert viewer.box().covers()


def test_the_mouse_moves_it_and_a_drag_closes_nothing(viewer: Viewer) -> None:
    viewer.tap_twice(*MIDDLE)
    before = viewer.box()
    mouse = viewer.page.mouse
    mouse.move(700, 500)
    mouse.down()
    mouse.move(780, 520)
    mouse.up()

    assert viewer.box().left - before.left == pytest.approx(80, abs=NEAR_PX)
    expect(viewer.dialog).to_be_visible()


def test_the_wheel_zooms_about_the_pointer(viewer: Viewer) -> None:
    held = viewer.whole.share(900, 600)
    viewer.page.mouse.move(900, 600)
    viewer.page.mouse.wheel(0, -500)
    viewer.tablet.true(_SCALED)

    assert viewer.box().share(900, 600) == pytest.approx(held, abs=0.01)
    viewer.page.mouse.wheel(0, 9000)
    viewer.tablet.true(f"!({_SCALED})")
    assert viewer.box() == viewer.whole


def test_two_taps_zoom_there_and_two_more_show_it_whole(viewer: Viewer) -> None:
    held = viewer.whole.share(500, 450)
    viewer.tap_twice(500, 450)

    assert viewer.scale() == pytest.approx(2.5, abs=0.01)
    assert viewer.box().share(500, 450) == pytest.approx(held, abs=0.01)
    viewer.tap_twice(500, 450)
    assert viewer.box() == viewer.whole


def test_keys_zoom_look_around_and_close(viewer: Viewer) -> None:
    keys = viewer.page.keyboard
    for _ in range(8):
        keys.press("+")
    assert viewer.scale() == pytest.approx(MOST, abs=0.01)
    before = viewer.box()
    keys.press("ArrowRight")
    assert viewer.box().left < before.left
    keys.press("-")
    assert viewer.scale() == pytest.approx(4, abs=0.01)
    keys.press("0")
    assert viewer.box() == viewer.whole

    for _ in range(7):
        keys.press("Tab")
        assert viewer.page.evaluate(_FOCUS_IS_HELD), "the keyboard stays in the viewer"
    keys.press("Escape")
    expect(viewer.dialog).to_be_hidden()


def test_buttons_zoom_for_whoever_cannot_pinch(viewer: Viewer) -> None:
    for name in ("Zoom in", "Zoom out"):
        box = viewer.tablet.button(name).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 48
    viewer.tablet.press("Zoom in")
    assert viewer.scale() == pytest.approx(1.5, abs=0.01)
    assert viewer.tablet.violations() == []

    viewer.tablet.press("Zoom out")
    assert viewer.box() == viewer.whole
    assert viewer.tablet.violations() == []


def test_a_touch_beside_the_picture_closes_it_and_one_on_it_does_not(viewer: Viewer) -> None:
    viewer.fingers([MIDDLE])
    expect(viewer.dialog).to_be_visible()
    viewer.fingers([(MIDDLE[0], viewer.whole.top / 2)])
    expect(viewer.dialog).to_be_hidden()


def test_another_picture_opens_whole(ben: Tablet, viewer: Viewer) -> None:
    viewer.tablet.press("Zoom in")
    ben.press("Close the picture")
    ben.press("Show picture 2")
    ben.press("Open the picture")

    assert viewer.box() == viewer.whole


def test_the_frames_of_words_grow_with_the_picture(viewer: Viewer) -> None:
    frame = viewer.page.locator(".viewer .read-frames polygon")
    viewer.tap_twice(*MIDDLE)
    picture, box = viewer.box(), frame.bounding_box()
    assert box is not None

    assert picture.share(box["x"], box["y"]) == pytest.approx((0.4, 0.4), abs=0.01)
    assert box["width"] / picture.width == pytest.approx(0.2, abs=0.01)


def test_who_wants_no_motion_sees_none(viewer: Viewer) -> None:
    viewer.page.emulate_media(reduced_motion="reduce")
    viewer.tablet.press("Zoom in")

    assert viewer.page.evaluate(
        "getComputedStyle(document.querySelector('.viewer-picture')).transitionDuration"
    ) in {"0s", "0ms"}


_SCALED = "document.querySelector('.viewer-stage.zoomed') !== null"
_FOCUS_IS_HELD = """document.activeElement === document.body
    || document.activeElement.closest("dialog.viewer") !== null"""
