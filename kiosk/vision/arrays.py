"""Type names of the arrays that the text readers hand to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Pixels: TypeAlias = "npt.NDArray[np.uint8]"
"""Shape (rows, columns, 3) in BGR, or (rows, columns) in grey; 0 to 255."""
Floats: TypeAlias = "npt.NDArray[np.float32]"
Corners: TypeAlias = "npt.NDArray[np.float32]"
"""Shape (4, 2): points (x, y) in pixels, clockwise from the top left of the text in the box."""
