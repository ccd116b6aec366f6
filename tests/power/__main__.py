"""The command of the replayer: as many power cuts as one likes.

python -m tests.power --states 2000
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from pathlib import Path

from tests.power.runs import pictures, visitors
from tests.power.trace import why_not

MOST_TOLD = 10


def main() -> int:
    """0 when nothing promised was lost, and the store that does not flush was found out."""
    parser = argparse.ArgumentParser(prog="python -m tests.power", description=__doc__)
    parser.add_argument("--states", type=int, default=2_000)
    states = parser.parse_args().states
    logging.disable()
    if reason := why_not():
        sys.stderr.write(f"strace cannot look on: {reason}\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        found = [
            *_told("visitors", visitors(root / "sound").complaints(states * 3 // 4)),
            *_told("pictures", pictures(root).complaints(states // 4)),
        ]
        careless = _told(
            "control", visitors(root / "careless", "--careless").complaints(states // 4)
        )
    sys.stdout.write(
        "\n".join([*found[:MOST_TOLD], ""]) if found else f"{states} states: all well\n"
    )
    return 1 if found or not careless else 0


def _told(name: str, found: list[str]) -> list[str]:
    sys.stdout.write(f"{name}: {len(found)} complaints\n")
    return found


if __name__ == "__main__":
    sys.exit(main())
