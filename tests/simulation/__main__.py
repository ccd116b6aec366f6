"""The command of the simulator: as many seeds as one likes, from any seed on.

python -m tests.simulation --seeds 200 --from 0
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from tests.simulation.story import STEPS, tell
from tests.simulation.world import Made


def main() -> int:
    """0 when every seed's story ended well; the first that does not is told."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--trace", action="store_true", help="tell every step")
    asked = parser.parse_args()
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        made = Made.make(Path(folder) / "made")
        for seed in range(asked.first, asked.first + asked.seeds):
            trace = tell(seed, made, asked.steps)
            if asked.trace:
                sys.stdout.write("\n".join([f"seed {seed}", *trace, ""]))
    sys.stdout.write(
        f"{asked.seeds} seeds from {asked.first}, {asked.steps} steps each: all well\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
