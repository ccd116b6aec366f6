"""Screens with large letters: stop screens with a large title, messages of a projector."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from tests.photographs.pen import FAMILIES, Box, Colour, Pen
from tests.photographs.problems import CRASHES, DIALOGS, Problem
from tests.photographs.truth import Role

Chance = np.random.Generator

_WHITE = (248, 248, 250)
_TITLE = "Your PC ran into a problem and needs to restart. You can restart at any time now."


def stop_screen(
    chance: Chance, size: tuple[int, int], em: float, dark: bool
) -> tuple[Pen, Problem]:
    """A long title, twice as high as the two or three lines with the code below it."""
    problem = CRASHES[int(chance.integers(len(CRASHES)))]
    colour = (8, 8, 10) if dark else (0, 120, 215)
    pen = Pen(Image.new("RGB", size, colour), str(chance.choice(FAMILIES)))
    left, y = size[0] * 0.12, size[1] * float(chance.uniform(0.2, 0.35))
    room: Box = (left, y, size[0] * 0.88, size[1])
    y += pen.fill(room, _TITLE, em=em * 2, colour=_WHITE, role=Role.BODY) + em * 2
    for number, code in enumerate(problem.codes):
        words = f"{'Stop code' if number == 0 else 'What failed'}: {code}"
        y += pen.fill((left, y, *room[2:]), words, em=em, colour=_WHITE, role=Role.BODY, code=code)
    pen.write((left, y), "(0% complete)", em=em, colour=_WHITE, role=Role.OTHER)
    return pen, problem


def glowing(chance: Chance, size: tuple[int, int], em: float, _dark: bool) -> tuple[Pen, Problem]:
    """A projector's message: a few words, bold, large, with a glow around them."""
    problem = DIALOGS[int(chance.integers(len(DIALOGS)))]
    large = em * float(chance.uniform(2.6, 3.6))
    colour: Colour = ((8, 8, 12), (0, 40, 130), (10, 60, 40))[int(chance.integers(3))]
    picture = Image.new("RGB", size, colour)
    room: Box = (size[0] * 0.08, size[1] * 0.2, size[0] * 0.94, size[1])
    pen = Pen(picture, str(chance.choice(FAMILIES)))
    pen.fill(room, problem.title, em=large, colour=_WHITE, role=Role.TITLE)
    glow = picture.filter(ImageFilter.BoxBlur(large * 0.12))
    lit = np.maximum(np.asarray(glow, np.float32) * 1.3, np.asarray(picture, np.float32))
    picture.paste(Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8)))
    return pen, problem
