"""No object of the screens has a description of itself of its own.

PySide gives an object one as soon as a method without `@Slot` is connected to a signal, and frees
it with the object. QML keeps what it read of a description by its address. An object whose own
description lies where that of another one lay has none of its properties for QML: a screen without
words, or the wrong one, about once in five thousand objects.
"""

from __future__ import annotations

from collections.abc import Callable

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
    made_here = [part for part in parts if type(part).__module__.startswith("ui.")]
    return [
        type(part).__name__
        for part in made_here
        if part.metaObject().methodCount() != type(part).staticMetaObject.methodCount()
    ]


def test_nothing_before_a_visitor_has_its_own(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive()
    visitor.touch("start")

    assert with_their_own(visitor.screens) == []


def test_nothing_of_the_pairing_has_its_own() -> None:
    screens = PairingScreens(FakePairing(), clock=FakeClock())

    found = with_their_own(screens)
    screens.close()
    assert found == []
