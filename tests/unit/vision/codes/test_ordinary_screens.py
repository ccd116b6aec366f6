"""On ordinary screens nothing is a code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from kiosk.vision.codes.known import CodeTable
from tests.ordinary_screens.examples import EXAMPLES
from tests.ordinary_screens.pages import ordinary_page

PAGES: Final = 500
MOST_WITH_A_CODE: Final = 1
"""0.2 % of them."""


def _as_lines(page: tuple[str, ...]) -> tuple[str, ...]:
    return page


def _as_cells(page: tuple[str, ...]) -> tuple[str, ...]:
    """Each cell of a table a line of its own, as the reader tells what stands far apart."""
    return tuple(cell for line in page for cell in line.split("   "))


@pytest.mark.parametrize("read", [_as_lines, _as_cells])
def test_a_code_is_told_on_hardly_any_of_five_hundred_ordinary_screens(
    table: CodeTable, read: Callable[[tuple[str, ...]], tuple[str, ...]]
) -> None:
    found = {
        seed: [(code.code, page[code.line]) for code in codes]
        for seed in range(PAGES)
        if (codes := table.find(page := read(ordinary_page(seed))))
    }

    assert len(found) <= MOST_WITH_A_CODE, found


@pytest.mark.parametrize("lines", EXAMPLES, ids=lambda lines: lines[0])
def test_an_ordinary_screen_is_no_fault(table: CodeTable, lines: tuple[str, ...]) -> None:
    assert [(code.code, lines[code.line]) for code in table.find(lines)] == []
