"""The change feed of one site: published after each commit, listened to by pages and stations.

What is published is a hint (the site's `seq`); the truth is what a listener then reads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class ChangeFeed:
    """The changes of one site, as one server process sees them.

    `publish` may be called from any thread, the rest on the loop.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listeners: set[asyncio.Queue[int]] = set()

    def bind(self) -> None:
        """Remembers the running loop; call once at start."""
        self._loop = asyncio.get_running_loop()

    def publish(self, seq: int) -> None:
        """The site has reached `seq`. Called by `SiteStore.append` alone, after the commit."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._notify, seq)

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[int]]:
        """A queue of the hints from now on; only the newest is kept."""
        queue: asyncio.Queue[int] = asyncio.Queue(1)
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)

    def _notify(self, seq: int) -> None:
        """Two commits may be published in the wrong order: the newest stays."""
        for queue in self._listeners:
            newest = seq if queue.empty() else max(seq, queue.get_nowait())
            queue.put_nowait(newest)
