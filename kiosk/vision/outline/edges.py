"""Edge crispness: what is held up is in focus, what hangs on the wall behind seldom is."""

from __future__ import annotations

import numpy as np

from kiosk.vision.outline.quads import Floats, Mask, values

_REACH_PX = 12
"""Distance on either side of an edge within which its step is looked for."""
_SAMPLES = 16
"""Points along an edge."""
_MIN_STEP = 16.0
"""Grey levels; smaller steps may be noise or JPEG artefacts."""
_MIN_VISIBLE_SHARE = 0.5
"""Share of an edge that must show a step; fingers may cover the rest."""


def crispness(grey: Mask, begins: Floats, ends: Floats) -> Floats:
    """For n edges of `grey` the mean share of the step that falls within two pixels, shape (n,).

    `begins` and `ends` are points (x, y) in pixels, shape (n, 2). 1 is as crisp as can be, 1/4 is
    blurred over eight pixels; 0 where too little of an edge can be levels. Comparable to
    `TextPresence.sharpness`.
    """
    direction = (ends - begins)[:, None, None]
    unit = direction / np.maximum(np.linalg.norm(direction, axis=3, keepdims=True), 1e-6)
    across = np.stack([-unit[..., 1], unit[..., 0]], axis=3)
    share = np.linspace(0.07, 0.93, _SAMPLES, dtype=np.float32)[None, :, None, None]
    offsets = np.arange(-_REACH_PX, _REACH_PX + 1, dtype=np.float32)[None, None, :, None]
    points = begins[:, None, None] + direction * share + across * offsets
    levels = values(grey, np.asarray(points, np.float32))
    steps = np.ptp(levels, axis=2)
    steepest = np.abs(levels[..., 2:] - levels[..., :-2]).max(axis=2)
    visible = steps > _MIN_STEP
    mean = (visible * steepest / np.maximum(steps, 1)).sum(axis=1) / np.maximum(
        visible.sum(axis=1), 1
    )
    return np.asarray(np.where(visible.mean(axis=1) >= _MIN_VISIBLE_SHARE, mean, 0), np.float32)
