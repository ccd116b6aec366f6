"""The purge is killed between any two of its steps.

Whoever was here left no name, no phone token and no picture once the next purge is through: not in
the database, its log, the pictures or the backups. How many came is still known.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.doubles.folders import brief_folder

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def rounds() -> list[tuple[int, ...]]:
    """For each kill: marked files after it, after the next purge, visits counted, was it killed.

    A kill loses nothing that was written: the disk may be memory.
    """
    with brief_folder() as folder:
        command = [sys.executable, "-m", "tests.faults.purging", folder]
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [tuple(map(int, line.split())) for line in ended.stdout.splitlines()]


def test_the_purge_was_killed_at_many_places_and_once_went_through(
    rounds: list[tuple[int, ...]],
) -> None:
    assert len(rounds) > 30
    assert [killed for *_, killed in rounds] == [1] * (len(rounds) - 1) + [0]


def test_there_was_something_to_purge_and_the_whole_purge_leaves_nothing(
    rounds: list[tuple[int, ...]],
) -> None:
    assert rounds[0][0] >= 2
    assert rounds[-1][0] == 0


def test_after_the_next_purge_no_mark_is_left_wherever_the_kill_fell(
    rounds: list[tuple[int, ...]],
) -> None:
    assert [left for _, left, *_ in rounds] == [0] * len(rounds)


def test_the_visits_are_still_counted(rounds: list[tuple[int, ...]]) -> None:
    assert {events for _, _, events, _ in rounds} == {3}
