"""Bright screens without a lamp: pages, boot menus, shaded buttons.

Much of them is white or runs softly into white: that is what they are there for.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.photographs.pen import FAMILIES, MONO, Box, Pen
from tests.photographs.problems import DIALOGS, PAGES, TYPED, Problem
from tests.photographs.truth import Role
from tests.photographs.wallpapers import wallpaper

Chance = np.random.Generator

KINDS = ("bright_page", "boot_menu", "shaded_buttons")
_INK = (24, 28, 32)
_WHITE = (255, 255, 255)
_ENTRIES = (
    "Continue to boot normally",
    "Boot from the internal disk",
    "Boot from a USB device",
    "Network boot (IPv4)",
    "Memory diagnostics",
    "Advanced options for the system",
    "Enter setup",
    "Restart the computer",
)
_HINT = "Optional: ask your help desk"
"""In pale grey beside black words: as faint as letters under a lamp, and all alike."""
_FILLER = (
    "Everything you need for your day is on this page.",
    "Your colleagues shared three documents with you.",
    "Use the search to find forms, people and rooms.",
    "Last updated this morning by the service desk.",
)


def bright_page(
    chance: Chance, size: tuple[int, int], em: float, _dark: bool
) -> tuple[Pen, Problem]:
    """A white page on a grey desk, with a banner that runs into white and the page's own shadow."""
    problem = PAGES[int(chance.integers(len(PAGES)))]
    picture = Image.new("RGB", size, (int(chance.integers(90, 236)),) * 3)
    width, height = size
    page = (
        width * float(chance.uniform(0, 0.16)),
        height * float(chance.uniform(0, 0.1)),
        width * float(chance.uniform(0.84, 1)),
        height * float(chance.uniform(0.88, 1)),
    )
    _shade(picture, page, em * float(chance.uniform(0.2, 1)))
    pen = Pen(picture, str(chance.choice(FAMILIES)))
    pen.draw.rectangle(page, fill=_WHITE)
    banner = (page[0], page[1], page[2], page[1] + em * float(chance.uniform(3, 7)))
    if chance.random() < 0.6:
        tint = tuple(int(part) for part in chance.integers(110, 240, 3))
        _slope(picture, banner, tint, _WHITE, across=bool(chance.random() < 0.5))
    left = page[0] + em * 3
    room: Box = (left, banner[3] + em, page[2] - em * 3, page[3])
    y = room[1] + pen.fill(room, problem.title, em=em * 1.5, colour=_INK, role=Role.TITLE) + em
    y += pen.fill((left, y, *room[2:]), problem.body, em=em, colour=_INK, role=Role.BODY)
    beside = left + em * 0.6
    beside += pen.write((left, y), problem.codes[0], em=em * 0.85, colour=_INK, role=Role.CODE)
    pen.write((beside, y), _HINT, em=em * 0.85, colour=(176, 180, 186), role=Role.OTHER)
    y += em * 3
    if chance.random() < 0.5:
        _ball(picture, (room[2] - em * 3, room[1] + em * 2), em * float(chance.uniform(1.5, 4)))
    while y < page[3] - em * 2:
        words = _FILLER[int(chance.integers(len(_FILLER)))]
        pen.write((left, y), words, em=em * 0.9, colour=(70, 74, 80), role=Role.OTHER)
        y += em * float(chance.choice((1.4, 1.4, 3)))
    return pen, problem


def boot_menu(chance: Chance, size: tuple[int, int], em: float, dark: bool) -> tuple[Pen, Problem]:
    """White on black or blue, one entry on a white bar, above it a maker's sign that shines."""
    problem = TYPED[int(chance.integers(len(TYPED)))]
    picture = Image.new("RGB", size, (4, 4, 8) if dark else (0, 20, 120))
    big = em * 1.2
    middle = (size[0] / 2, size[1] * 0.14)
    if chance.random() < 0.6:
        _ball(picture, middle, em * float(chance.uniform(2, 4.5)))
    pen = Pen(picture, MONO)
    left, y = size[0] * 0.2, size[1] * 0.28
    room: Box = (left, y, size[0] * 0.95, size[1])
    y += pen.fill(room, problem.title, em=big, colour=_WHITE, role=Role.BODY) + big
    chosen = int(chance.integers(5))
    for number, entry in enumerate(_ENTRIES[: int(chance.integers(5, 9))]):
        bar = (left - big, y - big * 0.2, size[0] * 0.8, y + big * 1.25)
        if number == chosen:
            pen.draw.rectangle(bar, fill=_WHITE)
        ink = (0, 0, 0) if number == chosen else (235, 235, 235)
        pen.write((left, y), entry, em=big, colour=ink, role=Role.OTHER)
        y += big * 1.5
    y += big
    for line in problem.body.split(" | "):
        code = next((code for code in problem.codes if code in line), "")
        foot = (size[0] * 0.05, y, size[0] * 0.97, size[1])
        y += pen.fill(foot, line, em=em, colour=(225, 225, 225), role=Role.BODY, code=code)
    return pen, problem


