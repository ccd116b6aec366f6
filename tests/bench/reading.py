"""The bench of reading: how well, how fast and in how much memory photographs are read.

The reading process is the real one. Which photographs guidance would take is told by their truth.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2

from kiosk.clock import SystemClock
from kiosk.resources import ASSETS
from kiosk.vision.codes.known import read_table
from kiosk.vision.process.handle import ReadingProcess
from kiosk.vision.process.reader import WorkerReader
from tests.bench.figures import Figure, median, share, table
from tests.bench.machine import cpu_s
from tests.bench.reading_score import Score, Total, score
from tests.photographs.photograph import conditions, pose, scene, taken, undrawn
from tests.photographs.truth import Photograph, Pixels

PHOTOGRAPHS = 100
CAPTURES = 450
"""All pictures that are read, those of the photographs among them."""
_WARM = 50
LIMIT_S = 120.0
FIRST_SEED = 50_000
"""Tuning stayed below 10,000."""
_TOLD_EVERY = 50
_KEPT = 20


@dataclass(slots=True)
class _Run:
    """What was measured so far."""

    scores: list[Score] = field(default_factory=list)
    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    memory_mib: list[float] = field(default_factory=list)

    def figures(self) -> list[Figure]:
        return [*_quality(Total(self.scores)), *_cost(self), *_growth(self.memory_mib)]


def reading(
    _work: Path,
    *,
    photographs: int = PHOTOGRAPHS,
    captures: int = CAPTURES,
    first: int = FIRST_SEED,
) -> list[Figure]:
    """Accepted photographs, then the last of them again and again for time and memory."""
    reader = reading_process()
    known = read_table(ASSETS / "codes")
    run = _Run()
    kept: deque[bytes] = deque(maxlen=_KEPT)
    drawn = itertools.islice(accepted(first), photographs)
    coming = next(drawn, None)
    while coming is not None:
        seed, picture = coming
        kept.append(as_jpeg(picture.pixels))
        before = _cpu_ms(reader)
        asked = reader.read(kept[-1])
        coming = next(drawn, None)  # Drawn while that one is read.
        run.scores.append(score(picture, asked.result(LIMIT_S), known))
        run.cpu_ms.append(_cpu_ms(reader) - before)
        run.memory_mib.append(_memory_mib(reader))
        _tell(seed, run)
    for jpeg in itertools.islice(itertools.cycle(kept), max(0, captures - photographs)):
        began = time.perf_counter()
        reader.read(jpeg).result(LIMIT_S)
        run.wall_ms.append((time.perf_counter() - began) * 1_000)
        run.memory_mib.append(_memory_mib(reader))
    reader.stop()
    return run.figures()


def reading_process() -> WorkerReader:
    """The product's own, with more patience for a busy machine."""
    return WorkerReader(lambda: ReadingProcess(SystemClock()), answer_within_s=LIMIT_S)


def _tell(seed: int, run: _Run) -> None:
    """A long run says what went wrong at once, and now and then where it stands."""
    last = run.scores[-1]
    if not (last.all_found and last.exact) or last.strange:
        expected, found = sorted(last.expected), sorted(last.found)
        sys.stderr.write(f"seed {seed}: expected {expected}, found {found}, exact {last.exact}\n")
    if len(run.scores) % _TOLD_EVERY == 0:
        sys.stderr.write(f"up to seed {seed}:\n{table(run.figures())}\n")


def accepted(first: int = FIRST_SEED) -> Iterator[tuple[int, Photograph]]:
    """Seed and photograph as guidance accepts them: letters large, whole, sharp, free of glare."""
    for seed in itertools.count(first):
        of, held, seen = scene(seed), pose(seed), conditions(seed)
        if undrawn(of, held, seen).readable:
            yield seed, taken(of, held, seen)


def as_jpeg(pixels: Pixels) -> bytes:
    """As the camera hands a still on."""
    return cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()


def _quality(total: Total) -> list[Figure]:
    return [
        Figure(
            "reading", f"photographs, {len(total.with_code)} with a code", len(total.scores), ""
        ),
        Figure("reading", "letters wrong", total.letters_wrong, "", aim=0.03),
        Figure("reading", "codes missed", 1 - total.found, "", aim=0.03),
        Figure("reading", "codes not read to the letter", 1 - total.exact, "", aim=0.12),
        Figure("reading", "codes that are not there", total.strange, "", aim=0.005),
    ]


def _cost(run: _Run) -> list[Figure]:
    spent = [
        Figure("reading", "CPU a photograph, median", median(run.cpu_ms), "ms"),
        Figure("reading", "CPU a photograph, p95", share(run.cpu_ms, 0.95), "ms"),
    ]
    if not run.wall_ms:
        return spent
    return [
        Figure("reading", "capture to words, median", median(run.wall_ms), "ms", aim=1_500),
        Figure("reading", "capture to words, least", min(run.wall_ms), "ms"),
        *spent,
    ]


def _growth(memory_mib: list[float]) -> list[Figure]:
    captures = len(memory_mib)
    grown = memory_mib[-1] - memory_mib[min(_WARM, captures) - 1]
    what = f"growth over {max(0, captures - _WARM)} captures after {_WARM}"
    return [
        Figure("reading", "memory of the process, most", max(memory_mib), "MiB", aim=572),
        Figure("reading", what, grown, "MiB", aim=28),
    ]


def _cpu_ms(reader: WorkerReader) -> float:
    return cpu_s(reader.pid) * 1_000 if reader.pid is not None else 0.0


def _memory_mib(reader: WorkerReader) -> float:
    status = Path(f"/proc/{reader.pid}/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1_024
