"""The window as it stands on a kiosk, and on a developer's desk."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickView

from kiosk.settings import ScreenPart
from ui.touch.window import close_window, show_window


@pytest.mark.parametrize(
    ("full_screen", "arrow"),
    [(True, Qt.CursorShape.BlankCursor), (False, Qt.CursorShape.ArrowCursor)],
)
def test_no_arrow_stands_on_a_full_screen(
    qapp: QGuiApplication, full_screen: bool, arrow: Qt.CursorShape
) -> None:
    view = QQuickView()
    show_window(view, ScreenPart(full_screen=full_screen, width=540, height=960))

    shape = view.cursor().shape()
    close_window(view)

    assert shape is arrow
