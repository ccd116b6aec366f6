"""The command of the soak: `scripts/soak --cycles 1000`."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.doubles.postgres import cluster_running
from tests.doubles.stores import ENGINES, SQLITE
from tests.soak.soak import soak


def main() -> int:
    """0 when nothing was lost, doubled or called twice; prints the figures."""
    parser = argparse.ArgumentParser(prog="scripts/soak", description=__doc__)
    parser.add_argument("--cycles", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", choices=ENGINES, default=SQLITE)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        cluster = None
        if asked.engine != SQLITE:
            cluster = running.enter_context(cluster_running())
        chance = random.Random(asked.seed)
        came_of_it = soak(Path(folder), asked.cycles, chance, cluster=cluster)
    sys.stdout.write(f"{came_of_it}\n")
    return 0 if came_of_it.well else 1


if __name__ == "__main__":
    sys.exit(main())
