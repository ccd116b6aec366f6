"""Owns the bench of reading: how well, how fast and in how much memory photographs are read.

The reading process is the real one. Which photographs guidance would take is told by their truth.
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import cv2

from kiosk.clock import SystemClock
from kiosk.resources import ASSETS
from kiosk.vision.child import Child
from kiosk.vision.codes import read_table
from kiosk.vision.reader import WorkerReader
from tests.bench.figures import Figure
from tests.bench.machine import cpu_s
from tests.bench.reading_score import Score, Total, score
from tests.photographs.photograph import photograph
from tests.photographs.truth import Photograph, Pixels

PHOTOGRAPHS = 100
CAPTURES = 350
_WARM = 50
_LIMIT_S = 60.0
_FIRST_SEED = 1_000


def reading(_work: Path, *, photographs: int = PHOTOGRAPHS) -> list[Figure]:
    """Accepted photographs, then the last of them again and again for memory."""
    reader = WorkerReader(lambda: Child(SystemClock()))
    known = read_table(ASSETS / "codes.toml")
    scores: list[Score] = []
    wall_ms: list[float] = []
    spent_ms: list[float] = []
    kept: list[bytes] = []
    for picture in itertools.islice(accepted(), photographs):
        jpeg = as_jpeg(picture.pixels)
        before, began = _cpu_ms(reader), time.perf_counter()
        read = reader.read(jpeg).result(_LIMIT_S)
        wall_ms.append((time.perf_counter() - began) * 1_000)
        spent_ms.append(_cpu_ms(reader) - before)
        scores.append(score(picture, read, known))
        kept = [*kept[-19:], jpeg]
    grown = _growth(reader, kept)
    reader.stop()
    return [*_quality(Total(scores)), *_cost(wall_ms, spent_ms), *grown]


def accepted(first: int = _FIRST_SEED) -> Iterator[Photograph]:
    """Photographs as guidance accepts them: letters large enough, whole, sharp, free of glare."""
    return (shown for shown in map(photograph, itertools.count(first)) if shown.readable)


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


def _cost(wall_ms: list[float], spent_ms: list[float]) -> list[Figure]:
    return [
        Figure("reading", "capture to words, median", statistics.median(wall_ms), "ms", aim=1_500),
        Figure("reading", "capture to words, least", min(wall_ms), "ms"),
        Figure("reading", "CPU a photograph, median", statistics.median(spent_ms), "ms"),
    ]


def _growth(reader: WorkerReader, jpegs: list[bytes]) -> list[Figure]:
    after_warm = most = 0.0
    for number, jpeg in zip(range(CAPTURES), itertools.cycle(jpegs), strict=False):
        reader.read(jpeg).result(_LIMIT_S)
        most = max(most, _memory_mib(reader))
        if number == _WARM:
            after_warm = _memory_mib(reader)
    grown = _memory_mib(reader) - after_warm
    what = f"growth over {CAPTURES - _WARM} captures after {_WARM}"
    return [
        Figure("reading", "memory of the process, most", most, "MiB", aim=572),
        Figure("reading", what, grown, "MiB", aim=28),
    ]


def _cpu_ms(reader: WorkerReader) -> float:
    return cpu_s(reader.pid) * 1_000 if reader.pid is not None else 0.0


def _memory_mib(reader: WorkerReader) -> float:
    status = Path(f"/proc/{reader.pid}/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1_024
