"""The change feed of one site: published after each commit, listened to by pages and stations.

What is published is a hint (the site's `seq`); the truth is what a listener then reads.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from types import MappingProxyType
from typing import Final

PHONES_IN_ALL: Final = 1_000
"""Most listeners of visitors' phones; kiosks and desks have room beside them."""
ENDED: Final = -1
"""What a listener gets last, when another one took its place."""


class Side(StrEnum):
    """Whose listener it is."""

    STATION = "station"
    DESK = "desk"
    PHONE = "phone"


LISTENERS_OF_ONE: Final = MappingProxyType({Side.STATION: 64, Side.DESK: 16, Side.PHONE: 4})
"""Most listeners under one name: the polls of a kiosk, the tabs of a member or a phone link."""
Listener = tuple[Side, str]
"""A side, and a name for one of it: a letter, or the hash of a secret. Empty: nobody's."""


class ChangeFeed:
    """The changes of one site, as one server process sees them.

    `publish` may be called from any thread, the rest on the loop. A listener too many of one name,
    or of all phones, ends the oldest of them: it comes again, or reads without listening.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listeners: dict[asyncio.Queue[int], Listener] = {}
        self._of_one: defaultdict[Listener, list[asyncio.Queue[int]]] = defaultdict(list)
        """Queues of the same listener, the oldest first."""
        self.published = 0
        """How many changes were told of: whoever listens only now sees that one came before."""

    def bind(self) -> None:
        """Remembers the running loop; call once at start."""
        self._loop = asyncio.get_running_loop()

    def publish(self, seq: int) -> None:
        """The site has reached `seq`. Called by `SiteStore.append` alone, after the commit."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._notify, seq)

    @contextmanager
    def listen(self, side: Side = Side.STATION, name: str = "") -> Iterator[asyncio.Queue[int]]:
        """A queue of the hints from now on; only the newest is kept, and `ENDED` is the last."""
        queue: asyncio.Queue[int] = asyncio.Queue(1)
        listener = (side, name)
        self._make_room(listener)
        self._listeners[queue] = listener
        self._of_one[listener].append(queue)
        try:
            yield queue
        finally:
            self._forget(queue)

    def hint(self, queue: asyncio.Queue[int], seq: int) -> None:
        """The listener of `queue`, if it still is one, gets `seq`; the newest stays."""
        if queue in self._listeners:
            queue.put_nowait(seq if queue.empty() else max(seq, queue.get_nowait()))

    def _make_room(self, new: Listener) -> None:
        of_one = self._of_one.get(new, [])
        if new[1] and len(of_one) >= LISTENERS_OF_ONE[new[0]]:
            self._end(of_one[0])
        elif new[0] is Side.PHONE:
            phones = [queue for queue, (side, _) in self._listeners.items() if side is Side.PHONE]
            if len(phones) >= PHONES_IN_ALL:
                self._end(phones[0])

    def _end(self, queue: asyncio.Queue[int]) -> None:
        self._forget(queue)
        if not queue.empty():
            queue.get_nowait()
        queue.put_nowait(ENDED)

    def _forget(self, queue: asyncio.Queue[int]) -> None:
        listener = self._listeners.pop(queue, None)
        if listener is not None:
            self._of_one[listener].remove(queue)
            if not self._of_one[listener]:
                del self._of_one[listener]

    def _notify(self, seq: int) -> None:
        """Two commits may be published in the wrong order: the newest stays.

        Phones are hinted by whoever knows what became of their visits (`phone.hints`).
        """
        self.published += 1
        for queue, (side, _) in self._listeners.items():
            if side is not Side.PHONE:
                self.hint(queue, seq)
