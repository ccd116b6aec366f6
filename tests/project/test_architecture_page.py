"""docs/architecture.md tells of transitions and places; both must be those of the code."""

from __future__ import annotations

import re
from pathlib import Path

from kiosk.domain.visit import ENDED, MOVES, VisitState

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_table_of_moves_is_the_one_in_the_code() -> None:
    states = [state for state in VisitState if state not in ENDED]
    rows = [["fact", *(state.value for state in states)], ["---"] * (len(states) + 1)]
    for fact, moves in MOVES.items():
        rows.append([fact.__name__, *(moves.get(state, "") for state in states)])

    printed = PAGE.split("<!-- moves -->")[1].split("<!-- /moves -->")[0]

    expected = [[cell.strip() for cell in row] for row in rows]
    assert [_cells(line) for line in printed.strip().splitlines()] == expected


def test_every_place_it_names_exists() -> None:
    named = re.findall(r"`((?:kiosk|ui|tests|docs|scripts)/[^`*]*)`", PAGE)

    missing = [place for place in named if not (ROOT / place).exists()]

    assert len(named) > 10
    assert missing == []


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
