"""Refusals and faults as answers: problem+json (RFC 9457), logged by code and never by content."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb
from typing import Final

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kiosk.faults import StoreClosed
from kiosk.journal import LogEvent, log

PROBLEM_TYPE: Final = "application/problem+json"
RETRY_AFTER_S: Final = 10
"""When to come again after a fault that passes by itself (a full disk, a long write)."""


class Problem(Exception):
    """A request that is answered with a 4xx and the reason; nothing was stored."""

    def __init__(self, status: int, code: str, detail: str = "", **more: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.more = more


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
    """The answer when the disk or the store cannot write now: nothing was kept, try again."""
    if not isinstance(fault, StoreClosed):  # a request that was still held when the server stopped
        _log_fault(request, fault)
    response = _problem(503, "not_now", "The server cannot keep this now. Try again.")
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


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


def _route(request: Request) -> str:
    """The path without ids: they may be tokens."""
    route = request.scope.get("route")
    return str(getattr(route, "path", "unknown"))
