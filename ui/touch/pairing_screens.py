"""Owns the window of a kiosk that has no token yet. Never asks the home itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtQuick import QQuickView

from kiosk.resources import ASSETS
from ui.touch.bridge import Bridge
from ui.touch.pictures import CodePictures, IconPictures
from ui.touch.viewmodels.pairing import PairingViewModel

if TYPE_CHECKING:
    from ui.touch.ports import PairingPort

QML = Path(__file__).resolve().parent / "qml"


class PairingScreens:
    """The code, large, and what to do with it. `close` takes the window away."""

    def __init__(self, pairing: PairingPort, *, again: bool = False) -> None:
        """`again`: visitors know this kiosk, and must be told where to go meanwhile."""
        self.bridge = Bridge()
        self.codes = CodePictures()
        self.pairing = PairingViewModel(pairing, bridge=self.bridge, codes=self.codes, again=again)
        self.view = QQuickView()
        self.view.setTitle("Kiosk")
        self.view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.view.engine().addImportPath(str(QML))
        self.view.engine().addImageProvider("icon", IconPictures(ASSETS / "icons"))
        self.view.engine().addImageProvider("code", self.codes)
        self.view.setInitialProperties({"pairing": self.pairing})
        self.view.setSource(QUrl.fromLocalFile(str(QML / "Pair.qml")))
        assert self.view.status() is QQuickView.Status.Ready, self.view.errors()

    def close(self) -> None:
        """Screens go before what they are bound to."""
        self.view.setSource(QUrl())
        self.view.close()
