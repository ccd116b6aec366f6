"""Fixtures: a visitor before a touchscreen. Motion is reduced unless a test asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from tests.touch.qt_time import QtTime
from tests.touch.visitor import FONTS, Visitor
from ui.touch import touch_monitor
from ui.touch.fonts import load_fonts
from ui.touch.screens import MOTION
from ui.touch.viewmodels import presence


@pytest.fixture(scope="session")
def fonts(qapp: QGuiApplication) -> None:
    load_fonts(FONTS)


@pytest.fixture
def arrive(fonts: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Visitor]]:
    """Makes a visitor; takes what Visitor takes, and `motion`."""
    here: list[Visitor] = []

    def _arrive(*, motion: bool = False, **options: Any) -> Visitor:
        monkeypatch.setenv(MOTION, "full" if motion else "reduced")
        here.append(Visitor(**options))
        return here[-1]

    yield _arrive
    for visitor in here:
        visitor.leave()


@pytest.fixture
def visitor(arrive: Callable[..., Visitor]) -> Visitor:
    return arrive()


@pytest.fixture
def qt_time(monkeypatch: pytest.MonkeyPatch) -> QtTime:
    """The time of who is here and what lies on the glass. To be asked for before the visitor."""
    time = QtTime()
    for module in (presence, touch_monitor):
        monkeypatch.setattr(module, "QTimer", time.timer)
    monkeypatch.setattr(touch_monitor, "QElapsedTimer", time.elapsed_timer)
    return time
