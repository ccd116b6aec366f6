"""Contents of a screen: dialogs, crashes, browser pages, commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.photographs import scripts
from tests.photographs.bare import boot_manager, classic_stop, firmware, panic, printer_panel
from tests.photographs.bright import boot_menu, bright_page, shaded_buttons
from tests.photographs.dense import console, listing, page
from tests.photographs.large import glowing, stop_screen
from tests.photographs.ordinary import ordinary
from tests.photographs.pen import FAMILIES, MONO, Colour, Pen, Written
from tests.photographs.problems import CRASHES, DIALOGS, PAGES, TYPED, Problem
from tests.photographs.scripts import dialog_in
from tests.photographs.truth import Pixels, Role
from tests.photographs.wallpapers import wallpaper

Chance = np.random.Generator

KINDS = ("dialog", "dialog", "dialog", "crash", "browser", "browser", "typed")
"""As often as they come."""
_CRASH_COLOURS = ((0, 120, 215), (16, 80, 170), (10, 10, 12), (0, 103, 184))
_ACCENTS = ((45, 111, 182), (0, 95, 184), (38, 132, 90), (120, 90, 200), (200, 80, 50))


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """A lit screen, BGR, and what is written on it in its own pixels."""

    picture: Pixels
    kind: str
    dark: bool
    written: tuple[Written, ...]
    codes: tuple[str, ...]


def panel(chance: Chance, size: tuple[int, int], *, kind: str = "") -> Panel:
    """A screen of `size` (w, h) with one problem on it."""
    kind = kind or str(chance.choice(KINDS))
    dark = bool(chance.random() < 0.4)
    # Of a screen 1080 high, sizes as people set them: 100 to 175 %.
    em = float(chance.choice((18, 20, 22, 24, 28, 34))) * min(size) / 1080
    if size[1] > size[0]:
        em *= 1.5  # A phone is read from nearer.
    pen, problem = _DRAWN[kind](chance, size, em, dark)
    bgr = np.ascontiguousarray(np.asarray(pen.picture.convert("RGB"))[..., ::-1])
    return Panel(bgr, kind, dark, tuple(pen.written), problem.codes)


def _dialog(chance: Chance, size: tuple[int, int], em: float, dark: bool) -> tuple[Pen, Problem]:
    problem = DIALOGS[int(chance.integers(len(DIALOGS)))]
    picture = wallpaper(chance, size)
    pen = Pen(picture, str(chance.choice(FAMILIES)))
    if chance.random() < 0.5:
        _window_behind(chance, pen, size, em, dark)
    _task_bar(chance, pen, size)
    width = min(size[0] * 0.92, em * float(chance.uniform(24, 34)))
    height = em * float(chance.uniform(11, 15))
    left = (size[0] - width) * float(chance.uniform(0.35, 0.65))
    top = (size[1] - height) * float(chance.uniform(0.25, 0.6))
    _shadow(picture, (left, top, left + width, top + height), em)
    pen = Pen(picture, pen.family)
    paper, ink = ((43, 43, 45), (240, 240, 240)) if dark else ((253, 253, 253), (24, 28, 32))
    box = (left, top, left + width, top + height)
    pen.draw.rounded_rectangle(box, em * float(chance.uniform(0, 0.6)), fill=paper)
    inner = (left + em * 1.4, top + em * 1.1, left + width - em * 1.4, top + height)
    y = inner[1] + pen.fill(inner, problem.title, em=em * 1.3, colour=ink, role=Role.TITLE)
    code = problem.codes[-1] if problem.codes else ""
    below = (inner[0], y + em * 0.4, inner[2], inner[3])
    pen.fill(below, problem.body, em=em, colour=ink, role=Role.BODY, code=code)
    _buttons(chance, pen, problem, box, em)
    return pen, problem


def _buttons(
    chance: Chance, pen: Pen, problem: Problem, box: tuple[float, float, float, float], em: float
) -> None:
    right, foot = box[2] - em * 1.4, box[3] - em * 0.9
    for number, words in enumerate(reversed(problem.buttons)):
        wide = em * (2.4 + 0.55 * len(words))
        place = (right - wide, foot - em * 2, right, foot)
        accent = _ACCENTS[int(chance.integers(len(_ACCENTS)))] if number == 0 else (120, 124, 128)
        pen.draw.rounded_rectangle(place, em * 0.3, fill=accent)
        pen.middle(place, words, em=em * 0.9, colour=(255, 255, 255))
        right -= wide + em * 0.7


def _shadow(picture: Image.Image, box: tuple[float, float, float, float], em: float) -> None:
    shade = Image.new("L", picture.size, 0)
    ImageDraw.Draw(shade).rectangle((box[0], box[1] + em, box[2], box[3] + em), fill=130)
    soft = shade.filter(ImageFilter.BoxBlur(em))
    picture.paste(Image.new("RGB", picture.size, (6, 10, 16)), (0, 0), soft)


def _window_behind(chance: Chance, pen: Pen, size: tuple[int, int], em: float, dark: bool) -> None:
    """Another program: a bar, and grey lines in place of words."""
    width, height = size
    left, top = width * float(chance.uniform(0, 0.2)), height * float(chance.uniform(0, 0.15))
    right, foot = width * float(chance.uniform(0.8, 1)), height * float(chance.uniform(0.8, 0.93))
    paper, mark = ((30, 31, 34), (88, 92, 98)) if dark else ((246, 247, 248), (176, 182, 188))
    pen.draw.rectangle((left, top, right, foot), fill=paper)
    bar: Colour = _ACCENTS[int(chance.integers(len(_ACCENTS)))]
    pen.draw.rectangle((left, top, right, top + em * 2), fill=bar)
    y = top + em * 3
    while y < foot - em * 2:
        x = left + em * 2
        while x < right - em * 4 and chance.random() < 0.93:
            long = em * float(chance.uniform(1, 4))
            pen.draw.rectangle((x, y, min(x + long, right - em), y + em * 0.5), fill=mark)
            x += long + em * 0.4
        y += em * float(chance.choice((1.4, 1.4, 2.4)))


def _task_bar(chance: Chance, pen: Pen, size: tuple[int, int]) -> None:
    width, height = size
    high = min(size) * 0.055
    shade = (22, 26, 34, 225) if chance.random() < 0.6 else (236, 239, 243, 235)
    pen.draw.rectangle((0, height - high, width, height), fill=shade)
    count = int(chance.integers(3, 9))
    for number in range(count):
        colour = tuple(int(part) for part in chance.integers(60, 240, 3))
        x = width / 2 + (number - count / 2) * high * 1.2
        place = (x, height - high * 0.82, x + high * 0.64, height - high * 0.18)
        pen.draw.rounded_rectangle(place, high * 0.15, fill=colour)


def _crash(chance: Chance, size: tuple[int, int], em: float, dark: bool) -> tuple[Pen, Problem]:
    problem = CRASHES[int(chance.integers(len(CRASHES)))]
    colour = (8, 8, 10) if dark else _CRASH_COLOURS[int(chance.integers(len(_CRASH_COLOURS)))]
    pen = Pen(Image.new("RGB", size, colour), str(chance.choice(FAMILIES)))
    white = (248, 248, 250)
    big = em * 1.5
    left, y = size[0] * 0.1, size[1] * 0.12
    room = (left, y, size[0] * 0.88, size[1])
    y += pen.fill(room, problem.title, em=big * 3, colour=white, role=Role.OTHER) + big
    told = f"{problem.body} and needs to restart. We’re just collecting some info."
    y += pen.fill((left, y, room[2], room[3]), told, em=big, colour=white, role=Role.BODY)
    percent = f"{int(chance.integers(0, 100))}% complete"
    y += big
    pen.write((left, y), percent, em=big, colour=white, role=Role.OTHER)
    y += big * 2.6
    for number, code in enumerate(problem.codes):
        name = "Stop code" if number == 0 else "Error"
        foot = (left, y, size[0], size[1])
        words = f"{name}: {code}"
        y += pen.fill(foot, words, em=big * 0.8, colour=white, role=Role.BODY, code=code)
    return pen, problem


def _browser(chance: Chance, size: tuple[int, int], em: float, dark: bool) -> tuple[Pen, Problem]:
    problem = PAGES[int(chance.integers(len(PAGES)))]
    paper, ink = ((32, 33, 36), (222, 225, 230)) if dark else ((255, 255, 255), (32, 33, 36))
    bar = (53, 54, 58) if dark else (222, 225, 230)
    pen = Pen(Image.new("RGB", size, paper), str(chance.choice(FAMILIES)))
    pen.draw.rectangle((0, 0, size[0], em * 5), fill=bar)
    pen.draw.rounded_rectangle((em, em * 0.5, em * 14, em * 2.6), em * 0.5, fill=paper)
    pen.write((em * 2, em * 0.9), problem.title[:22], em=em * 0.8, colour=ink, role=Role.OTHER)
    field = (em * 5, em * 2.9, size[0] - em * 4, em * 4.6)
    pen.draw.rounded_rectangle(field, em * 0.8, fill=paper)
    url = problem.codes[-1]
    pen.write((em * 6, em * 3.15), url, em=em * 0.9, colour=ink, role=Role.URL)
    left = size[0] * float(chance.uniform(0.08, 0.28 if size[0] > size[1] else 0.12))
    room = (left, size[1] * float(chance.uniform(0.2, 0.32)), size[0] * 0.86, size[1])
    pen.draw.rectangle((left, room[1] - em * 4, left + em * 3, room[1] - em), fill=(150, 154, 160))
    y = room[1] + pen.fill(room, problem.title, em=em * 1.5, colour=ink, role=Role.TITLE) + em
    y += pen.fill((left, y, room[2], room[3]), problem.body, em=em, colour=ink, role=Role.BODY)
    y += em * 0.8
    pen.write((left, y), problem.codes[0], em=em * 0.82, colour=ink, role=Role.CODE)
    place = (left, y + em * 2.4, left + em * 6, y + em * 4.6)
    pen.draw.rounded_rectangle(place, em * 0.3, fill=(26, 115, 232))
    pen.middle(place, "Reload", em=em * 0.9, colour=(255, 255, 255))
    if chance.random() < 0.5:
        _task_bar(chance, pen, size)
    return pen, problem


def _typed(chance: Chance, size: tuple[int, int], em: float, dark: bool) -> tuple[Pen, Problem]:
    problem = TYPED[int(chance.integers(len(TYPED)))]
    paper, ink = ((12, 12, 14), (214, 218, 214)) if dark else ((1, 36, 86), (238, 237, 240))
    pen = Pen(Image.new("RGB", size, paper), MONO)
    y = em * float(chance.uniform(1, 6))
    for _ in range(int(chance.integers(0, 5))):
        long = em * float(chance.uniform(8, 30))
        pen.draw.rectangle((em, y + em * 0.3, em + long, y + em * 0.8), fill=(110, 120, 130))
        y += em * 1.4
    for line in (problem.title, *problem.body.split(" | ")):
        code = next((code for code in problem.codes if code in line), "")
        room = (em, y, size[0] - em, size[1])
        y += pen.fill(room, line, em=em, colour=ink, role=Role.BODY, code=code)
    if chance.random() < 0.4:
        _task_bar(chance, pen, size)
    return pen, problem


_Drawing: TypeAlias = Callable[[Chance, tuple[int, int], float, bool], tuple[Pen, Problem]]

_DRAWN: dict[str, _Drawing] = {
    "dialog": _dialog,
    "crash": _crash,
    "browser": _browser,
    "typed": _typed,
    "bright_page": bright_page,
    "boot_menu": boot_menu,
    "shaded_buttons": shaded_buttons,
    "stop_screen": stop_screen,
    "glowing": glowing,
    "page": page,
    "console": console,
    "listing": listing,
    "classic_stop": classic_stop,
    "boot_manager": boot_manager,
    "panic": panic,
    "firmware": firmware,
    "printer_panel": printer_panel,
    "ordinary": ordinary,
    **{name: partial(dialog_in, name) for name in (*scripts.KNOWN, *scripts.UNKNOWN)},
}
"""Those after the first four come only when asked for (`kind`)."""
