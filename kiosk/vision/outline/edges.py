"""Owns how crisp edges are: what is held up is in focus, what hangs on the wall behind seldom is.

Never says what an edge belongs to.
"""

from __future__ import annotations

import numpy as np

from kiosk.vision.outline.quads import Floats, Mask, values

_REACH_PX = 12
_SAMPLES = 16
_STEP_MIN = 16.0
"""Grey levels: below, noise and JPEG make edges of their own."""
_SEEN = 0.5
"""So much of an edge must be seen to say how crisp it is; fingers may cover the rest."""


def crispness(grey: Mask, begins: Floats, ends: Floats) -> Floats:
    """Of each edge the share of its step that is taken within two pixels; 0 where none is seen.

    Comparable to the sharpness of letters: 1 at best, a quarter where it is blurred over eight.
    """
    way = (ends - begins)[:, None, None]
    unit = way / np.maximum(np.linalg.norm(way, axis=3, keepdims=True), 1e-6)
    across = np.stack([-unit[..., 1], unit[..., 0]], axis=3)
    share = np.linspace(0.07, 0.93, _SAMPLES, dtype=np.float32)[None, :, None, None]
    offsets = np.arange(-_REACH_PX, _REACH_PX + 1, dtype=np.float32)[None, None, :, None]
    points = begins[:, None, None] + way * share + across * offsets
    seen = values(grey, np.asarray(points, np.float32))
    steps = np.ptp(seen, axis=2)
    steepest = np.abs(seen[..., 2:] - seen[..., :-2]).max(axis=2)
    clear = steps > _STEP_MIN
    mean = (clear * steepest / np.maximum(steps, 1)).sum(axis=1) / np.maximum(clear.sum(axis=1), 1)
    return np.asarray(np.where(clear.mean(axis=1) >= _SEEN, mean, 0), np.float32)
