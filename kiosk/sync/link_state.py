"""Whether the server answers, judged by the last exchanges in each direction. Never asks it."""

from __future__ import annotations

from enum import StrEnum
from threading import Lock

from kiosk.domain.snapshot import Link


class Direction(StrEnum):
    """Events go up, state comes down."""

    UP = "up"
    DOWN = "down"


class LinkState:
    """The outcome of the last exchanges of both workers. Any thread may call.

    Numbers the exchanges instead of asking a clock: what matters is which came last. A direction is
    silent from its first unanswered try until the server answers on it again.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._count = 0
        self._answered_at = 0
        self._failing: set[Direction] = set()
        self._silent_since: dict[Direction, int] = {}

    def succeeded(self, direction: Direction) -> None:
        """The server gave a whole answer."""
        with self._lock:
            self._note_answer(direction)
            self._failing.discard(direction)

    def failed(self, direction: Direction, *, answered: bool) -> None:
        """An exchange failed; `answered`: the server itself said that it cannot now."""
        with self._lock:
            self._failing.add(direction)
            if answered:
                self._note_answer(direction)
            else:
                self._count += 1
                self._silent_since.setdefault(direction, self._count)

    def link(self) -> Link:
        """ONLINE, DEGRADED or OFFLINE; events that wait or were refused are not known here."""
        with self._lock:
            if not self._answered_at or any(
                self._answered_at < since for since in self._silent_since.values()
            ):
                return Link.OFFLINE
            return Link.DEGRADED if self._failing else Link.ONLINE

    def _note_answer(self, direction: Direction) -> None:
        self._count += 1
        self._answered_at = self._count
        self._silent_since.pop(direction, None)
