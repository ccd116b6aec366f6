"""Photographs of bright screens, with a lamp in the glass and without: what glare is, and what not.

All letters are large enough to be found and nothing moves, so nothing but light is in the way.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.photographs.bright import KINDS
from tests.photographs.photograph import Scene, scene, taken, undrawn
from tests.photographs.poses import Pose
from tests.photographs.truth import GLARE_MAX, Conditions, Photograph

SIZE = (1280, 720)
_PLAIN = ("dialog", "crash", "browser", "typed")
_DEVICES = ("laptop", "monitor", "tablet")
_EM_PX = (13.0, 24.0)


def without_lamp(seed: int, size: tuple[int, int] = SIZE) -> Photograph:
    """A bright page, a boot menu or shaded buttons, often overexposed, in a lens that blooms."""
    of, held, seen = _shown(seed, size, KINDS)
    return taken(of, held, seen)


def with_lamp(seed: int, size: tuple[int, int] = SIZE) -> Photograph:
    """A screen of any kind with a lamp on some of its words."""
    chance = np.random.default_rng([seed, 9])
    while True:
        of, held, seen = _shown(int(chance.integers(1_000_000_000)), size, (*KINDS, *_PLAIN))
        lit = replace(seen, glare=float(chance.uniform(0.9, 1.3)))
        if undrawn(of, held, lit).glare_on_words > GLARE_MAX:
            return taken(of, held, lit)


def _shown(
    seed: int, size: tuple[int, int], kinds: tuple[str, ...]
) -> tuple[Scene, Pose, Conditions]:
    chance = np.random.default_rng([seed, 8])
    kind, device = str(chance.choice(kinds)), str(chance.choice(_DEVICES))
    of = scene(seed, size, kind=kind, of=device)
    em = min(line.em for line in of.panel.written if line.role in {"title", "body", "code"})
    whole = em * min(size[0] / of.body.panel[0], size[1] / of.body.panel[1])
    share = min(float(chance.uniform(*_EM_PX)) / whole, 1.05)
    held = Pose(
        share,
        x=float(chance.normal(0, 0.01)),
        y=float(chance.normal(0, 0.01)),
        yaw=float(chance.normal(0, 0.1)),
        pitch=float(chance.normal(0, 0.08)),
        roll=float(chance.normal(0, 0.04)),
    )
    seen = Conditions(
        hands=bool(chance.random() < 0.4),
        defocus_px=float(chance.uniform(0.0, 1.2)),
        noise=float(chance.uniform(1.0, 3.0)),
        moire=float(chance.uniform(0.2, 0.6)) if chance.random() < 0.25 else 0.0,
        uneven=float(chance.uniform(0.0, 0.4)),
        light=float(chance.uniform(0.85, 1.15)),
        jpeg=int(chance.integers(80, 95)),
        bloom=float(chance.uniform(0.0, 0.3)) if chance.random() < 0.6 else 0.0,
    )
    return of, held, seen
