"""Reader port: what the rest of the product may ask of reading."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Protocol

from kiosk.vision.reading import Reading


class Reader(Protocol):
    """Reads one picture at a time. Every call returns at once and may come from any thread."""

    @property
    def off(self) -> str | None:
        """Why this station cannot read at all; None while it can, or before the first picture."""
        ...

    def warm(self) -> None:
        """Loads what reading needs, as a picture will come soon."""
        ...

    def read(self, jpeg: bytes) -> Future[Reading]:
        """The reading of the picture; ReadingFault or ModelsFault when it cannot be read.

        A future that is cancelled before its turn is not read.
        """
        ...

    def read_tags(self, jpeg: bytes) -> Future[Reading]:
        """The printed codes on the picture and no words, as `read`; waiting pictures go first.

        Ask for one at a time.
        """
        ...

    def stop(self) -> None:
        """Ends reading; every unanswered future fails with ReadingFault."""
        ...
