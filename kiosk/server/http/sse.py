"""Server-sent events: the hints of a change feed as a stream that a browser keeps open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

STREAM_TYPE: Final = "text/event-stream"
BEAT_S: Final = 15.0
"""A sign of life on an open stream; pages reopen it after two are missing."""
_BEAT: Final = b"event: beat\ndata:\n\n"
_BEAT_IS_DUE: Final = -2
"""Stands in a listener's queue when nothing else does."""

Listen = Callable[[], AbstractContextManager[asyncio.Queue[int]]]
"""Begins to listen to a change feed: a queue of the numbers it publishes from now on, and a
negative one when the listener has to end."""


Tell = Callable[[int], Awaitable[bytes]]
"""What a stream sends when the feed has published this number: whole events, or nothing."""


def hint(label: str, seq: int) -> bytes:
    """The event that tells how far a site has come; who knows less asks."""
    return f"event: hint\ndata: {label}:{seq}\n\n".encode()


def state_event(encoded: bytes) -> bytes:
    """The event that brings what changed, as JSON, so that nobody need ask."""
    return b"event: state\ndata: %b\n\n" % encoded


def hint_of(label: str) -> Tell:
    """Sends the hint and nothing else."""

    async def tell(seq: int) -> bytes:
        return hint(label, seq)

    return tell


def event_stream(request: Request, listen: Listen, tell: Tell) -> Response:
    """The stream of what `tell` sends; to HEAD the headers alone, for a stream never ends."""
    headers = {"X-Accel-Buffering": "no"}
    if request.method == "HEAD":
        return Response(media_type=STREAM_TYPE, headers=headers)
    stream = told(listen, BEAT_S, tell)
    return StreamingResponse(stream, media_type=STREAM_TYPE, headers=headers)


async def told(listen: Listen, beat_s: float, tell: Tell) -> AsyncIterator[bytes]:
    """What `tell` sends for each change, and `beat` as a sign of life.

    The first beat comes at once; what happens after it is told.
    """
    with listen() as queue, _beating(queue, beat_s):
        yield b"retry: 2000\n" + _BEAT
        while True:
            seq = await queue.get()
            if seq == _BEAT_IS_DUE:
                yield _BEAT
            elif seq < 0:
                return
            elif events := await tell(seq):
                yield events


@contextmanager
def _beating(queue: asyncio.Queue[int], beat_s: float) -> Iterator[None]:
    """One timer a stream: a time limit for each wait would be one for each event and reader."""
    loop = asyncio.get_running_loop()
    timer: asyncio.TimerHandle

    def beat() -> None:
        nonlocal timer
        if queue.empty():
            queue.put_nowait(_BEAT_IS_DUE)
        timer = loop.call_later(beat_s, beat)

    timer = loop.call_later(beat_s, beat)
    try:
        yield
    finally:
        timer.cancel()
