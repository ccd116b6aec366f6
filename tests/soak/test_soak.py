"""Everybody works, and at random a station or the home is killed.

Real processes over loopback; `scripts/soak --cycles 1000` for longer.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.doubles.folders import brief_folder
from tests.doubles.postgres import Cluster, cluster_running
from tests.doubles.stores import ENGINES, SQLITE
from tests.soak.soak import soak

CYCLES = 20
LONGEST_S = 30.0
"""A busy machine kills fewer."""


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_is_lost_doubled_or_called_twice_whoever_is_killed(engine: str) -> None:
    with brief_folder() as folder, _cluster(engine) as cluster:
        came_of_it = soak(Path(folder), CYCLES, random.Random(1), LONGEST_S, cluster)

    assert came_of_it.well, str(came_of_it)
    assert came_of_it.shown > 0
    assert came_of_it.calls > 0


@contextmanager
def _cluster(engine: str) -> Iterator[Cluster | None]:
    if engine == SQLITE:
        yield None
        return
    with cluster_running() as cluster:
        yield cluster
