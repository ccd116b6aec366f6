"""Whatever a name holds, it is shown as plain text inside the window and breaks no screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem

from kiosk.directory.glyphs import is_drawable
from kiosk.domain.names import clean_name
from kiosk.domain.snapshot import StationSnapshot
from tests.touch.fakes import RECEIPT, SITE, FakeStation
from tests.touch.visitor import Visitor, is_text, until

HOSTILE = {
    "long": "x" * 10_000,
    "long words": "Wolfeschlegelsteinhausen " * 400,
    "wide": "W" * 60,
    "rtl": "محمد عبد الرحمن",
    "override": "Sam\u202e\u2066esrever",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈👍🏽" * 20,
    "markup": "<img src='http://x.example/a.png'><b>Bo</b>&amp;",
    "control": "A\x00\x07\n\r\tB\x1b[31m",
    "combining": "Z" + "\u0301" * 3_000,
    "places": "%1 %2 %n $& {name}",
}


def outside(visitor: Visitor) -> list[str]:
    window = QRectF(0, 0, visitor.screens.view.width(), visitor.screens.view.height())
    return [
        str(item.property("text"))[:40]
        for item in visitor.items()
        if is_text(item) and item.property("text") and not window.contains(drawn(item))
    ]


def drawn(item: QQuickItem) -> QRectF:
    words = item.boundingRect()
    return item.mapRectToScene(QRectF(words.x(), 0, words.width(), item.height()))


def evaluated(item: QQuickItem, expression: str) -> object:
    context = qmlContext(item)
    assert context is not None
    return QQmlExpression(context, item, expression).evaluate()[0]


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_name_breaks_no_screen(visitor: Visitor, name: str) -> None:
    kept = clean_name(name)
    kept = kept if is_drawable(kept) else ""
    visitor.touch("start")
    visitor.see("key-q")
    visitor.screens.check_in.type(name)
    on_name = outside(visitor)
    visitor.touch("confirmName")
    visitor.see("take")
    on_show = outside(visitor)
    assert (f"Good morning, {kept}." if kept else "Hello.") in visitor.words()
    visitor.touch("tell")
    until(lambda: visitor.screen == "number")

    assert (f"You’re in, {kept}." if kept else "You’re in.") in visitor.words()
    assert (on_name, on_show, outside(visitor)) == ([], [], [])
    assert visitor.sees("done")


def test_a_name_is_never_markup(visitor: Visitor) -> None:
    visitor.touch("start")
    visitor.screens.check_in.type("<b>Bo</b>")
    texts = [item for item in visitor.items() if is_text(item)]

    assert all(evaluated(item, "textFormat === Text.PlainText") for item in texts)


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_member_or_site_name_breaks_no_screen(
    arrive: Callable[..., Visitor], name: str
) -> None:
    station = FakeStation(
        now=StationSnapshot(site=replace(SITE, name=name[:60])),
        receipt=replace(RECEIPT, on_duty=(name, name, name, name)),
    )
    visitor = arrive(station=station)
    visitor.touch("start")
    visitor.touch("confirmName")
    visitor.touch("tell")
    until(lambda: visitor.screen == "number")

    assert outside(visitor) == []
    assert visitor.sees("done")
