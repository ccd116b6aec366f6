"""Owns the pixels QML asks for by address: icons, camera preview, the visitor's shot, QR codes.

Never reads the disk while a screen is shown, and keeps no picture once told to forget it.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from kiosk.faults import PictureFault

if TYPE_CHECKING:
    from kiosk.camera.frame import Frame, Shot

SHOT_WITHIN = QSize(1200, 1200)
"""A shot is decoded no larger than it is ever shown at full size."""

_QR_MASK = 3
"""Any fixed mask is valid; trying all eight costs eight times as long."""
_QR_QUIET = 4
"""Light modules around the code that readers need (ISO/IEC 18004)."""
_CODE_INK = 0xFF0F2A2E
_CODE_PAPER = 0xFFFFFFFF


class IconPictures(QQuickImageProvider):
    """image://icon/<name>/<rrggbb>: a drawing of assets/icons in one colour, at the size asked."""

    def __init__(self, folder: Path) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._drawings = {path.stem: path.read_bytes() for path in folder.glob("*.svg")}

    def names(self) -> frozenset[str]:
        """The drawings there are."""
        return frozenset(self._drawings)

    def requestImage(self, name: str, size: QSize, requested: QSize) -> QImage:
        """See Qt: called on the Qt thread, because no icon is loaded asynchronously."""
        stem, _, colour = name.partition("/")
        drawing = self._drawings[stem].replace(b"currentColor", b"#" + colour.encode("ascii"))
        renderer = QSvgRenderer(QByteArray(drawing))
        image = QImage(renderer.defaultSize() if requested.isEmpty() else requested, _CLEAR)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        return image


class PreviewPictures(QQuickImageProvider):
    """image://preview/<n>: the newest camera frame. Frames not yet shown are replaced."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._lock = Lock()
        self._newest = QImage()
        self._pending = False

    def offer(self, frame: Frame) -> bool:
        """Keeps a copy of `frame`; True when the screen must be told of it. Any thread."""
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
        """Drops the frame that is kept."""
        with self._lock:
            self._newest = QImage()
            self._pending = False

    def requestImage(self, name: str, size: QSize, requested: QSize) -> QImage:
        """See Qt."""
        with self._lock:
            self._pending = False
            return self._newest if not self._newest.isNull() else _blank()


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One way to look at a shot: the bytes that would be kept, and what they look like."""

    jpeg: bytes
    image: QImage
    is_whole: bool
    """Whether it shows all that the camera saw, or only the screen in it."""


class ShotPictures(QQuickImageProvider):
    """image://shot/<n>: the picture the visitor looks at. Decoding has a thread of its own."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._decoder = ThreadPoolExecutor(max_workers=1, thread_name_prefix="shot-decode")
        self._shown = QImage()
        self._count = 0

    def decode(self, shot: Shot) -> Future[tuple[View, ...]]:
        """Its views ready to show, the one to show first; PictureFault when one is no picture."""
        return self._decoder.submit(_views, shot)

    def show(self, image: QImage) -> str:
        """The address under which `image` is found until the next or until forgotten. Qt thread."""
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
        """See Qt."""
        return self._shown if not self._shown.isNull() else _blank()


class CodePictures(QQuickImageProvider):
    """image://code/<n>: the QR code last asked for, with its quiet zone, in whole pixels."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._code = QImage()
        self._count = 0

    def show(self, text: str) -> str:
        """The address of the code that says `text`; about 1 ms for a web address. Qt thread."""
        self._code = _qr(text)
        self._count += 1
        return f"image://code/{self._count}"

    def forget(self) -> None:
        """Drops the code. Qt thread."""
        self._code = QImage()

    def requestImage(self, name: str, size: QSize, requested: QSize) -> QImage:
        """See Qt; the code is the largest that fits in `requested`."""
        if self._code.isNull():
            return _blank()
        module = max(1, requested.width() // self._code.width())
        return self._code.scaled(module * self._code.width(), module * self._code.height())


_CLEAR = QImage.Format.Format_ARGB32_Premultiplied


def _blank() -> QImage:
    blank = QImage(1, 1, _CLEAR)
    blank.fill(Qt.GlobalColor.transparent)
    return blank


def _views(shot: Shot) -> tuple[View, ...]:
    first = View(shot.jpeg, _decoded(shot.jpeg), is_whole=shot.whole is None)
    return (first,) if shot.whole is None else (first, *_views(shot.whole))


def _decoded(jpeg: bytes) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(jpeg))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setScaledSize(reader.size().scaled(SHOT_WITHIN, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        msg = "the shot cannot be decoded"
        raise PictureFault(msg)
    return image.convertToFormat(QImage.Format.Format_RGB32)


def _qr(text: str) -> QImage:
    import qrcode  # late: no code is drawn before the first frame

    code = qrcode.QRCode(
        error_correction=qrcode.ERROR_CORRECT_M, border=_QR_QUIET, mask_pattern=_QR_MASK
    )
    code.add_data(text)
    rows = code.get_matrix()
    image = QImage(len(rows), len(rows), QImage.Format.Format_RGB32)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            image.setPixel(x, y, _CODE_INK if dark else _CODE_PAPER)
    return image
