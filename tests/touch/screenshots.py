"""Pictures of every screen, drawn by scripts/screenshots; no part of a test run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtGui import QGuiApplication

from tests.touch import gallery
from tests.touch.drawing import read_as, seen_whole
from tests.touch.fakes import FakeCamera, FakeReader, FakeStation
from tests.touch.visitor import FONTS, Visitor, wait
from ui.touch.fonts import load_fonts
from ui.touch.screens import ScreenTiming, Theme

_SETTLED_MS = 700

ORIENTATIONS = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
DARK = (
    gallery.check,
    gallery.check_straightened,
    gallery.topic,
    gallery.number,
    gallery.still_there,
)
"""Scenes that are drawn in the dark theme too."""


def main(folder: Path, wanted: list[str], sizes: dict[str, tuple[int, int]]) -> None:
    """Draws the scenes named in `wanted`, or all, into `folder`, in each of `sizes`."""
    application = QGuiApplication(sys.argv[:1])
    load_fonts(FONTS)
    folder.mkdir(parents=True, exist_ok=True)
    for scene in gallery.SCENES:
        if wanted and scene.__name__ not in wanted:
            continue
        for shape, size in sizes.items():
            themes: tuple[Theme, ...] = ("light", "dark") if scene in DARK else ("light",)
            for theme in themes:
                place = folder / "-".join([*_parts(scene, theme), f"{shape}.png"])
                _draw(scene, size, theme, place)
                sys.stdout.write(f"{place}\n")
    application.quit()


def _parts(scene: Callable[[Visitor], None], theme: Theme) -> list[str]:
    name = scene.__name__.replace("_", "-")
    return [name] if theme == "light" else [name, theme]


def _draw(
    scene: Callable[[Visitor], None], size: tuple[int, int], theme: Theme, place: Path
) -> None:
    reader = FakeReader()
    reader.reading = read_as(seen_whole(*gallery.WHOLE), *gallery.WHOLE)
    visitor = Visitor(
        FakeStation(), FakeCamera(), size=size, pace=ScreenTiming(), theme=theme, reader=reader
    )
    scene(visitor)
    wait(0 if scene is gallery.leaning else _SETTLED_MS)
    visitor.grab().save(str(place))
    visitor.leave()


def _sizes(wanted: str) -> dict[str, tuple[int, int]]:
    if not wanted:
        return ORIENTATIONS
    width, _, height = wanted.partition("x")
    return {wanted: (int(width), int(height))}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:], _sizes(os.environ.get("KIOSK_SIZE", "")))
