"""Size of the pieces that pictures go up in: as much as the line takes in a second."""

from __future__ import annotations

from typing import Final

from kiosk import wire

SMALLEST: Final = 65_536
"""Bytes. Below every proxy's limit, and small enough to get through a slow line in time."""
LARGEST: Final = wire.MAX_PIECE_BYTES
_SHORTEST_S: Final = 0.001


class PieceSize:
    """Follows the line: `size` bytes go next."""

    def __init__(self) -> None:
        self.size = SMALLEST

    def took(self, sent: int, seconds: float) -> None:
        """A piece of `sent` bytes was acknowledged after so long.

        A short piece, as most are at the end of a picture, says little of the line: it makes none
        smaller.
        """
        in_a_second = int(sent / max(seconds, _SHORTEST_S))
        if sent >= self.size or in_a_second > self.size:
            self.size = min(LARGEST, max(SMALLEST, in_a_second))

    def failed(self) -> None:
        """A piece did not get through; it may have been too large for whatever is between."""
        self.size = SMALLEST
