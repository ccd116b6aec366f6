"""QR codes for visitors' phones, drawn in whole pixels."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from ui.touch.pictures.blank import blank_picture

_MASK: Final = 3
"""Any fixed mask is valid; trying all eight costs eight times as long."""
_QUIET_ZONE_MODULES: Final = 4
"""Light modules around the code that readers need (ISO/IEC 18004)."""
_DARK_ARGB: Final = 0xFF0F2A2E
_LIGHT_ARGB: Final = 0xFFFFFFFF


class CodePictures(QQuickImageProvider):
    """image://code/<n>: the QR code last shown, with its quiet zone."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._code = QImage()
        self._count = 0

    def show(self, text: str) -> str:
        """The address of the code for `text`; about 1 ms for a web address. Qt thread."""
        self._code = _qr_code(text)
        self._count += 1
        return f"image://code/{self._count}"

    def forget(self) -> None:
        """Drops the code. Qt thread."""
        self._code = QImage()

    def requestImage(self, name: str, size: QSize, requested: QSize) -> QImage:
        """The code, the largest that fits in `requested` (Qt's override)."""
        if self._code.isNull():
            return blank_picture()
        module = max(1, requested.width() // self._code.width())
        return self._code.scaled(module * self._code.width(), module * self._code.height())


def _qr_code(text: str) -> QImage:
    import qrcode  # late: no code is drawn before the first frame

    code = qrcode.QRCode(
        error_correction=qrcode.ERROR_CORRECT_M, border=_QUIET_ZONE_MODULES, mask_pattern=_MASK
    )
    code.add_data(text)
    rows = code.get_matrix()
    image = QImage(len(rows), len(rows), QImage.Format.Format_RGB32)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            image.setPixel(x, y, _DARK_ARGB if dark else _LIGHT_ARGB)
    return image
