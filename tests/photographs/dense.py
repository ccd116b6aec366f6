"""Screens full of small print: a page or a console of 60 lines, a list of 200 short entries."""

from __future__ import annotations

import numpy as np
from PIL import Image

from tests.photographs.pen import FAMILIES, MONO, Pen
from tests.photographs.problems import TYPED, Problem
from tests.photographs.truth import Role

Chance = np.random.Generator

KINDS = ("page", "console", "listing")
_ROWS = 60
_LISTED = (40, 5)
"""Rows and columns."""
_SAID = (
    "kernel driver memory at offset of the device failed with status while loading module page "
    "fault in process service started for user session controller link is down reset bus timeout "
    "read write buffer sector partition mounted volume unable to handle request address thread "
    "waiting on lock queue packet dropped interface state changed from ready firmware version"
)
_WORDS = _SAID.split()
_ENDINGS = ("docx", "xlsx", "pdf", "txt", "png", "log", "zip")


def page(chance: Chance, size: tuple[int, int], _em: float, dark: bool) -> tuple[Pen, Problem]:
    """A document of 60 lines as people write them, of 40 to 75 letters each."""
    paper, ink = ((30, 31, 34), (226, 228, 232)) if dark else ((252, 252, 253), (24, 28, 32))
    pen = Pen(Image.new("RGB", size, paper), str(chance.choice(FAMILIES)))
    pitch = size[1] / (_ROWS + 1)
    for row in range(_ROWS):
        words = _sentence(chance, int(chance.integers(40, 76)))
        place = (size[0] * 0.2, pitch * (row + 0.5))
        pen.write(place, words, em=pitch * 0.8, colour=ink, role=Role.BODY)
    return pen, Problem("page", "", "", ())


def console(chance: Chance, size: tuple[int, int], _em: float, dark: bool) -> tuple[Pen, Problem]:
    """What a computer says while it starts or stops, the lines with its problem among them."""
    problem = TYPED[int(chance.integers(len(TYPED)))]
    paper, ink = ((6, 6, 8), (214, 218, 214)) if dark else ((1, 36, 86), (238, 237, 240))
    pen = Pen(Image.new("RGB", size, paper), MONO)
    told = (problem.title, *problem.body.split(" | "))
    begin = int(chance.integers(_ROWS - len(told)))
    pitch = size[1] / (_ROWS + 1)
    em = pitch * 0.8
    for row in range(_ROWS):
        place = (em, pitch * (row + 0.5))
        if begin <= row < begin + len(told):
            line = told[row - begin]
        else:
            line = _message(chance, row, int(chance.integers(40, 101)))
        code = any(code in line for code in problem.codes)
        role = Role.CODE if code else Role.BODY
        pen.write(place, line, em=em, colour=ink, role=role)
    return pen, problem


def listing(chance: Chance, size: tuple[int, int], _em: float, dark: bool) -> tuple[Pen, Problem]:
    """Files in columns, with their sizes and days; nothing is wrong."""
    paper, ink = ((30, 31, 34), (226, 228, 232)) if dark else ((252, 252, 253), (24, 28, 32))
    pen = Pen(Image.new("RGB", size, paper), str(chance.choice(FAMILIES)))
    rows, columns = _LISTED
    pitch = size[1] / (rows + 1)
    for row in range(rows):
        for column in range(columns):
            place = (size[0] * (0.01 + column / columns), pitch * (row + 0.5))
            entry = _entry(chance, column)
            pen.write(place, entry, em=pitch * 0.6, colour=ink, role=Role.BODY)
    return pen, Problem("list", "", "", ())


def _sentence(chance: Chance, letters: int) -> str:
    words = [_WORDS[int(chance.integers(len(_WORDS)))].title()]
    while sum(map(len, words)) + len(words) < letters:
        words.append(_WORDS[int(chance.integers(len(_WORDS)))])
    return " ".join(words)


def _message(chance: Chance, row: int, letters: int) -> str:
    line = f"[{row * 0.3 + 0.1 * chance.random():9.6f}]"
    while len(line) < letters:
        if chance.random() < 0.15:
            line += f" {int(chance.integers(1 << 32)):08x}"
        elif chance.random() < 0.1:
            line += f" {int(chance.integers(10_000))}"
        else:
            line += f" {_WORDS[int(chance.integers(len(_WORDS)))]}"
    return line[:letters].rstrip()


def _entry(chance: Chance, column: int) -> str:
    if column % 2:
        return f"{int(chance.integers(1, 900))} kB"
    first, second = (_WORDS[int(chance.integers(len(_WORDS)))] for _ in range(2))
    ending = _ENDINGS[int(chance.integers(len(_ENDINGS)))]
    return f"{first} {second} {int(chance.integers(100))}.{ending}"
