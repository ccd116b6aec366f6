"""The names under which this server may be asked, and the origin of its own pages.

A page anywhere may let its own name lead to this machine (DNS rebinding), and a link may carry any
`Host`: neither is answered, nor redirected to. Stations are, by whatever name: their token says who
they are, and no page has one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.domain.site import Site
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
    """An application that answers under the names of its sites only.

    One site answers on this machine's own addresses as well; with several, those are nobody's.
    """

    def __init__(self, app: ASGIApp, sites: Sequence[Site]) -> None:
        self._origins = {name: _origin(site) for site in sites for name in site.host_names}
        self._only = sites[0] if len(sites) == 1 else None
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers, or says in words that this is not the server's name."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        name = host_name(request.headers.get("host", ""))
        only = _origin(self._only) if self._only else ""
        scope[OWN_ORIGIN] = only or self._origins.get(name, "")
        if self._is_ours(request, name):
            await self._app(scope, receive, send)
        elif scope["path"].startswith("/api/"):
            answer = PlainTextResponse(_JSON, _MISDIRECTED, media_type=PROBLEM_TYPE)
            await answer(scope, receive, send)
        else:
            await PlainTextResponse(_WORDS, _MISDIRECTED)(scope, receive, send)

    def _is_ours(self, request: HTTPConnection, name: str) -> bool:
        if name in self._origins:
            return True
        path, has_token = request.scope["path"], bool(bearer_token(request))
        if self._only is None:
            return has_token and bool(path.startswith(_KIOSKS))
        # The address on which the connection came: no name was needed, so none can lie.
        address = str((request.scope.get("server") or ("",))[0])
        if name in LOOPBACK or (address and name == address):
            return True
        is_station = has_token or path.startswith("/api/v1/pair")
        return is_station and bool(path.startswith(_KIOSKS))


def _origin(site: Site) -> str:
    parts = urlsplit(site.public_url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def host_name(host: str) -> str:
    """The name in a Host header, without its port and brackets, in small letters."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""
