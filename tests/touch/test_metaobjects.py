"""No object of the screens has a description of itself of its own.

PySide gives an object one as soon as a method without `@Slot` is connected to a signal, and frees
it with the object. QML keeps what it read of a description by its address. An object whose own
description lies where that of another one lay has none of its properties for QML: a screen without
words, or the wrong one, about once in five thousand objects.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from tests.doubles.clock import FakeClock
from tests.touch.fakes import FakePairing
from tests.touch.visitor import Visitor
from ui.touch.pairing.screens import PairingScreens
from ui.touch.screens import Screens


def with_their_own(screens: Screens | PairingScreens) -> list[str]:
    """The classes of the objects whose description is not their class's."""
    parts = [part for part in vars(screens).values() if isinstance(part, QObject)]
    parts += [child for part in parts for child in part.children()]
    return [type(part).__name__ for part in parts if _has_its_own(part)]


def _has_its_own(part: QObject) -> bool:
    kind: Any = type(part)  # the stubs do not know that a class has its own description
    if not kind.__module__.startswith("ui."):
        return False
    shared: int = kind.staticMetaObject.methodCount()
    return part.metaObject().methodCount() != shared


def test_nothing_before_a_visitor_has_its_own(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive()
    visitor.touch("start")

    assert with_their_own(visitor.screens) == []


def test_nothing_of_the_pairing_has_its_own() -> None:
    screens = PairingScreens(FakePairing(), clock=FakeClock())

    found = with_their_own(screens)
    screens.close()
    assert found == []
