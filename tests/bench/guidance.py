"""The bench of guidance: what is taken, what of it can be read, which crops are right.

On photographs kept aside from tuning; one thread of OpenCV.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from kiosk.vision.guidance.guide import Guide
from kiosk.vision.hint import Hint
from kiosk.vision.outline.find import Outline
from kiosk.vision.outline.straighten import outline_of
from tests.bench.figures import Figure, median, share
from tests.photographs.burst import Story, burst
from tests.photographs.lamps import with_lamp, without_lamp
from tests.photographs.photograph import FULL_HD, photograph
from tests.photographs.truth import Photograph, Quad

SEEDS_FROM = 20_000
"""Tuning stayed below 10,000, that of outlines from 60,000 to 62,000."""
STILLS = 600
"""About three in ten have an outline told: enough to show a share below two in a hundred."""
BRIGHT = 200
"""Bright pages, boot menus and shaded buttons without a lamp; as many screens with one."""
STORIES = {
    Story.RESTS: 24,
    Story.NEVER_RESTS: 3,
    Story.STAYS_FAR: 3,
    Story.TOO_NEAR: 3,
    Story.DARK: 3,
    Story.GLARE: 6,
    Story.NOTHING: 2,
}
IN_TIME_S = 3.0
RIGHT = 0.75
"""Less overlap than this, or a word cut, is a wrong crop."""
_PREVIEW = (1280, 720)
_LOOKS_A_SECOND = 10.0
_SECONDS = (3.2, 4.0)
"""Of a story that ought not to end in a picture, and of one that ought."""
_CUT_PX = 4.0


@dataclass
class _Tally:
    still: int = 0
    in_time: int = 0
    taken: int = 0
    readable: int = 0
    look_ms: list[float] = field(default_factory=list)
    overlaps: list[float] = field(default_factory=list)
    wrong: int = 0
    whole: int = 0
    outline_ms: list[float] = field(default_factory=list)
    lamps_told: int = 0
    lamps_imagined: int = 0


def guidance(_work: Path) -> list[Figure]:
    """Bursts for what is taken, single photographs for outlines."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    tally = _Tally()
    for story, count in STORIES.items():
        for seed in range(SEEDS_FROM, SEEDS_FROM + count):
            _follow(seed, story, tally)
    for seed in range(SEEDS_FROM, SEEDS_FROM + STILLS):
        _crop(photograph(seed), tally)
    for seed in range(SEEDS_FROM, SEEDS_FROM + BRIGHT):
        tally.lamps_told += _glares(with_lamp(seed))
        tally.lamps_imagined += _glares(without_lamp(seed))
    cv2.setNumThreads(threads)
    found = len(tally.overlaps)
    return [
        _least("still and readable, taken within 3 s", tally.in_time, tally.still, 95),
        _least("readable, of what was taken", tally.readable, tally.taken, 90),
        _least("a lamp on the words told", tally.lamps_told, BRIGHT, 90),
        Figure(
            "guidance",
            f"glare told of {BRIGHT} bright screens without a lamp",
            100 * tally.lamps_imagined / BRIGHT,
            "%",
            None,
            2,
        ),
        Figure("guidance", "CPU a look, median", median(tally.look_ms), "ms", None, 25),
        Figure("guidance", "CPU a look, p95", share(tally.look_ms, 0.95), "ms"),
        Figure(
            "guidance",
            f"1 − mean IoU of {found} outlines",
            1 - float(np.mean(tally.overlaps)),
            "",
            None,
            0.07,
        ),
        Figure("guidance", f"wrong crops of {found}", 100 * tally.wrong / found, "%", None, 2),
        Figure(
            "guidance",
            f"outlines told, of {tally.whole} whole devices",
            100 * found / tally.whole,
            "%",
        ),
        Figure("guidance", "CPU an outline, median", median(tally.outline_ms), "ms", None, 25),
        Figure("guidance", "CPU an outline, p95", share(tally.outline_ms, 0.95), "ms"),
    ]


def _least(what: str, good: int, of: int, aim: float) -> Figure:
    """A share that should be large, told as what is missing: every aim of the table is a most."""
    missing = 100 * (of - good) / max(1, of)
    return Figure("guidance", f"not: {what} ({good} of {of})", missing, "%", None, 100 - aim)


def _follow(seed: int, story: Story, tally: _Tally) -> None:
    guide = Guide()
    resting: list[bool] = []
    for moment in burst(seed, story, fps=_LOOKS_A_SECOND, seconds=_SECONDS[story is Story.RESTS]):
        frame = np.asarray(cv2.resize(moment.photograph.pixels, _PREVIEW), np.uint8)
        began = time.process_time()
        told = guide.look(frame, moment.at_s, enlarged=FULL_HD[0] / _PREVIEW[0])
        tally.look_ms.append(1_000 * (time.process_time() - began))
        if moment.resting_s >= 0:
            resting.append(moment.photograph.readable)
        if told.shoot:
            tally.taken += 1
            tally.readable += moment.photograph.readable
            break
    # Readable while it rests: one frame spoilt by the hand does not make it another scene.
    if story is Story.RESTS and resting and sum(resting) > len(resting) / 2:
        tally.still += 1
        tally.in_time += told.shoot and moment.resting_s <= IN_TIME_S


def _glares(shown: Photograph) -> bool:
    """Whether glare is told of a picture that stays as it is."""
    guide = Guide()
    return [guide.look(shown.pixels, at_s).hint for at_s in (0.0, 0.1)][-1] is Hint.GLARE


def _crop(shown: Photograph, tally: _Tally) -> None:
    assert shown.device is not None
    tally.whole += shown.holds(shown.device)
    began = time.process_time()
    outline = outline_of(shown.pixels)
    tally.outline_ms.append(1_000 * (time.process_time() - began))
    if outline is not None:
        overlap, cuts = _judged(outline, shown)
        tally.overlaps.append(overlap)
        tally.wrong += overlap < RIGHT or cuts


def _judged(outline: Outline, shown: Photograph) -> tuple[float, bool]:
    assert shown.screen is not None
    assert shown.device is not None
    height, width = shown.pixels.shape[:2]
    corners = outline.in_pixels(width, height)
    cuts = any(_cuts(corners, line.quad, shown.screen) for line in shown.told)
    return max(_overlap(corners, shown.screen), _overlap(corners, shown.device)), cuts


def _cuts(corners: Quad, words: Quad, screen: Quad) -> bool:
    """Whether some of what the screen shows of the words is beyond; it may cut them itself."""
    area, seen = cv2.intersectConvexConvex(words, screen)
    points = seen.reshape(-1, 2).tolist() if area else ()
    ring = corners.reshape(-1, 1, 2)
    return any(cv2.pointPolygonTest(ring, point, True) < -_CUT_PX for point in points)


def _overlap(one: Quad, other: Quad) -> float:
    both, _ = cv2.intersectConvexConvex(one, other)
    return float(both / (cv2.contourArea(one) + cv2.contourArea(other) - both))
