"""Every screen in every shape and both themes, walked item by item.

Sizes, reach, names, words, contrast, room for longer languages; the window is resized live.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtQuick import QQuickItem

from tests.touch import gallery
from tests.touch.visitor import Visitor, is_text, until
from tests.touch.words import LongWords
from ui.touch.screens import ScreenTiming

SMALLEST_TYPE = 28
SMALLEST_TARGET = 96
SMALLEST_KEY = 88
HIGHEST_CONTROL = 672
SIZES = ((1080, 1920), (1920, 1080), (1024, 768), (800, 600))
MORE_SIZES = ((1280, 1024), (1366, 768), (3840, 2160), (768, 1024), (540, 960), (2560, 1080))
UNHURRIED = ScreenTiming(count_ms=15)
REACH_COUNTS_AT = (1080, 1920)
SCENES = {
    "attract": (gallery.attract, "attract"),
    "apart": (gallery.apart, "attract"),
    "counter": (gallery.counter, "counter"),
    "closed": (gallery.closed, "closed"),
    "name": (gallery.name, "name"),
    "accents": (gallery.accents, "name"),
    "name_by_badge": (gallery.name_by_badge, "name"),
    "badge_unknown": (gallery.badge_unknown, "name"),
    "badge_ended": (gallery.badge_ended, "name"),
    "badge_without_camera": (gallery.badge_without_camera, "name"),
    "show": (gallery.show, "show"),
    "tagged": (gallery.tagged, "show"),
    "resting": (gallery.resting, "show"),
    "broke_off": (gallery.broke_off, "show"),
    "covered": (gallery.covered, "show"),
    "smudged": (gallery.smudged, "check"),
    "check": (gallery.check, "check"),
    "check_straightened": (gallery.check_straightened, "check"),
    "check_whole": (gallery.check_whole, "check"),
    "check_unread": (gallery.check_unread, "check"),
    "topic": (gallery.topic, "topic"),
    "topic_without_camera": (gallery.topic_without_camera, "topic"),
    "still_there": (gallery.still_there, "check"),
    "saving": (gallery.saving, "saving"),
    "number": (gallery.number_at_first, "number"),
    "number_apart": (gallery.number_apart, "number"),
    "number_without_picture": (gallery.number_without_picture, "number"),
    "no_seat": (gallery.no_seat, "number"),
    "trouble": (gallery.trouble, "trouble"),
}


@pytest.fixture(params=list(SCENES), ids=list(SCENES))
def scene(request: pytest.FixtureRequest, arrive: Callable[..., Visitor]) -> Visitor:
    return _at(request.param, arrive(pace=UNHURRIED))


@pytest.fixture(params=list(SCENES), ids=list(SCENES))
def long_scene(
    request: pytest.FixtureRequest, arrive: Callable[..., Visitor], qapp: QGuiApplication
) -> Iterator[Visitor]:
    translator = LongWords()
    qapp.installTranslator(translator)
    yield _at(request.param, arrive(pace=UNHURRIED))
    qapp.removeTranslator(translator)


def _at(name: str, visitor: Visitor) -> Visitor:
    act, screen = SCENES[name]
    act(visitor)
    until(lambda: visitor.shown == screen)
    return visitor


def test_a_screen_keeps_the_house_measures_in_every_shape_and_theme(scene: Visitor) -> None:
    before = uncounted(scene)
    found = {}
    for theme in ("light", "dark"):
        scene.screens.set_theme(theme)
        for size in SIZES:
            scene.resize(size)
            found[theme, size] = faults(scene)
    scene.resize(REACH_COUNTS_AT)

    assert found == {shape: [] for shape in found}
    assert uncounted(scene) == before


def test_a_screen_fits_windows_of_other_shapes(scene: Visitor) -> None:
    found = {}
    for size in MORE_SIZES:
        scene.resize(size)
        found[size] = faults(scene)

    assert found == {size: [] for size in MORE_SIZES}


def test_a_screen_has_room_for_longer_languages(long_scene: Visitor) -> None:
    assert any(" veldi" in text for text in long_scene.words())
    found = {}
    for size in SIZES:
        long_scene.resize(size)
        found[size] = faults(long_scene)

    assert found == {size: [] for size in SIZES}


def faults(visitor: Visitor) -> list[str]:
    texts = [item for item in visitor.items() if is_text(item) and item.property("text")]
    controls = [item for item in visitor.items() if item.metaObject().indexOfMethod("act()") >= 0]
    assert texts
    return [
        *(fault for item in texts for fault in _text_faults(visitor, item)),
        *(fault for item in controls for fault in _control_faults(visitor, item)),
        *_overlaps(texts),
        *_buried(texts, controls),
    ]


def uncounted(visitor: Visitor) -> list[str]:
    """The words, but for what counts down in them."""
    return [re.sub(r"\d+", "", word) for word in visitor.words()]


def _buried(texts: list[QQuickItem], controls: list[QQuickItem]) -> Iterator[str]:
    """A control's own words must lie in it; others, and other controls, not on it."""
    for index, control in enumerate(controls):
        name, place = control.objectName(), _box(control).adjusted(2, 2, -2, -2)
        own = [item for item in texts if control.isAncestorOf(item)]
        for item in own:
            if not _box(control).contains(_place(item).adjusted(1, 1, -1, -1)):
                yield f"{item.property('text')!r} leaves {name}"
        strangers = [item for item in texts if item not in own]
        yield from (
            f"{item.property('text')!r} lies on {name}"
            for item in strangers
            if place.intersects(_place(item))
        )
        yield from (
            f"{name} lies on {other.objectName()}"
            for other in controls[index + 1 :]
            if place.intersects(_box(other))
        )


