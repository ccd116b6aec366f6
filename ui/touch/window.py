"""The window of the kiosk: a QML file with its image providers and view models, and its size."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtQuick import QQuickView
from shiboken6 import Shiboken

from kiosk.faults import Fault

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtQuick import QQuickImageProvider

    from kiosk.settings import ScreenPart

QML: Final = Path(__file__).resolve().parent / "qml"


class ScreenFault(Fault):
    """The screens cannot be loaded."""

    retryable = False


def load_window(
    file: str, *, providers: Mapping[str, QQuickImageProvider], properties: Mapping[str, Any]
) -> QQuickView:
    """Makes a window of the QML `file`, not yet shown; ScreenFault says what Qt found wrong."""
    view = QQuickView()
    view.setTitle("Kiosk")
    view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    engine = view.engine()
    engine.addImportPath(str(QML))
    for name, provider in providers.items():
        engine.addImageProvider(name, provider)
    view.setInitialProperties(dict(properties))
    view.setSource(QUrl.fromLocalFile(str(QML / file)))
    if view.status() is not QQuickView.Status.Ready:
        raise ScreenFault("; ".join(fault.toString() for fault in view.errors()))
    return view


def show_window(view: QQuickView, screen: ScreenPart) -> None:
    """Shows the window in the size of the settings."""
    if screen.full_screen:
        # Without a window manager nobody makes the window as large as the screen.
        view.setGeometry(view.screen().geometry())
        # Many touchscreens are mice as well, to Linux: no arrow stands in the middle of the screen.
        view.setCursor(Qt.CursorShape.BlankCursor)
        view.showFullScreen()
    else:
        view.resize(screen.width, screen.height)
        view.show()


def close_window(view: QQuickView, *parts: QObject) -> None:
    """Closes the window, then destroys it and `parts`, what its screens were bound to.

    The screens go first. None of this is left to Python's garbage collector: that runs on whichever
    thread comes by, and Qt objects may be destroyed on their own thread only.
    """
    view.setSource(QUrl())
    view.close()
    for part in (view, *parts):
        Shiboken.delete(part)
