"""The bench of screens: what is read on kinds of screens, and on those where nothing is wrong.

Photographs as guidance takes them, read by the real reading process.
"""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

from kiosk.resources import ASSETS
from kiosk.vision.codes.known import read_table
from tests.bench.figures import Figure, median
from tests.bench.machine import cpu_s
from tests.bench.reading import FIRST_SEED, LIMIT_S, as_jpeg, reading_process
from tests.bench.reading_score import Score, Total, score
from tests.photographs import bare, scripts
from tests.photographs.photograph import conditions, pose, scene, taken, undrawn
from tests.photographs.truth import Photograph

EACH = 20
KINDS = (*bare.KINDS, "stop_screen", "glowing", "boot_menu", *scripts.KNOWN, *scripts.UNKNOWN)
DEVICES = ("laptop", "monitor", "tablet", "phone")
"""Each kind is seen on each of them in turn; what a text screen shows, on the first two."""
_WIDE = ("classic_stop", "boot_manager", "panic", "firmware")


def screens(_work: Path, *, each: int = EACH, first: int = FIRST_SEED) -> list[Figure]:
    """`each` photographs of every kind, and five times as many of ordinary screens."""
    figures = [figure for kind in KINDS for figure in _figures(kind, each, first)]
    return figures + _figures("ordinary", 5 * each, first)


def accepted_of(kind: str, first: int) -> Iterator[tuple[int, Photograph]]:
    """Seed and photograph of one kind of screen, as guidance accepts them."""
    devices = DEVICES[:2] if kind in _WIDE else DEVICES
    for seed in itertools.count(first):
        of = scene(seed, kind=kind, of=devices[seed % len(devices)])
        held, seen = pose(seed), conditions(seed)
        if undrawn(of, held, seen).readable:
            yield seed, taken(of, held, seen)


_LETTER = re.compile(r"[^\W\d_]{2}")


def _code_of(shown: Photograph) -> str:
    return shown.codes[0] if shown.codes else ""


def _figures(kind: str, count: int, first: int) -> list[Figure]:
    known = read_table(ASSETS / "codes")
    reader = reading_process()
    scores: list[Score] = []
    cpu_ms: list[float] = []
    quoted: list[bool] = []
    for seed, shown in itertools.islice(accepted_of(kind, first), count):
        before = cpu_s(reader.pid) if reader.pid is not None else 0.0
        read = reader.read(as_jpeg(shown.pixels)).result(LIMIT_S)
        cpu_ms.append((cpu_s(reader.pid) - before) * 1_000 if reader.pid is not None else 0.0)
        one = score(shown, read, known)
        scores.append(one)
        quoted.append(bool(_LETTER.search(read.quote.replace(_code_of(shown), ""))))
        if one.strange or not one.all_found:
            expected, found = sorted(one.expected), sorted(one.found)
            sys.stderr.write(f"{kind}, seed {seed}: expected {expected}, found {found}\n")
    reader.stop()
    total = Total(scores)
    there = len(total.with_code)
    if kind in scripts.UNKNOWN:
        # The networks do not know these letters: whatever is quoted of them is wrong.
        words = Figure("screens", f"{kind}: words quoted, of {count}", mean(quoted), "", aim=0)
        codes = Figure("screens", f"{kind}: codes missed of {there}", 1 - total.found, "", aim=0.05)
        return [codes, words]
    missed = [Figure("screens", f"{kind}: codes missed of {there}", 1 - total.found, "", aim=0.05)]
    return [
        *(missed if there else []),
        Figure("screens", f"{kind}: codes not there, of {count}", total.strange, "", aim=0.002),
        Figure("screens", f"{kind}: letters wrong", total.letters_wrong, ""),
        Figure("screens", f"{kind}: CPU a photograph, median", median(cpu_ms), "ms"),
    ]