def _box(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def _text_faults(visitor: Visitor, item: QQuickItem) -> Iterator[str]:
    text = item.property("text")
    if item.property("font").pixelSize() < int(SMALLEST_TYPE * visitor.scale):
        yield f"{text!r} is set in {item.property('font').pixelSize()} px"
    if item.property("truncated"):
        yield f"{text!r} is cut"
    place = _place(item)
    if place.left() < 0 or place.right() > visitor.screens.view.width():
        yield f"{text!r} leaves the window sideways"
    if place.top() < 0 or place.bottom() > visitor.screens.view.height():
        yield f"{text!r} leaves the window"
    quoted = item.objectName() == "readQuote"  # the words of what was held up, not ours
    if not quoted and re.search(r"\b(users?|tickets?|errors?|invalid)\b", text, re.IGNORECASE):
        yield f"{text!r} is not how we speak"


def _control_faults(visitor: Visitor, item: QQuickItem) -> Iterator[str]:
    name = item.objectName()
    smallest = SMALLEST_KEY if name.startswith("key-") else SMALLEST_TARGET
    if min(item.width(), item.height()) < int(smallest * visitor.scale):
        yield f"{name} is {item.width()} x {item.height()}"
    if visitor.size == REACH_COUNTS_AT and _box(item).top() < HIGHEST_CONTROL:
        yield f"{name} is out of reach"
    if not QRectF(0, 0, *visitor.size).contains(_box(item)):
        yield f"{name} leaves the window"
    spoken = QAccessible.queryAccessibleInterface(item)
    if spoken.role() is not QAccessible.Role.Button or not spoken.text(QAccessible.Text.Name):
        yield f"{name} has no name to be spoken"


def _place(item: QQuickItem) -> QRectF:
    words = item.boundingRect()
    return item.mapRectToScene(QRectF(words.x(), 0, words.width(), item.height()))


def _overlaps(texts: list[QQuickItem]) -> Iterator[str]:
    places = [(_place(item).adjusted(2, 2, -2, -2), item.property("text")) for item in texts]
    for index, (place, text) in enumerate(places):
        for other, other_text in places[index + 1 :]:
            if place.intersects(other):
                yield f"{text!r} lies on {other_text!r}"
