"""Every screen, walked item by item: sizes, reach, names, words, room for longer languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRectF, QTranslator
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtQuick import QQuickItem

from tests.touch import gallery
from tests.touch.visitor import Visitor, is_text, until

SMALLEST_TYPE = 28
SMALLEST_TARGET = 96
SMALLEST_KEY = 88
HIGHEST_CONTROL = 672
SCENES = {
    "attract": (gallery.attract, "attract"),
    "name": (gallery.name, "name"),
    "accents": (gallery.accents, "name"),
    "show": (gallery.show, "show"),
    "resting": (gallery.resting, "show"),
    "broke_off": (gallery.broke_off, "show"),
    "check": (gallery.check, "check"),
    "saving": (gallery.saving, "saving"),
    "number": (gallery.number, "number"),
    "no_seat": (gallery.no_seat, "number"),
    "trouble": (gallery.trouble, "trouble"),
}


class LongWords(QTranslator):
    """Says everything two fifths longer, as other languages do."""

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        lines = source.replace("%n", str(n)).split("\n")
        return "\n".join(f"{line}{_more(line)}" for line in lines)


def _more(line: str) -> str:
    filler = " veldi gronu" * 20
    return filler[: max(1, len(line) * 2 // 5)]


@pytest.fixture(params=list(SCENES), ids=list(SCENES))
def scene(request: pytest.FixtureRequest, arrive: Callable[..., Visitor]) -> Visitor:
    return _at(request.param, arrive())


@pytest.fixture(params=list(SCENES), ids=list(SCENES))
def long_scene(
    request: pytest.FixtureRequest, arrive: Callable[..., Visitor], qapp: QGuiApplication
) -> Iterator[Visitor]:
    translator = LongWords()
    qapp.installTranslator(translator)
    yield _at(request.param, arrive())
    qapp.removeTranslator(translator)


def _at(name: str, visitor: Visitor) -> Visitor:
    act, screen = SCENES[name]
    act(visitor)
    until(lambda: visitor.screen == screen)
    return visitor


def test_a_screen_keeps_the_house_measures(scene: Visitor) -> None:
    assert faults(scene) == []


def test_a_screen_has_room_for_longer_languages(long_scene: Visitor) -> None:
    assert any(" veldi" in text for text in long_scene.words())
    assert faults(long_scene) == []


def faults(visitor: Visitor) -> list[str]:
    texts = [item for item in visitor.items() if is_text(item) and item.property("text")]
    controls = [item for item in visitor.items() if item.metaObject().indexOfMethod("act()") >= 0]
    assert texts
    return [
        *(fault for item in texts for fault in _text_faults(visitor, item)),
        *(fault for item in controls for fault in _control_faults(item)),
        *_overlaps(texts),
    ]


def _text_faults(visitor: Visitor, item: QQuickItem) -> Iterator[str]:
    text = item.property("text")
    if item.property("font").pixelSize() < SMALLEST_TYPE:
        yield f"{text!r} is set in {item.property('font').pixelSize()} px"
    if item.property("truncated"):
        yield f"{text!r} is cut"
    place = _place(item)
    if place.left() < 0 or place.right() > visitor.face.view.width():
        yield f"{text!r} leaves the window sideways"
    if place.top() < 0 or place.bottom() > visitor.face.view.height():
        yield f"{text!r} leaves the window"
    if re.search(r"\b(users?|tickets?|errors?|invalid)\b", text, re.IGNORECASE):
        yield f"{text!r} is not how we speak"


def _control_faults(item: QQuickItem) -> Iterator[str]:
    name = item.objectName()
    smallest = SMALLEST_KEY if name.startswith("key-") else SMALLEST_TARGET
    if min(item.width(), item.height()) < smallest:
        yield f"{name} is {item.width()} x {item.height()}"
    if item.mapRectToScene(QRectF(0, 0, item.width(), item.height())).top() < HIGHEST_CONTROL:
        yield f"{name} is out of reach"
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
