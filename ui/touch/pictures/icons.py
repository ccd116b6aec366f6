"""Icons: the drawings of a folder, read once, drawn in the colour and size that QML asks for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from ui.touch.pictures.blank import TRANSPARENT_FORMAT


class IconPictures(QQuickImageProvider):
    """image://icon/<name>/<rrggbb>: a drawing of `folder` in one colour, at the size requested."""

    def __init__(self, folder: Path) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._drawings = {path.stem: path.read_bytes() for path in folder.glob("*.svg")}

    def names(self) -> frozenset[str]:
        """The names of all drawings."""
        return frozenset(self._drawings)

    def requestImage(self, name: str, size: QSize, requested: QSize) -> QImage:
        """Draws it on the Qt thread, because no icon is loaded asynchronously."""
        stem, _, colour = name.partition("/")
        drawing = self._drawings[stem].replace(b"currentColor", b"#" + colour.encode("ascii"))
        renderer = QSvgRenderer(QByteArray(drawing))
        drawn = renderer.defaultSize() if requested.isEmpty() else requested
        image = QImage(drawn, TRANSPARENT_FORMAT)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        return image
