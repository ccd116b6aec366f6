"""The fonts of the touchscreen. A missing one is a fault: Qt would silently use another face."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase

from kiosk.faults import Fault

FILES = (
    "Inter-Regular.ttf",
    "Inter-Medium.ttf",
    "Inter-SemiBold.ttf",
    "InterDisplay-Medium.ttf",
    "InterDisplay-SemiBold.ttf",
)
FAMILIES = ("Inter", "Inter Display")
"""The names that QML uses (Theme.qml)."""


class FontFault(Fault):
    """A font file is missing or is not the face it should be."""

    retryable = False


def load_fonts(folder: Path) -> None:
    """Registers both families with Qt; FontFault names the file. Needs a QGuiApplication."""
    for name in FILES:
        if QFontDatabase.addApplicationFont(str(folder / name)) < 0:
            msg = f"{folder / name}: missing or unreadable; fonts are made at build"
            raise FontFault(msg)
    for family in FAMILIES:
        if "SemiBold" not in QFontDatabase.styles(family):
            msg = f"{folder}: no semi-bold cut of {family}; build the fonts anew"
            raise FontFault(msg)
