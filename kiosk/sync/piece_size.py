"""Size of the pieces that pictures go up in: as much as the line takes in a second."""

from __future__ import annotations

from typing import Final

from kiosk import wire

SMALLEST: Final = 65_536
"""Bytes. Below every proxy's limit, and small enough to get through a slow line in time."""
LARGEST: Final = wire.MAX_PIECE_BYTES
_SHORTEST_S: Final = 0.001


class PieceSize:
    """Follows the line: `size` bytes go next.

    A larger piece that fails may be over the limit of something between, which need not say so:
    nginx may answer 413 or only close the connection. So each such failure halves what a piece may
    have at most, for as long as this object lives. A line that is often lost ends at SMALLEST.
    """

    def __init__(self) -> None:
        self.size = SMALLEST
        self._at_most = LARGEST

    def took(self, sent: int, seconds: float) -> None:
        """A piece of `sent` bytes was acknowledged after so long.

        A short piece, as most are at the end of a picture, says little of the line: it makes none
        smaller.
        """
        in_a_second = int(sent / max(seconds, _SHORTEST_S))
        if sent >= self.size or in_a_second > self.size:
            self.size = min(self._at_most, max(SMALLEST, in_a_second))

    def failed(self, sent: int) -> bool:
        """A piece of `sent` bytes did not get through; whether the next one is smaller."""
        self.size = SMALLEST
        if sent > SMALLEST:
            self._at_most = max(SMALLEST, sent // 2)
        return sent > SMALLEST
