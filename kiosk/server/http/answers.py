"""Answers of the API in JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response

Handler = Callable[[Request], Awaitable[Response]]
"""What answers the requests of one operation."""


class JsonResponse(Response):
    """A msgspec-encoded answer."""

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        """`content` as JSON bytes."""
        return msgspec.json.encode(content)
