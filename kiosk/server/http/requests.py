"""Owns how requests are read and refused: limits, types, problem+json. Knows no queue."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from traceback import extract_tb
from typing import Final, TypeVar

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from kiosk.journal import LogEvent, log
from kiosk.validation import field_and_reason, repeats_value

PROBLEM_TYPE: Final = "application/problem+json"
STREAM_TYPE: Final = "text/event-stream"
RETRY_AFTER_S: Final = 10
"""When to come again after a fault that passes by itself (a full disk, a long write)."""
_T = TypeVar("_T")


class Problem(Exception):
    """A request that is answered with a 4xx and the reason; nothing was stored."""

    def __init__(self, status: int, code: str, detail: str = "", **more: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.more = more


class JsonResponse(Response):
    """A msgspec-encoded answer."""

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        """`content` as JSON bytes."""
        return msgspec.json.encode(content)


async def read_json(request: Request, shape: type[_T], limit: int) -> _T:
    """The body as `shape`, at most `limit` bytes; Problem names the field that does not fit."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise Problem(415, "unsupported_type", "Send application/json.")
    body = await read_body(request, limit)
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as fault:
        reason, field = _reason_and_field(str(fault))
        raise Problem(422, "malformed", reason, field=field) from fault
    except (msgspec.DecodeError, RecursionError) as fault:
        raise Problem(400, "unreadable", "The body is not JSON.", field="body") from fault


async def read_body(request: Request, limit: int) -> bytes:
    """The whole body; Problem 413 as soon as it passes `limit` bytes, whatever the headers say."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise Problem(413, "too_large", f"At most {limit} bytes.", field="body")
    except ClientDisconnect as gone:
        raise Problem(400, "cut_off", "The body ended early.", field="body") from gone
    return bytes(body)


async def read_what_comes(request: Request, kind: str, limit: int) -> tuple[bytes, bool]:
    """The body, and whether it is whole; what came of one that was cut off is worth keeping.

    Problem 413 past `limit` bytes, 415 when it is not of that `kind`.
    """
    if request.headers.get("content-type", "") != kind:
        raise Problem(415, "unsupported_type", f"Send {kind}.")
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise Problem(413, "too_large", f"At most {limit} bytes.", field="body")
    except ClientDisconnect:
        return bytes(body), False
    return bytes(body), True


def read_number(request: Request, name: str, *, most: int) -> int:
    """A whole number of the query, 0 when absent; Problem names it otherwise."""
    text = request.query_params.get(name, "0")
    if not re.fullmatch("[0-9]{1,15}", text) or int(text) > most:
        raise Problem(422, "malformed", f"Expected a whole number up to {most}.", field=name)
    return int(text)


async def answer_problem(request: Request, problem: Exception) -> Response:
    """The answer for a Problem; logged by code, never by content."""
    assert isinstance(problem, Problem)
    log(LogEvent.REQUEST_REFUSED, status=problem.status, code=problem.code, path=_route(request))
    response = _problem(problem.status, problem.code, problem.detail, **problem.more)
    if "retry_after_s" in problem.more:
        response.headers["Retry-After"] = str(problem.more["retry_after_s"])
    return response


async def answer_http(_request: Request, refused: Exception) -> Response:
    """The answer when the router itself says no (404, 405)."""
    assert isinstance(refused, HTTPException)
    response = _problem(refused.status_code, refused.detail.lower().replace(" ", "_"), "")
    response.headers.update(refused.headers or {})
    return response


async def answer_bug(request: Request, bug: Exception) -> Response:
    """The answer when we were wrong: a calm 500 without a trace; the log says where."""
    _log_fault(request, bug)
    return _problem(500, "server_fault", "The server met a fault. Try again.")


async def answer_unready(request: Request, fault: Exception) -> Response:
    """The answer when the disk or the store does not take it now: nothing was kept, come again."""
    _log_fault(request, fault)
    response = _problem(503, "not_now", "The server cannot keep this now. Try again.")
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def event_stream(request: Request, events: AsyncIterator[bytes]) -> Response:
    """Server-sent events; to HEAD the headers alone, for a stream never ends."""
    headers = {"X-Accel-Buffering": "no"}
    if request.method == "HEAD":
        return Response(media_type=STREAM_TYPE, headers=headers)
    return StreamingResponse(events, media_type=STREAM_TYPE, headers=headers)


def check_origin(request: Request) -> None:
    """Unsafe calls with a cookie must come from our own pages (Fetch metadata, else Origin)."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    own = f"{request.scope['scheme']}://{request.headers.get('host', '')}"
    allowed = site in {"same-origin", "none"} if site else origin in {None, own}
    if not allowed:
        raise Problem(403, "other_origin", "This call must come from the desk's own page.")


def caller_address(request: Request) -> str:
    """Where the call comes from, as the proxy before us says if we trust it."""
    return request.client.host if request.client else ""


Handler = Callable[[Request], Awaitable[Response]]


def _problem(status: int, code: str, detail: str, **more: object) -> Response:
    body = {"type": "about:blank", "title": code.replace("_", " "), "status": status, "code": code}
    content = msgspec.json.encode({**body, "detail": detail, **more})
    return Response(content, status, media_type=PROBLEM_TYPE)


def _log_fault(request: Request, fault: Exception) -> None:
    """Kind and place only: what a fault says may hold words of people."""
    places = [
        f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(fault.__traceback__)
    ]
    where = " < ".join(reversed(places[-3:]))
    log(LogEvent.SERVER_FAULT, kind=type(fault).__name__, path=_route(request), where=where)


def _reason_and_field(message: str) -> tuple[str, str]:
    field, reason = field_and_reason(message)
    if repeats_value(reason):
        reason = "Expected one of the values it may have"
    return reason, field or "body"


def _route(request: Request) -> str:
    """The path without ids: they may be tokens."""
    route = request.scope.get("route")
    return str(getattr(route, "path", "unknown"))
