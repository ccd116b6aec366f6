"""Owns what the rest of the product may ask of reading. Never says how it is done."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Protocol

from kiosk.vision.reading import Reading


class Reader(Protocol):
    """The port: reads one picture at a time; every call returns at once, from any thread."""

    @property
    def off(self) -> str | None:
        """Why this station cannot read at all; None while it can, or when nobody has asked."""
        ...

    def warm(self) -> None:
        """A picture will come soon: what reading needs is loaded meanwhile."""
        ...

    def read(self, jpeg: bytes) -> Future[Reading]:
        """What is on the picture; ReadingFault or ModelsFault when it cannot be told.

        A future that is cancelled before its turn costs nothing.
        """
        ...

    def read_tags(self, jpeg: bytes) -> Future[Reading]:
        """What the printed codes on it say, and no words; pictures that wait go first. As `read`.

        Ask for one at a time.
        """
        ...

    def stop(self) -> None:
        """Ends reading; what was asked and not answered fails."""
        ...
