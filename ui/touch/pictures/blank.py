"""The picture that a provider returns while it has none."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

TRANSPARENT_FORMAT: Final = QImage.Format.Format_ARGB32_Premultiplied


def blank_picture() -> QImage:
    """One transparent pixel."""
    blank = QImage(1, 1, TRANSPARENT_FORMAT)
    blank.fill(Qt.GlobalColor.transparent)
    return blank
