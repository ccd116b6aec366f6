"""The command of the benches: which to run, and where their figures are printed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bench.compared import COMPARED, engines, straightened
from tests.bench.dense import dense
from tests.bench.drain import drain
from tests.bench.figures import Figure, table
from tests.bench.guidance import guidance
from tests.bench.line import line
from tests.bench.machine import conditions
from tests.bench.mixed import BURSTS, mixed
from tests.bench.pictures import pictures
from tests.bench.reading import CAPTURES, FIRST_SEED, PHOTOGRAPHS, reading
from tests.bench.screen_benches import idle, preview, start, touch
from tests.bench.screens import EACH, screens
from tests.bench.seeing import seeing
from tests.bench.store_benches import history, store
from tests.bench.successor import successor
from tests.bench.visit_benches import VISITS, desk, memory, number

GROUPS = {
    "vision": (
        *("guidance", "reading", "dense", "successor", "mixed"),
        *("screens", "straightened", "engines"),
    )
}
"""Names that stand for several."""


def main() -> int:
    """Runs the benches named, or all; prints conditions and a table in Markdown."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--visits", type=int, default=VISITS, help="of the memory bench")
    parser.add_argument("--photographs", type=int, default=PHOTOGRAPHS, help="of the reading bench")
    parser.add_argument("--captures", type=int, default=CAPTURES, help="of its memory, all told")
    parser.add_argument("--seed", type=int, default=FIRST_SEED, help="of its first photograph")
    parser.add_argument("--bursts", type=int, default=BURSTS, help="of the mixed bench")
    parser.add_argument("--compared", type=int, default=COMPARED, help="of straightened, engines")
    parser.add_argument("--each", type=int, default=EACH, help="of each kind of screens")
    parser.add_argument("--short", action="store_true", help="the line bench with one line alone")
    parser.add_argument("--models", type=Path, help="others than ours, for engines")
    names = ", ".join([*_benches(parser.parse_args([])), *GROUPS])
    parser.add_argument("names", nargs="*", metavar="NAME", help=names)
    asked = parser.parse_args()
    benches = _benches(asked)
    wanted = [name for word in asked.names for name in GROUPS.get(word, (word,))]
    if unknown := set(wanted) - set(benches):
        parser.error(f"no bench {', '.join(sorted(unknown))}; there are {names}")
    _say(conditions())
    figures: list[Figure] = []
    for name in wanted or benches:
        sys.stderr.write(f"measuring {name}\n")
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
            figures += benches[name](Path(work))
    _say(f"\n{table(figures)}")
    return 0


def _benches(asked: argparse.Namespace) -> dict[str, Callable[[Path], list[Figure]]]:
    return {
        "start": start,
        "preview": preview,
        "touch": touch,
        "seeing": seeing,
        "number": number,
        "desk": desk,
        "memory": partial(memory, visits=asked.visits),
        "idle": idle,
        "store": store,
        "history": history,
        "line": partial(line, short=asked.short),
        "drain": drain,
        "pictures": pictures,
        "reading": partial(
            reading, photographs=asked.photographs, captures=asked.captures, first=asked.seed
        ),
        "dense": dense,
        "guidance": guidance,
        "successor": successor,
        "mixed": partial(mixed, bursts=asked.bursts),
        "screens": partial(screens, each=asked.each, first=asked.seed),
        "straightened": partial(straightened, compared=asked.compared),
        "engines": partial(engines, compared=asked.compared, models=asked.models),
    }


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
