"""Owns telling waiting pages and stations that something changed.

A hint `site:seq`, never the truth.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Final

_BEAT: Final = b"event: beat\ndata:\n\n"


class Feed:
    """Hints of one server process.

    `publish` may be called from any thread, the rest on the loop.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._readers: set[asyncio.Queue[int]] = set()

    def bind(self) -> None:
        """Remembers the running loop; call once at start."""
        self._loop = asyncio.get_running_loop()

    def publish(self, seq: int) -> None:
        """The site has reached `seq`; call after the commit."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell, seq)

    @contextmanager
    def reader(self) -> Iterator[asyncio.Queue[int]]:
        """A queue of the hints from now on; only the newest is kept."""
        queue: asyncio.Queue[int] = asyncio.Queue(1)
        self._readers.add(queue)
        try:
            yield queue
        finally:
            self._readers.discard(queue)

    async def stream(self, beat_s: float, label: str) -> AsyncIterator[bytes]:
        """The hints as server-sent events: `hint` with "label:seq", `beat` as a sign of life.

        The first beat comes at once; what happens after it is hinted.
        """
        with self.reader() as queue:
            yield b"retry: 2000\n" + _BEAT
            while True:
                try:
                    seq = await asyncio.wait_for(queue.get(), beat_s)
                except TimeoutError:
                    yield _BEAT
                else:
                    yield f"event: hint\ndata: {label}:{seq}\n\n".encode()

    def _tell(self, seq: int) -> None:
        """Two commits may tell of themselves in the wrong order: the newest stays."""
        for queue in self._readers:
            newest = seq if queue.empty() else max(seq, queue.get_nowait())
            queue.put_nowait(newest)
