"""The bench of the burst: what is read of its sharpest picture, its first, and several in one.

Every condition is in it as it comes, also those guidance would not take.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.camera.pixels import still
from kiosk.capture.guided_camera import BURST, BURST_S
from kiosk.resources import ASSETS
from kiosk.vision.codes.known import read_table
from kiosk.vision.guidance.sharpness import sharpest
from kiosk.vision.process.reader import WorkerReader
from kiosk.vision.reading import Reading
from tests.bench.figures import Figure, median
from tests.bench.reading import LIMIT_S, reading_process
from tests.bench.reading_score import Score, Total, expected, score
from tests.bench.stacking import stacked
from tests.photographs.burst import Story, burst
from tests.photographs.photograph import conditions, pose, scene, undrawn
from tests.photographs.truth import GLARE_MAX, LIGHT_MIN, READABLE_PX, Photograph

BURSTS = 240
_FIRST_SEED = 60_000
"""Tuning stayed below 10,000."""
_TOLD_EVERY = 20
_STACKED = 4
_TINY_PX = 9.0
_CONDITIONS: dict[str, Callable[[Photograph], bool]] = {
    "a good reader could": lambda shown: shown.readable,
    f"letters below {_TINY_PX:g} px": lambda shown: shown.smallest_px < _TINY_PX,
    f"letters of {_TINY_PX:g} to {READABLE_PX:g} px": lambda shown: (
        _TINY_PX <= shown.smallest_px < READABLE_PX
    ),
    "out of focus": lambda shown: shown.conditions.defocus_px > 0,
    "shaken": lambda shown: shown.conditions.motion_px > 1,
    "moiré": lambda shown: shown.conditions.moire > 0,
    "glare on the words": lambda shown: shown.glare_on_words > GLARE_MAX,
    "words cut off": lambda shown: not shown.words_inside,
    "dark": lambda shown: shown.conditions.light < LIGHT_MIN,
}
"""Of the first picture of a burst; several may be true of one."""


@dataclass(slots=True)
class _Run:
    """What was read of each burst. Moiré: those with it, sharpest and stacked."""

    firsts: list[Photograph] = field(default_factory=list)
    single: list[Score] = field(default_factory=list)
    best: list[Score] = field(default_factory=list)
    striped: list[Score] = field(default_factory=list)
    stacked: list[Score] = field(default_factory=list)
    stacking_ms: list[float] = field(default_factory=list)


def mixed(_work: Path, *, bursts: int = BURSTS) -> list[Figure]:
    """Bursts with a code on them: the first picture and the sharpest are both read."""
    reader, run = reading_process(), _Run()
    drawn = itertools.islice(_bursts(), bursts)
    coming = next(drawn, None)
    while coming is not None:
        seed, frames = coming
        asked = _asked(reader, frames, run)
        coming = next(drawn, None)  # Drawn while those are read.
        _keep(seed, frames[0], asked, run)
    reader.stop()
    return [
        _codes("first picture of a burst", run.single, None),
        _codes("sharpest picture", run.best, 40),
        Figure("mixed", "first picture, letters wrong", Total(run.single).letters_wrong, ""),
        Figure("mixed", "sharpest picture, letters wrong", Total(run.best).letters_wrong, ""),
        *(_of(name, run) for name in _CONDITIONS),
        _codes("moiré, sharpest", run.striped, None),
        _codes(f"moiré, {_STACKED} stacked", run.stacked, None),
        Figure("mixed", "moiré, sharpest, letters wrong", Total(run.striped).letters_wrong, ""),
        Figure("mixed", "moiré, stacked, letters wrong", Total(run.stacked).letters_wrong, ""),
        Figure("mixed", "CPU of stacking, median", median(run.stacking_ms), "ms", aim=300),
    ]


_Asked = list[tuple[Photograph, Future[Reading]]]
"""First, sharpest, and with moiré the stacked one."""


def _asked(reader: WorkerReader, frames: list[Photograph], run: _Run) -> _Asked:
    first, chosen = frames[0], _chosen(frames)
    single = reader.read(still(first.pixels).jpeg)
    best = single if chosen is first else reader.read(still(chosen.pixels).jpeg)
    asked = [(first, single), (chosen, best)]
    if first.conditions.moire:
        began = time.process_time()
        laid = stacked([shown.pixels for shown in frames], _STACKED)
        run.stacking_ms.append(1_000 * (time.process_time() - began))
        asked.append((chosen, reader.read(still(laid).jpeg)))
    return asked


def _keep(seed: int, first: Photograph, asked: _Asked, run: _Run) -> None:
    known = read_table(ASSETS / "codes")
    single, best, *laid = (score(shown, read.result(LIMIT_S), known) for shown, read in asked)
    run.firsts.append(first)
    run.single.append(single)
    run.best.append(best)
    run.striped += [best] * len(laid)
    run.stacked += laid
    if not best.all_found:
        true = ", ".join(name for name, holds in _CONDITIONS.items() if holds(first))
        sys.stderr.write(f"seed {seed}: missed; first {single.all_found}; {true}\n")
    if len(run.best) % _TOLD_EVERY == 0:
        found = sum(one.all_found for one in run.best)
        before = sum(one.all_found for one in run.single)
        sys.stderr.write(f"{found} of {len(run.best)} found, {before} in the first\n")


def _bursts() -> Iterator[tuple[int, list[Photograph]]]:
    """Each with a code of the table on it."""
    known = read_table(ASSETS / "codes")
    for seed in itertools.count(_FIRST_SEED):
        seen = conditions(seed)
        if expected(undrawn(scene(seed), pose(seed), seen), known):
            # A hand at rest and no moiré: eight would differ by their noise alone.
            count = BURST if seen.motion_px or seen.moire else 1
            moments = burst(seed, Story.MIXED, seconds=BURST_S, fps=BURST / BURST_S)
            yield seed, [moment.photograph for moment in itertools.islice(moments, count)]


def _chosen(frames: list[Photograph]) -> Photograph:
    picture = sharpest(shown.pixels for shown in frames)
    return next(shown for shown in frames if shown.pixels is picture)


def _of(name: str, run: _Run) -> Figure:
    there = [index for index, first in enumerate(run.firsts) if _CONDITIONS[name](first)]
    before = sum(run.single[index].all_found for index in there)
    after = sum(run.best[index].all_found for index in there)
    what = f"{name}, {len(there)}: codes found in the sharpest; in the first"
    return Figure("mixed", what, after, "", floor=before)


def _codes(what: str, scores: list[Score], aim: float | None) -> Figure:
    found = sum(one.all_found for one in scores)
    missed = 100 * (1 - Total(scores).found)
    return Figure("mixed", f"{what}, codes missed ({found} of {len(scores)})", missed, "%", aim=aim)
