"""Every object of the screens has the QMetaObject of its class, and none of its own.

PySide makes an object one of its own as soon as a method without `@Slot` is connected to a signal,
and frees it with the object. QML keeps what it knows of a QMetaObject by its address. An object
whose own one lies where that of an earlier object lay has no property for QML: the kiosk then came
up with the wrong screen and stayed there, seldom enough to look like chance.
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


def with_own_metaobject(screens: Screens | PairingScreens) -> list[str]:
    """The classes of the objects whose QMetaObject is not their class's."""
    parts = [part for part in vars(screens).values() if isinstance(part, QObject)]
    parts += [child for part in parts for child in part.children()]
    return [type(part).__name__ for part in parts if _has_own_metaobject(part)]


def _has_own_metaobject(part: QObject) -> bool:
    kind: Any = type(part)  # the stubs lack `staticMetaObject` of a class
    if not kind.__module__.startswith("ui."):
        return False
    shared: int = kind.staticMetaObject.methodCount()
    return part.metaObject().methodCount() != shared


def test_no_part_of_the_screens_has_its_own(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive()
    visitor.touch("start")

    assert with_own_metaobject(visitor.screens) == []


def test_no_part_of_the_pairing_screen_has_its_own() -> None:
    screens = PairingScreens(FakePairing(), clock=FakeClock())

    found = with_own_metaobject(screens)
    screens.close()
    assert found == []
