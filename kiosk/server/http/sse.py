"""Server-sent events: the hints of a change feed as a stream that a browser keeps open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

STREAM_TYPE: Final = "text/event-stream"
BEAT_S: Final = 15.0
"""A sign of life on an open stream; pages reopen it after two are missing."""
_BEAT: Final = b"event: beat\ndata:\n\n"

Listen = Callable[[], AbstractContextManager[asyncio.Queue[int]]]
"""Begins to listen to a change feed: a queue of the numbers it publishes from now on, and a
negative one when the listener has to end."""


Beside = Callable[[], bytes]
"""What a stream sends together with a hint: whole events, or nothing."""


def event_stream(request: Request, listen: Listen, label: str, beside: Beside = bytes) -> Response:
    """The stream of hints; to HEAD the headers alone, for a stream never ends."""
    headers = {"X-Accel-Buffering": "no"}
    if request.method == "HEAD":
        return Response(media_type=STREAM_TYPE, headers=headers)
    stream = hints(listen, BEAT_S, label, beside)
    return StreamingResponse(stream, media_type=STREAM_TYPE, headers=headers)


async def hints(
    listen: Listen, beat_s: float, label: str, beside: Beside = bytes
) -> AsyncIterator[bytes]:
    """`hint` with "label:seq" for each change, `beat` as a sign of life.

    The first beat comes at once; what happens after it is hinted.
    """
    with listen() as queue:
        yield b"retry: 2000\n" + _BEAT
        while True:
            try:
                seq = await asyncio.wait_for(queue.get(), beat_s)
            except TimeoutError:
                yield _BEAT
            else:
                if seq < 0:
                    return
                yield beside() + f"event: hint\ndata: {label}:{seq}\n\n".encode()
