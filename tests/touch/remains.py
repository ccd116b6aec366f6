"""Search for what a visitor left behind: in view models, image providers and the scene."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem

from kiosk.vision.reading import Reading
from tests.touch.fakes import FakeCamera, FakeReader, FakeStation
from tests.touch.visitor import Visitor

MARKER = "Zyxwvut"
"""The first name of the visitor who is searched for."""


def remains(visitor: Visitor) -> list[str]:
    """The places that still hold a visitor's name, JPEG bytes, pixels, or words that were read."""
    found = [
        f"{place}: {value!r:.60}"
        for place, value in [*of_python(visitor.screens), *of_scene(visitor)]
        if is_marked(value)
    ]
    size = QSize(400, 400)
    screens = visitor.screens
    for provider in (screens.shots, screens.previews, screens.codes):
        for number in range(8):
            if provider.requestImage(str(number), size, size).size() != QSize(1, 1):
                found.append(f"{type(provider).__name__} still shows a picture")
    return found


def is_marked(value: object) -> bool:
    if isinstance(value, Reading):
        return True
    if isinstance(value, str):
        return MARKER.lower() in value.lower() or "image://shot/" in value
    if isinstance(value, bytes):
        return value.startswith(b"\xff\xd8")
    if isinstance(value, QImage):
        return value.width() > 1 and not value.isNull()
    return False


def of_python(root: object) -> Iterator[tuple[str, object]]:
    """Every value reachable from the screens, the doubles of station and camera left out."""
    seen, todo = set(), [("screens", root)]
    while todo:
        place, value = todo.pop()
        if id(value) in seen or isinstance(value, FakeCamera | FakeStation | FakeReader | type):
            continue
        seen.add(id(value))
        yield place, value
        todo += [(f"{place}.{name}", inner) for name, inner in inside(value)]


def inside(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict | MappingProxyType):
        yield from ((str(key), inner) for key, inner in value.items())
    elif isinstance(value, list | tuple | set | frozenset):
        yield from ((str(number), inner) for number, inner in enumerate(value))
    elif callable(getattr(value, "__func__", None)):
        return
    else:
        yield from getattr(value, "__dict__", {}).items()
        for name in getattr(type(value), "__slots__", ()):
            yield name, getattr(value, name, None)


def of_scene(visitor: Visitor) -> Iterator[tuple[str, object]]:
    """Every text property of every item, also of hidden ones."""
    todo: list[QObject] = [visitor.screens.view.contentItem()]
    while todo:
        item = todo.pop()
        meta = item.metaObject()
        for number in range(meta.propertyCount()):
            name, kind = str(meta.property(number).name()), str(meta.property(number).typeName())
            if "string" in kind.lower() or name == "source":
                value = item.property(name)
                yield f"{meta.className()}.{name}", str(getattr(value, "toString", str)())
        children = item.childItems() if isinstance(item, QQuickItem) else []
        todo += [*children, *(child for child in item.children() if child not in children)]
