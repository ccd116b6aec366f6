"""Frames and stills: the values that a camera delivers; later frames never change them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Pixels: TypeAlias = "npt.NDArray[np.uint8]"
"""Rows, columns, channels (BGR or BGRA). Quoted: NumPy is not imported before the camera runs."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One preview picture.

    `bgra` is C-contiguous uint8 (height, width, 4) with full alpha, never written to again. It
    shows the whole view in the proportions of the source, so a point of it is the same point of the
    still, scaled. `seq` rises through the life of the camera, also across reopening.
    """

    seq: int
    bgra: Pixels


@dataclass(frozen=True, slots=True)
class Shot:
    """One still as JPEG bytes: at most 2 Mpx (1920 x 1080) and 400 kB, with no metadata.

    When this one shows only a part of the view, straightened, `whole` is the still of all of it,
    and `flattening` the homography that leads from it to this one: 9 numbers row by row, points of
    both in fractions of width and height.
    """

    jpeg: bytes
    width: int
    height: int
    whole: Shot | None = None
    flattening: tuple[float, ...] | None = None
