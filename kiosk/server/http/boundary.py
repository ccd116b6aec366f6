"""Outermost ASGI layer: adds security headers, and stops exceptions that are already logged."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Kiosk-Protocol": "1",
}
_RAW: Final = tuple((name.lower().encode(), value.encode()) for name, value in HEADERS.items())
_NOT_KEPT: Final = (b"cache-control", b"no-store")
_ASKED_AGAIN: Final = (b"cache-control", b"no-cache")


class Boundary:
    """An ASGI application inside the headers. Plain ASGI, so that streams pass unbuffered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request; never raises."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(message, scope)
            await send(message)

        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Already answered and logged (answer_bug): whoever runs us would write the trace into the
        # log, and what a fault says may hold a visitor's words.
        with suppress(Exception):
            await self._app(scope, receive, with_headers)


def _add_headers(message: MutableMapping[str, Any], scope: Scope) -> None:
    """Those that the answer has not by itself; ASGI gives names in small letters."""
    given = list(message.get("headers", ()))
    names = {name for name, _ in given}
    kept = _NOT_KEPT if scope["path"].startswith("/api/") else _ASKED_AGAIN
    message["headers"] = given + [it for it in (*_RAW, kept) if it[0] not in names]
