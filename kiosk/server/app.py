"""Composition root of the server: settings and the pages' folder in, an ASGI application out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, MutableMapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import Any, Final

from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.clock import Clock
from kiosk.domain.site import Site
from kiosk.faults import StoreFault
from kiosk.journal import LogEvent, log
from kiosk.resources import ASSETS
from kiosk.retry import Backoff, Worker
from kiosk.server.audit.record import Audit
from kiosk.server.auth.api import SessionApi
from kiosk.server.auth.attempts import AttemptLimit
from kiosk.server.auth.devices import Devices
from kiosk.server.auth.members import Members
from kiosk.server.desk.api import DeskApi
from kiosk.server.fleet.api import FleetApi
from kiosk.server.fleet.pairing_api import PairingApi
from kiosk.server.fleet.pairings import Pairings
from kiosk.server.http.openapi import Operation, openapi, routes
from kiosk.server.http.requests import (
    JsonResponse,
    Problem,
    answer_bug,
    answer_http,
    answer_problem,
    answer_unready,
)
from kiosk.server.jobs.end_of_day import EndOfDay
from kiosk.server.jobs.retention import Retention
from kiosk.server.phone.api import PhoneApi
from kiosk.server.pictures.access import PictureAccess
from kiosk.server.pictures.api import PictureApi
from kiosk.server.pictures.picture_store import PictureStore
from kiosk.server.pictures.uploads import Uploads
from kiosk.server.queue.acts import Desk
from kiosk.server.reports.api import MetricsApi
from kiosk.server.store.changes import Feed
from kiosk.server.store.engine import ServerDatabase
from kiosk.server.store.tables import sites
from kiosk.server.sync.api import SyncApi

TICK_S: Final = 5.0
"""How often timed work is looked for."""
DOCUMENT: Final = "/api/openapi.json"
"""Where the API describes itself."""
PURGE_EVERY_S: Final = 3_600.0
"""How often what is past its time is looked for; the promise is daily."""

_HEADERS: Final[Mapping[str, str]] = {
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


@dataclass(frozen=True, slots=True)
class Home:
    """An opened server: its store and everything that acts on it."""

    database: ServerDatabase
    site: Site
    clock: Clock
    feed: Feed
    devices: Devices
    pairings: Pairings
    members: Members
    desk: Desk
    closing: EndOfDay
    picture_store: PictureStore
    audit: Audit
    viewing: PictureAccess
    retention: Retention
    uploads: Uploads


def open_home(site: Site, data: Path, clock: Clock) -> Home:
    """The home of `site` with its store in `data`, made or brought up to date."""
    database = ServerDatabase(data)
    with database.write() as connection:
        row = upsert(sites).values(site_id=site.site_id, seq=0)
        connection.execute(row.on_conflict_do_nothing())
    feed = Feed()
    devices = Devices(database, site, clock)
    picture_store = PictureStore(database, data / "pictures", site, clock, feed)
    audit = Audit(database, site, clock)
    return Home(
        database=database,
        site=site,
        clock=clock,
        feed=feed,
        devices=devices,
        pairings=Pairings(database, site, clock, devices),
        members=Members(database, site, clock),
        desk=Desk(database, site, clock, feed),
        closing=EndOfDay(database, site, clock, feed),
        picture_store=picture_store,
        audit=audit,
        viewing=PictureAccess(database, picture_store, audit, site, clock),
        retention=Retention(database, picture_store, site, clock),
        uploads=Uploads(picture_store, data / "uploads"),
    )


def create_app(home: Home, pages: Path) -> ASGIApp:
    """The application over `home`; `pages` holds shared/, desk/ and phone/."""
    inner = Starlette(
        routes=all_routes(home, pages),
        exception_handlers={
            Problem: answer_problem,
            HTTPException: answer_http,
            StoreFault: answer_unready,
            OperationalError: answer_unready,
            Exception: answer_bug,
        },
        lifespan=lambda _app: _running(home),
    )
    return _Boundary(inner)


def all_routes(home: Home, pages: Path) -> list[BaseRoute]:
    """The API, the document that describes it, and the pages."""
    operations = _operations(home)
    document = cache(lambda: openapi(operations, version("walkup-kiosk")))

    async def described(_request: Request) -> Response:
        return JsonResponse(document())

    return [*routes(operations), Route(DOCUMENT, described), *_page_routes(pages)]


def _operations(home: Home) -> list[Operation]:
    door = SessionApi(home.devices, home.members, home.site)
    desk = DeskApi(door, home.desk, home.database, home.site, home.clock, home.feed)
    pictures = PictureApi(door, home.viewing)
    sync = SyncApi(
        home.database,
        home.site,
        home.clock,
        home.feed,
        home.devices,
        home.picture_store,
        home.uploads,
    )
    phone = PhoneApi(home.desk, home.database, home.site, home.feed)
    metrics = MetricsApi(door, home.database, home.site, home.clock)
    tries = AttemptLimit(home.database, home.clock)
    stations = FleetApi(
        door,
        home.devices,
        home.pairings,
        tries,
        home.audit,
        home.database,
        home.site,
        home.clock,
    )
    pair = PairingApi(home.pairings)
    apis = (sync, door, desk, pictures, phone, stations, pair, metrics)
    return [operation for api in apis for operation in api.operations()]


def _page_routes(pages: Path) -> list[BaseRoute]:
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
        Mount("/desk", _packed(StaticFiles(directory=pages / "desk", html=True))),
        Mount("/phone", _packed(StaticFiles(directory=pages / "phone"))),
        Mount("/shared", _packed(StaticFiles(directory=pages / "shared"))),
        Mount("/assets/icons", _packed(StaticFiles(directory=ASSETS / "icons"))),
        Mount("/assets/fonts", StaticFiles(directory=ASSETS / "fonts")),
    ]


def _packed(files: ASGIApp) -> ASGIApp:
    """Pages are words, a quarter as long on the way. Answers of the API stay as they are.

    They hold secrets and what a caller chose side by side, which packing would let be guessed.
    """
    return GZipMiddleware(files, compresslevel=6)


@asynccontextmanager
async def _running(home: Home) -> AsyncIterator[None]:
    home.feed.bind()
    home.picture_store.sweep()
    home.uploads.sweep()
    chance = Random()
    timers = [
        Worker("timers", lambda: _tick(home), Backoff(TICK_S, 60.0, chance)),
        Worker("purge", lambda: _purge(home), Backoff(TICK_S, 600.0, chance)),
    ]
    for timer in timers:
        timer.start()
    log(LogEvent.SERVER_STARTED, site=home.site.site_id)
    yield
    for timer in timers:
        timer.stop()


def _tick(home: Home) -> float:
    home.desk.end_absent()
    home.closing.end_day()
    return TICK_S


def _purge(home: Home) -> float:
    home.retention.run()
    home.uploads.sweep()
    return PURGE_EVERY_S


class _Boundary:
    """The outermost layer: our headers on every answer, and here every bug ends.

    Plain ASGI, so that streams pass through unbuffered.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
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
    headers = MutableHeaders(scope=message)
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    if scope["path"].startswith("/api/"):
        headers.setdefault("Cache-Control", "no-store")
    else:
        headers.setdefault("Cache-Control", "no-cache")