def shaded_buttons(
    chance: Chance, size: tuple[int, int], em: float, _dark: bool
) -> tuple[Pen, Problem]:
    """A message whose bar and buttons run from white to grey, as round as glass."""
    problem = DIALOGS[int(chance.integers(len(DIALOGS)))]
    picture = wallpaper(chance, size)
    paper = int(chance.integers(185, 246))
    width = min(size[0] * 0.9, em * float(chance.uniform(26, 36)))
    left, top = (size[0] - width) / 2, size[1] * float(chance.uniform(0.15, 0.35))
    box: Box = (left, top, left + width, top + em * 17)
    _shade(picture, box, em)
    pen = Pen(picture, str(chance.choice(FAMILIES)))
    pen.draw.rectangle(box, fill=(paper,) * 3)
    low = tuple(int(part) for part in chance.integers(120, 225, 3))
    _slope(picture, (box[0], box[1], box[2], box[1] + em * 2.2), _WHITE, low)
    pen.write((left + em, top + em * 0.5), problem.title, em=em, colour=_INK, role=Role.TITLE)
    inner: Box = (left + em * 1.4, top + em * 3.4, box[2] - em * 1.4, box[3])
    code = problem.codes[-1] if problem.codes else ""
    pen.fill(inner, problem.body, em=em, colour=_INK, role=Role.BODY, code=code)
    right = box[2] - em
    for words in reversed((*problem.buttons, "More information", "Help")):
        wide = em * (2.4 + 0.55 * len(words))
        if right - wide < left:
            break
        place: Box = (right - wide, box[3] - em * 3.2, right, box[3] - em * 0.8)
        _glass(chance, picture, place)
        pen.middle(place, words, em=em * 0.9, colour=_INK)
        right -= wide + em * 0.6
    return pen, problem


def _shade(picture: Image.Image, box: Box, em: float) -> None:
    shade = Image.new("L", picture.size, 0)
    ImageDraw.Draw(shade).rectangle((box[0], box[1] + em, box[2], box[3] + em), fill=110)
    soft = shade.filter(ImageFilter.BoxBlur(max(1.0, em)))
    picture.paste(Image.new("RGB", picture.size, (6, 10, 16)), (0, 0), soft)


def _slope(
    picture: Image.Image,
    box: Box,
    first: tuple[int, ...],
    last: tuple[int, ...],
    *,
    across: bool = False,
) -> None:
    left, top, right, foot = (int(part) for part in box)
    wide, high = max(1, right - left), max(1, foot - top)
    share = np.linspace(0, 1, wide if across else high, dtype=np.float32)
    share = share[None, :, None] if across else share[:, None, None]
    begin, end = np.array(first, np.float32), np.array(last, np.float32)
    filled = np.broadcast_to(begin + (end - begin) * share, (high, wide, 3))
    picture.paste(Image.fromarray(filled.astype(np.uint8)), (left, top))


def _glass(chance: Chance, picture: Image.Image, box: Box) -> None:
    """A button of glass: white above, half-way down a step, lighter again at its foot."""
    low = tuple(int(part) for part in chance.integers(150, 235, 3))
    middle = (box[1] + box[3]) / 2
    if chance.random() < 0.5:
        _slope(picture, box, _WHITE, low)
    else:
        _slope(picture, (box[0], box[1], box[2], middle), _WHITE, low)
        _slope(picture, (box[0], middle, box[2], box[3]), low, _WHITE)
    ImageDraw.Draw(picture).rectangle(box, outline=(112, 116, 120), width=2)


def _ball(picture: Image.Image, middle: tuple[float, float], radius: float) -> None:
    """A shaded sign: bright in its middle, dark at its rim."""
    side = int(radius * 2)
    rows, columns = np.mgrid[0:side, 0:side].astype(np.float32)
    away = np.hypot(columns - radius * 0.8, rows - radius * 0.8) / radius
    level = np.clip(300 - 190 * away, 40, 255).astype(np.uint8)
    face = Image.merge("RGB", (Image.fromarray(level),) * 3)
    round_ = Image.new("L", (side, side), 0)
    ImageDraw.Draw(round_).ellipse((0, 0, side - 1, side - 1), fill=255)
    picture.paste(face, (int(middle[0] - radius), int(middle[1] - radius)), round_)
