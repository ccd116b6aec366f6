"""The visitor's picture: its views, decoded on a thread of their own, and the one that is shown."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtQuick import QQuickImageProvider

from kiosk.faults import PictureFault
from ui.touch.pictures.blank import blank_picture

if TYPE_CHECKING:
    from kiosk.camera.frame import Shot

LARGEST_SHOWN = QSize(1200, 1200)
"""A shot is decoded no larger than it is ever shown."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One way to see a shot: the bytes that would be saved, and how they look.

    `read_from`: all that the camera saw, which is what is read. `flattening`: the homography from
    there to this view (of `Shot`); None when this is all that the camera saw.
    """

    jpeg: bytes
    image: QImage
    read_from: bytes
    flattening: tuple[float, ...] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether it shows all that the camera saw, or only the screen in it."""
        return self.flattening is None


class ShotPictures(QQuickImageProvider):
    """image://shot/<n>: the view that is shown to the visitor."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._decoder = ThreadPoolExecutor(max_workers=1, thread_name_prefix="shot-decode")
        self._shown = QImage()
        self._count = 0

    def decode(self, shot: Shot) -> Future[tuple[View, ...]]:
        """Its views ready to show, the one to show first; PictureFault when one is no picture."""
        return self._decoder.submit(_views, shot)

    def show(self, image: QImage) -> str:
        """The address of `image`, until another is shown or it is forgotten. Qt thread."""
        self._shown = image
        self._count += 1
        return f"image://shot/{self._count}"

    def forget(self) -> None:
        """Drops the picture. Qt thread."""
        self._shown = QImage()

    def stop(self) -> None:
        """Ends the decoder; nothing is decoded afterwards."""
        self._decoder.shutdown(wait=False, cancel_futures=True)

    def requestImage(self, name: str, size: QSize, requested: QSize) -> QImage:
        """The view that is shown, whatever the address (Qt's override)."""
        return self._shown if not self._shown.isNull() else blank_picture()


def _views(shot: Shot) -> tuple[View, ...]:
    if shot.whole is None:
        return (View(shot.jpeg, _decoded(shot.jpeg), shot.jpeg),)
    straight = View(shot.jpeg, _decoded(shot.jpeg), shot.whole.jpeg, shot.flattening)
    return (straight, *_views(shot.whole))


def _decoded(jpeg: bytes) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(jpeg))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setScaledSize(reader.size().scaled(LARGEST_SHOWN, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        msg = "the shot cannot be decoded"
        raise PictureFault(msg)
    return image.convertToFormat(QImage.Format.Format_RGB32)
