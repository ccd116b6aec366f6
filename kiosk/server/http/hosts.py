"""The names under which this server may be asked, and the origin of its own pages.

A page anywhere may let its own name lead to this machine (DNS rebinding), and a link may carry any
`Host`: neither is answered, nor redirected to. Stations are, by whatever name: their token says who
they are, and no page has one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.server.http.problems import PROBLEM_TYPE
from kiosk.server.http.requests import bearer_token

OWN_ORIGIN: Final = "kiosk.own_origin"
"""Where a request's scope says from which origin the site's pages come, as site.toml has it."""
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_KIOSKS: Final = ("/api/v1/sync/", "/api/v1/pair")
_MISDIRECTED: Final = 421
_WORDS: Final = (
    "This server is not known by this name. Open the address that site.toml has as public_url, "
    "or add this name to hosts there. Behind a proxy, the proxy has to pass on Host.\n"
)
_JSON: Final = (
    b'{"type":"about:blank","title":"unknown host","status":421,"code":"unknown_host",'
    b'"detail":"Ask by the name that public_url or hosts in site.toml have."}'
)


class HostGuard:
    """An application that answers under its own names only."""

    def __init__(self, app: ASGIApp, public_url: str, hosts: Iterable[str]) -> None:
        parts = urlsplit(public_url)
        named = {name.lower() for name in (*hosts, parts.hostname or "") if name}
        self._names = LOOPBACK | named
        self._origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, or says in words that this is not the server's name."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope[OWN_ORIGIN] = self._origin
        if self._is_ours(scope):
            await self._app(scope, receive, send)
        elif scope["path"].startswith("/api/"):
            answer = PlainTextResponse(_JSON, _MISDIRECTED, media_type=PROBLEM_TYPE)
            await answer(scope, receive, send)
        else:
            await PlainTextResponse(_WORDS, _MISDIRECTED)(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        request = HTTPConnection(scope)
        name = host_name(request.headers.get("host", ""))
        # The address on which the connection came: no name was needed, so none can lie.
        address = str((scope.get("server") or ("",))[0])
        if name in self._names or (address and name == address):
            return True
        is_station = bool(bearer_token(request)) or scope["path"].startswith("/api/v1/pair")
        return is_station and bool(scope["path"].startswith(_KIOSKS))


def host_name(host: str) -> str:
    """The name in a Host header, without its port and brackets, in small letters."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""
