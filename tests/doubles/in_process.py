"""An ASGI application that answers where the test stands: no socket, no loop, no other thread."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import anyio.to_thread
import pytest
import requests
from requests.adapters import HTTPAdapter
from starlette.types import ASGIApp, Message
from urllib3 import HTTPResponse

from kiosk.server.http.batched import Batched

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whoever said it."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def answer_of(app: ASGIApp, request: requests.PreparedRequest) -> Answer:
    """What `app` says to `request`; it may not wait for anything. See `in_this_thread`."""
    told: list[Message] = []
    parts = urlsplit(str(request.url))
    body = request.body or b""
    assert isinstance(body, bytes)

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    headers = {"host": parts.netloc, **request.headers}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": parts.scheme,
        "path": parts.path,
        "raw_path": parts.path.encode(),
        "root_path": "",
        "query_string": parts.query.encode(),
        "headers": [(str(name).lower().encode(), _bytes(value)) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    work: Any = app(scope, receive, send)
    try:
        work.send(None)
    except StopIteration:
        pass
    else:
        raise AssertionError("the application waits for something nobody will bring")
    named = {name.decode().title(): value.decode() for name, value in told[0]["headers"]}
    said = b"".join(message.get("body", b"") for message in told[1:])
    # A server sends no body to HEAD, whatever the application gave it.
    return Answer(told[0]["status"], named, b"" if request.method == "HEAD" else said)


@contextmanager
def in_this_thread() -> Iterator[None]:
    """What would be handed to a worker thread is done at once, so that there is one order.

    What would be asked together with others' questions is asked alone.
    """

    async def at_once(work: Callable[[], _T], *_: object, **__: object) -> _T:
        return work()

    async def alone(batched: Batched[Any, Any], key: object) -> object:
        return batched._work({key}).get(key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(anyio.to_thread, "run_sync", at_once)
        patch.setattr(Batched, "ask", alone)
        yield


def as_response(request: requests.PreparedRequest, answer: Answer) -> requests.Response:
    """`answer` as `requests` reads it off a socket."""
    raw = HTTPResponse(
        body=io.BytesIO(answer.body),
        headers={"Content-Length": str(len(answer.body)), **answer.headers},
        status=answer.status,
        preload_content=False,
        request_method=request.method,
    )
    return HTTPAdapter().build_response(request, raw)


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()
