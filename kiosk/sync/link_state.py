"""Whether the server answers, judged by the last exchanges on each way. Never asks it."""

from __future__ import annotations

from enum import StrEnum
from threading import Lock
from typing import Final

from kiosk.domain.snapshot import Link


class Way(StrEnum):
    """The four ways between a kiosk and its server; each may be stuck while the others work.

    Events and pictures go up, the state of the site comes down. HINTS is the request that the
    server holds open until something changes; without it the state is asked for every few seconds.
    """

    EVENTS = "events"
    PICTURES = "pictures"
    STATE = "state"
    HINTS = "hints"


_DECISIVE: Final = frozenset({Way.EVENTS, Way.STATE})
"""The ways that a visitor depends on. With the others stuck the kiosk serves visitors as ever, and
only the desk is told."""


class LinkState:
    """The outcome of the last exchanges of both workers. Any thread may call.

    Numbers the exchanges instead of asking a clock: what matters is which came last. A way is
    silent from its first unanswered try until the server answers on it again.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._count = 0
        self._answered_at = 0
        self._failing: set[Way] = set()
        self._silent_since: dict[Way, int] = {}

    def succeeded(self, way: Way) -> None:
        """The server gave a whole answer."""
        with self._lock:
            self._note_answer(way)
            self._failing.discard(way)

    def failed(self, way: Way, *, answered: bool) -> None:
        """An exchange failed; `answered`: the server itself said that it cannot now."""
        with self._lock:
            if way in _DECISIVE:
                self._failing.add(way)
            if answered:
                self._note_answer(way)
            elif way in _DECISIVE:
                self._count += 1
                self._silent_since.setdefault(way, self._count)

    def link(self) -> Link:
        """ONLINE, DEGRADED or OFFLINE; events that wait or were refused are not known here."""
        with self._lock:
            if not self._answered_at or any(
                self._answered_at < since for since in self._silent_since.values()
            ):
                return Link.OFFLINE
            return Link.DEGRADED if self._failing else Link.ONLINE

    def _note_answer(self, way: Way) -> None:
        self._count += 1
        self._answered_at = self._count
        self._silent_since.pop(way, None)
