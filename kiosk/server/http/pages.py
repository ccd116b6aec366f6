"""The static pages: desk, phone, what they share, icons and fonts."""

from __future__ import annotations

from pathlib import Path

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from kiosk.resources import ASSETS


def page_routes(pages: Path) -> list[BaseRoute]:
    """The routes of the pages in `pages`, which holds shared/, desk/ and phone/."""

    async def front(_request: Request) -> Response:
        return RedirectResponse("/desk/")

    async def favicon(_request: Request) -> Response:
        return FileResponse(ASSETS / "icons" / "mark.svg", media_type="image/svg+xml")

    async def phone(_request: Request) -> Response:
        return FileResponse(pages / "phone" / "index.html")

    return [
        Route("/", front),
        Route("/favicon.ico", favicon),
        Route("/v/{token}", phone),
        Mount("/desk", _compressed(StaticFiles(directory=pages / "desk", html=True))),
        Mount("/phone", _compressed(StaticFiles(directory=pages / "phone"))),
        Mount("/shared", _compressed(StaticFiles(directory=pages / "shared"))),
        Mount("/assets/icons", _compressed(StaticFiles(directory=ASSETS / "icons"))),
        Mount("/assets/fonts", StaticFiles(directory=ASSETS / "fonts")),
    ]


def _compressed(files: ASGIApp) -> ASGIApp:
    """Compresses pages to a quarter. Answers of the API stay as they are.

    They hold secrets beside what a caller chose, and the length of a compressed answer would let
    the secrets be guessed (BREACH).
    """
    return GZipMiddleware(files, compresslevel=6)
