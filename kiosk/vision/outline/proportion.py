"""Width by height of a flat screen, from its four corners in a picture taken aslant.

Source of the formula: Zhengyou Zhang and Li-Wei He, "Whiteboard scanning and image enhancement",
Digital Signal Processing 17 (2007), section 3.2. There the focal length is solved for, too; of a
screen held nearly straight it comes out as anything, so one that fits most webcams is assumed.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

_FOCAL: Final = 0.9
"""Focal length as a share of the picture's longer side: about 58 degrees across."""


def proportion(corners: npt.NDArray[np.float32], width: int, height: int) -> float:
    """Width by height of the rectangle seen at `corners` (4, 2), clockwise from its top left.

    Pixels of a picture of that size, whose middle is taken for the lens's axis.
    """
    focal = _FOCAL * max(width, height)
    at = (np.asarray(corners, np.float64) - (width / 2, height / 2)) / focal
    first, second, third, fourth = np.column_stack([at, np.ones(4)])
    # How much farther away two of the corners are than the first, which is 1 away.
    far = np.cross(first, third) @ fourth / (np.cross(second, third) @ fourth)
    deep = np.cross(first, third) @ second / (np.cross(fourth, third) @ second)
    across, down = far * second - first, deep * fourth - first
    return float(np.linalg.norm(across) / np.linalg.norm(down))
