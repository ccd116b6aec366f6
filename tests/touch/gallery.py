"""Owns the pictures of every screen. Run by scripts/screenshots; never part of a test run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtGui import QGuiApplication

from tests.touch.fakes import RECEIPT, FakeCamera, FakeStation
from tests.touch.visitor import FONTS, Visitor, until, wait
from ui.touch.face import Pace
from ui.touch.fonts import load_fonts

_SETTLED_MS = 700


def attract(_visitor: Visitor) -> None:
    """The welcome screen."""


def leaning(_visitor: Visitor) -> None:
    """The two figures lean in."""
    wait(500)


def name(visitor: Visitor) -> None:
    """The first name is typed."""
    visitor.touch("start")
    visitor.type("priya")


def accents(visitor: Visitor) -> None:
    """The keyboard shows accented letters; no name yet."""
    visitor.touch("start")
    visitor.touch_key("key-page")


def show(visitor: Visitor) -> None:
    """The camera looks."""
    name(visitor)
    visitor.touch("confirmName")


def holding(visitor: Visitor) -> None:
    """The count runs."""
    show(visitor)
    visitor.touch("take")
    until(lambda: bool(visitor.face.camera.property("count") == 2))


def resting(visitor: Visitor) -> None:
    """There is no camera."""
    visitor.camera.broken = True
    show(visitor)


def broke_off(visitor: Visitor) -> None:
    """The camera went away."""
    show(visitor)
    visitor.camera.lose()


def check(visitor: Visitor) -> None:
    """The shot is shown."""
    show(visitor)
    visitor.touch("take")
    visitor.see("confirm")


def number(visitor: Visitor) -> None:
    """The number, a seat, the code for the phone."""
    check(visitor)
    visitor.touch("confirm")
    until(lambda: bool(visitor.face.number.property("clearsIn") <= 20))


def saving(visitor: Visitor) -> None:
    """The disk is slow."""
    visitor.station.slow = True
    show(visitor)
    visitor.touch("tell")


def no_seat(visitor: Visitor) -> None:
    """Every seat is taken, nobody is ahead, no page for phones."""
    taken = tuple(replace(mark, taken=True) for mark in RECEIPT.seats)
    visitor.station.receipt = replace(
        RECEIPT, seat=None, seats=taken, people_ahead=0, on_duty=(), phone_url=None
    )
    show(visitor)
    visitor.touch("tell")


def trouble(visitor: Visitor) -> None:
    """The disk refused."""
    visitor.station.full = True
    show(visitor)
    visitor.touch("tell")


SCENES: tuple[Callable[[Visitor], None], ...] = (
    attract,
    leaning,
    name,
    accents,
    show,
    holding,
    resting,
    broke_off,
    check,
    saving,
    number,
    no_seat,
    trouble,
)


def main(folder: Path, wanted: list[str], size: tuple[int, int]) -> None:
    """Draws the scenes named in `wanted`, or all, into `folder`."""
    application = QGuiApplication(sys.argv[:1])
    load_fonts(FONTS)
    folder.mkdir(parents=True, exist_ok=True)
    for scene in SCENES:
        if wanted and scene.__name__ not in wanted:
            continue
        visitor = Visitor(FakeStation(), FakeCamera(), size=size, pace=Pace())
        scene(visitor)
        wait(0 if scene is leaning else _SETTLED_MS)
        place = folder / f"{scene.__name__.replace('_', '-')}.png"
        visitor.grab().save(str(place))
        sys.stdout.write(f"{place}\n")
        visitor.leave()
    application.quit()


if __name__ == "__main__":
    _width, _, _height = os.environ.get("KIOSK_SIZE", "1080x1920").partition("x")
    main(Path(sys.argv[1]), sys.argv[2:], (int(_width), int(_height)))
