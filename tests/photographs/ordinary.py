"""Ordinary screens, on which nothing is wrong: storage, processes, versions, mails, prices."""

from __future__ import annotations

import numpy as np
from PIL import Image

from tests.ordinary_screens.pages import ordinary_page
from tests.photographs.pen import FAMILIES, Pen
from tests.photographs.problems import Problem
from tests.photographs.truth import Role

Chance = np.random.Generator

_COLUMN_LINES = 24


def ordinary(chance: Chance, size: tuple[int, int], _em: float, dark: bool) -> tuple[Pen, Problem]:
    """One page of the corpus, in as many columns as it needs."""
    lines = ordinary_page(int(chance.integers(2**31)))
    paper, ink = ((30, 31, 34), (226, 228, 232)) if dark else ((250, 250, 251), (26, 28, 32))
    pen = Pen(Image.new("RGB", size, paper), str(chance.choice(FAMILIES)))
    rows = min(_COLUMN_LINES if size[0] > size[1] else 2 * _COLUMN_LINES, len(lines))
    columns = -(-len(lines) // rows)
    em = min(size[1] / (rows + 3) / 1.5, size[0] / columns / 24)
    for number, line in enumerate(lines):
        column, row = divmod(number, rows)
        at = (em + column * size[0] / columns, em + row * em * 1.5)
        pen.write(at, line, em=em, colour=ink, role=Role.BODY)
    return pen, Problem("ordinary", lines[0], "")
