"""Fixtures: a visitor before a touchscreen. Motion is reduced unless a test asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication

from tests.touch.visitor import FONTS, Visitor
from ui.touch.fonts import load_fonts
from ui.touch.screens import MOTION


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
