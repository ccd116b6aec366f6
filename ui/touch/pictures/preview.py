"""The camera preview: the newest frame, in a copy of its own."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from ui.touch.pictures.blank import blank_picture

if TYPE_CHECKING:
    from kiosk.camera.frame import Frame


class PreviewPictures(QQuickImageProvider):
    """image://preview/<n>: the newest camera frame. Frames not yet shown are replaced."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._lock = Lock()
        self._newest = QImage()
        self._pending = False

    def offer(self, frame: Frame) -> bool:
        """Stores a copy of `frame`; True when the screen must be notified of it. Any thread."""
        height, width, _ = frame.bgra.shape
        # Copied, because Qt may still paint from it when the frame's own memory is gone.
        image = QImage(
            frame.bgra.data.cast("B"), width, height, 4 * width, QImage.Format.Format_RGB32
        ).copy()
        with self._lock:
            self._newest = image
            first, self._pending = not self._pending, True
        return first

    def forget(self) -> None:
        """Drops the stored frame."""
        with self._lock:
            self._newest = QImage()
            self._pending = False

    def requestImage(self, name: str, size: QSize, requested: QSize) -> QImage:
        """The newest frame, whatever the address (Qt's override)."""
        with self._lock:
            self._pending = False
            return self._newest if not self._newest.isNull() else blank_picture()
