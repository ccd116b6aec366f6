"""Light: whether there is enough of it."""

from __future__ import annotations

import numpy as np

from kiosk.vision.views import Grey

DARK_LEVEL = 52
"""Grey level; when even the brightest part is darker, letters are lost in noise."""

_BRIGHTEST_SHARE = 0.003
"""Share of the pixels that is the brightest part."""


def is_too_dark(grey: Grey) -> bool:
    """Whether the brightest 0.3 % of the pixels of `grey` are darker than DARK_LEVEL."""
    levels = np.bincount(grey[::2, ::2].ravel(), minlength=256)
    above = np.cumsum(levels[::-1])[::-1]
    brightest = int(np.nonzero(above >= _BRIGHTEST_SHARE * above[0])[0].max())
    return brightest < DARK_LEVEL
