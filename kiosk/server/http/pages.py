"""The static pages: desk, phone, what they share, icons and fonts.

A page names its files below /static/<version>/, where the version is made from the content of all
of them: a browser keeps them for good, and an update of the server is a new address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.resources import ASSETS
from kiosk.server.http.answers import Handler

FOR_GOOD: Final = "public, max-age=31536000, immutable"
_STATIC: Final = "/static"
_COMPRESSED: Final = [Middleware(GZipMiddleware, compresslevel=6)]
"""Pages shrink to a quarter. Answers of the API stay as they are: they hold secrets beside what a
caller chose, and the length of a compressed answer would let the secrets be guessed (BREACH)."""


def page_routes(pages: Path) -> list[BaseRoute]:
    """The routes of the pages in `pages`, which holds shared/, desk/ and phone/."""
    version = version_of(pages)

    async def front(_request: Request) -> Response:
        return RedirectResponse("/desk/")

    async def favicon(_request: Request) -> Response:
        return FileResponse(ASSETS / "icons" / "mark.svg", media_type="image/svg+xml")

    files = Router(
        [
            Mount(f"/{name}", StaticFiles(directory=folder))
            for name, folder in _folders(pages).items()
        ]
    )
    return [
        Route("/", front),
        Route("/favicon.ico", favicon),
        Route("/desk/", _page(pages / "desk", version), middleware=_COMPRESSED),
        Route("/v/{token}", _page(pages / "phone", version), middleware=_COMPRESSED),
        Mount(f"{_STATIC}/{{version}}", _KeptForGood(files, version), middleware=_COMPRESSED),
    ]


def _folders(pages: Path) -> Mapping[str, Path]:
    return {
        "desk": pages / "desk",
        "phone": pages / "phone",
        "shared": pages / "shared",
        "assets/icons": ASSETS / "icons",
        "assets/fonts/web": ASSETS / "fonts" / "web",
    }


def version_of(pages: Path) -> str:
    """The version of all files of the pages: another one whenever one of them changes."""
    digest = hashlib.sha256()
    for name, folder in _folders(pages).items():
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                digest.update(f"{name}/{path.relative_to(folder)} {content}\n".encode())
    return digest.hexdigest()[:16]


def _page(folder: Path, version: str) -> Handler:
    """The page of `folder`; its files, written as `="/shared/..."`, are named by version."""
    content = (folder / "index.html").read_text(encoding="utf-8")
    for name in ("desk", "phone", "shared", "assets"):
        content = content.replace(f'="/{name}/', f'="{_STATIC}/{version}/{name}/')
    etag = f'"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'

    async def page(request: Request) -> Response:
        known = etag in request.headers.get("if-none-match", "")
        headers = {"ETag": etag}
        if known:
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return HTMLResponse(content, headers=headers)

    return page


class _KeptForGood:
    """Lets browsers keep what they ask for under the present version.

    A page loaded before an update asks under the version before: it gets what there is now, and
    keeps it no longer than until it asks again.
    """

    def __init__(self, files: ASGIApp, version: str) -> None:
        self._files = files
        self._version = version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request for a file."""
        present = scope["path_params"]["version"] == self._version

        async def with_cache_control(message: Message) -> None:
            found = message["type"] == "http.response.start" and message["status"] == HTTPStatus.OK
            if found and present:
                MutableHeaders(scope=message)["Cache-Control"] = FOR_GOOD
            await send(message)

        await self._files(scope, receive, with_cache_control)
