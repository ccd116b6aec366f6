"""Owns the names of the arrays that travel between the parts of vision. Holds no code."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Pixels: TypeAlias = "npt.NDArray[np.uint8]"
"""Rows, columns, BGR; or rows and columns of grey."""
Floats: TypeAlias = "npt.NDArray[np.float32]"
Corners: TypeAlias = "npt.NDArray[np.float32]"
"""Four points (x, y) in pixels, clockwise from the top left of what they hold."""
