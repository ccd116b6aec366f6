"""The command of the soak: `scripts/soak --cycles 1000`."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests.soak.soak import soak


def main() -> int:
    """0 when nothing was lost, doubled or called twice; prints the figures."""
    parser = argparse.ArgumentParser(prog="scripts/soak", description=__doc__)
    parser.add_argument("--cycles", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        came_of_it = soak(Path(folder), asked.cycles, random.Random(asked.seed))
    sys.stdout.write(f"{came_of_it}\n")
    return 0 if came_of_it.well else 1


if __name__ == "__main__":
    sys.exit(main())
