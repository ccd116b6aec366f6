"""The bench of dense pages: what a screen full of small print costs, and how well it is read.

Beside it stands the floor: the CPU of the two networks alone, on the strips that the reader lays
out. The reader runs in this process, and its clock on the wall stands: a page that is left half
read because others use the machine would look cheap.
"""

from __future__ import annotations

import time
from pathlib import Path

import cv2
import numpy as np

from kiosk.resources import ASSETS
from kiosk.vision.arrays import Floats
from kiosk.vision.codes.known import read_table
from kiosk.vision.reading import Reading
from kiosk.vision.words.detector import Detector
from kiosk.vision.words.models import find_models
from kiosk.vision.words.reader import WordReader
from kiosk.vision.words.recogniser import Recogniser
from tests.bench.figures import Figure, median
from tests.bench.reading import as_jpeg
from tests.bench.reading_score import Total, score
from tests.photographs.dense import KINDS
from tests.photographs.photograph import scene, taken
from tests.photographs.poses import Pose
from tests.photographs.truth import Conditions, Photograph

EACH = 4
"""Photographs of each kind of page."""
_FIRST_SEED = 50_000
_AIM_S = {"page": 4.0, "console": 4.0, "listing": 8.0}
_SEEN = (
    Conditions(),
    Conditions(defocus_px=0.5),
    Conditions(defocus_px=0.8, moire=0.3),
    Conditions(defocus_px=0.3),
)
"""Taken in turn: letters of 14 pixels stand no more blur."""


class _Timed:
    """A network that counts the CPU it takes."""

    def __init__(self, owner: Detector | Recogniser) -> None:
        self._net, self.cpu_s = owner._net, 0.0
        owner._net = self  # type: ignore[assignment]  # As much of a network as its owner asks for.

    def setInput(self, blank: Floats) -> None:
        self._net.setInput(blank)

    def forward(self) -> cv2.typing.MatLike:
        """As the network's own."""
        began = time.process_time()
        likely = self._net.forward()
        self.cpu_s += time.process_time() - began
        return likely


def dense(_work: Path, *, each: int = EACH) -> list[Figure]:
    """Pages and consoles of 60 lines, lists of 200 entries."""
    words = WordReader(find_models(), wall=lambda: 0.0)
    nets = [_Timed(words._detector), _Timed(words._recogniser)]
    words.read(_page("listing", _FIRST_SEED).pixels[:200, :200])  # Warm: memory is at hand.
    known = read_table(ASSETS / "codes")
    figures = []
    for kind in KINDS:
        cpu_s, floor_s, scores = [], [], []
        for seed in range(_FIRST_SEED, _FIRST_SEED + each):
            shown = _page(kind, seed)
            picture = cv2.imdecode(np.frombuffer(as_jpeg(shown.pixels), np.uint8), cv2.IMREAD_COLOR)
            before, began = sum(net.cpu_s for net in nets), time.process_time()
            lines = words.read(np.asarray(picture, np.uint8))
            cpu_s.append(time.process_time() - began)
            floor_s.append(sum(net.cpu_s for net in nets) - before)
            codes = known.find([line.text for line in lines])
            scores.append(score(shown, Reading(lines, codes), known))
        what, total = f"{kind}, {each}", Total(scores)
        figures += [
            Figure("dense", f"{what}: CPU", median(cpu_s), "s", median(floor_s), _AIM_S[kind]),
            Figure("dense", f"{what}: letters wrong", total.letters_wrong, ""),
        ]
    return figures


def _page(kind: str, seed: int) -> Photograph:
    chance = np.random.default_rng([seed, 7])
    held = Pose(0.97, yaw=float(chance.normal(0, 0.03)), roll=float(chance.normal(0, 0.01)))
    return taken(scene(seed, kind=kind, of="monitor"), held, _SEEN[seed % len(_SEEN)])
