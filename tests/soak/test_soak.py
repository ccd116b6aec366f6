"""Everybody works, and at random a station or the home is killed.

Real processes over loopback; `scripts/soak --cycles 1000` for longer.
"""

from __future__ import annotations

import random
from pathlib import Path

from tests.doubles.folders import brief_folder
from tests.soak.soak import soak

CYCLES = 20
LONGEST_S = 30.0
"""A busy machine kills fewer."""


def test_nothing_is_lost_doubled_or_called_twice_whoever_is_killed() -> None:
    with brief_folder() as folder:
        came_of_it = soak(Path(folder), CYCLES, random.Random(1), LONGEST_S)

    assert came_of_it.well, str(came_of_it)
    assert came_of_it.shown > 0
    assert came_of_it.calls > 0
