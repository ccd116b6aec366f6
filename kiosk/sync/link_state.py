"""Owns whether the server answers, by what the last exchanges each way came to. Never asks it."""

from __future__ import annotations

from enum import StrEnum
from threading import Lock

from kiosk.domain.snapshot import Link


class Direction(StrEnum):
    """Facts go up, state comes down."""

    UP = "up"
    DOWN = "down"


class LinkState:
    """The line as the two workers find it; may be told and asked from any thread.

    Counts what happened instead of asking a clock: what matters is which came last. A way is silent
    from its first unanswered try until the server is heard on it again.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._happened = 0
        self._heard = 0
        self._failing: set[Direction] = set()
        self._silent_since: dict[Direction, int] = {}

    def worked(self, way: Direction) -> None:
        """A whole answer came that way."""
        with self._lock:
            self._hear(way)
            self._failing.discard(way)

    def failed(self, way: Direction, *, answered: bool) -> None:
        """`answered`: the server itself said that it cannot now; otherwise nobody did."""
        with self._lock:
            self._failing.add(way)
            if answered:
                self._hear(way)
            else:
                self._happened += 1
                self._silent_since.setdefault(way, self._happened)

    def link(self) -> Link:
        """ONLINE, DEGRADED or OFFLINE; what waits and what was refused is not known here."""
        with self._lock:
            if not self._heard or any(self._heard < since for since in self._silent_since.values()):
                return Link.OFFLINE
            return Link.DEGRADED if self._failing else Link.ONLINE

    def _hear(self, way: Direction) -> None:
        self._happened += 1
        self._heard = self._happened
        self._silent_since.pop(way, None)
