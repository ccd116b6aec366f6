"""Owns the command of the benches: which to run, and where their figures are told."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bench.drain import drain
from tests.bench.figures import Figure, table
from tests.bench.guidance import guidance
from tests.bench.machine import conditions
from tests.bench.reading import PHOTOGRAPHS, reading
from tests.bench.screen_benches import idle, preview, start, touch
from tests.bench.seeing import seeing
from tests.bench.store_benches import history, store
from tests.bench.visit_benches import VISITS, desk, memory, number


def main() -> int:
    """Runs the benches named, or all; prints conditions and a table in Markdown."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=", ".join(_benches(VISITS, PHOTOGRAPHS))
    )
    parser.add_argument("--visits", type=int, default=VISITS, help="of the memory bench")
    parser.add_argument("--photographs", type=int, default=PHOTOGRAPHS, help="of the reading bench")
    asked = parser.parse_args()
    benches = _benches(asked.visits, asked.photographs)
    if unknown := set(asked.names) - set(benches):
        parser.error(f"no bench {', '.join(sorted(unknown))}; there are {', '.join(benches)}")
    _say(conditions())
    figures: list[Figure] = []
    for name in asked.names or benches:
        sys.stderr.write(f"measuring {name}\n")
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
            figures += benches[name](Path(work))
    _say(f"\n{table(figures)}")
    return 0


def _benches(visits: int, photographs: int) -> dict[str, Callable[[Path], list[Figure]]]:
    return {
        "start": start,
        "preview": preview,
        "touch": touch,
        "seeing": seeing,
        "number": number,
        "desk": desk,
        "memory": partial(memory, visits=visits),
        "idle": idle,
        "store": store,
        "history": history,
        "drain": drain,
        "reading": partial(reading, photographs=photographs),
        "guidance": guidance,
    }


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
