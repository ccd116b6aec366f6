"""The routes of the server: each site's API, the document that describes it, and the pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.faults import StoreFault
from kiosk.server.auth.api import SessionApi
from kiosk.server.desk.api import DeskApi
from kiosk.server.desk.readings import DeskReadings
from kiosk.server.doctor.api import ProbeApi
from kiosk.server.fleet.api import FleetApi
from kiosk.server.fleet.pairing_api import PairingApi
from kiosk.server.home import Home
from kiosk.server.http.answers import Handler, JsonResponse
from kiosk.server.http.boundary import Boundary
from kiosk.server.http.hosts import HostGuard
from kiosk.server.http.openapi import Operation, openapi, routes
from kiosk.server.http.pages import page_routes
from kiosk.server.http.problems import (
    Problem,
    answer_bug,
    answer_http,
    answer_problem,
    answer_unready,
)
from kiosk.server.phone.api import PhoneApi
from kiosk.server.pictures.api import PictureApi
from kiosk.server.reports.api import MetricsApi
from kiosk.server.shared.readings import SharedReadings
from kiosk.server.sites import Sites
from kiosk.server.sync.api import SyncApi
from kiosk.server.sync.pulls import StationPulls

DOCUMENT: Final = "/api/openapi.json"
"""Where the API describes itself."""


def create_app(sites: Sites, pages: Path) -> ASGIApp:
    """The application over `sites`; `pages` holds shared/, desk/ and phone/."""
    operations = {home.store.site_id: operations_of(home) for home in sites}
    routers = {site_id: Router(routes(known)) for site_id, known in operations.items()}

    def router_of(request: HTTPConnection) -> ASGIApp:
        return routers[sites.of_request(request).store.site_id]

    inner = Starlette(
        routes=[
            Route(DOCUMENT, _described(next(iter(operations.values())))),
            _SiteApi(router_of),
            *page_routes(pages),
        ],
        exception_handlers={
            Problem: answer_problem,
            HTTPException: answer_http,
            StoreFault: answer_unready,
            OperationalError: answer_unready,
            Exception: answer_bug,
        },
        lifespan=lambda _app: sites.running(),
    )
    return Boundary(HostGuard(inner, [home.store.site for home in sites]))


def operations_of(home: Home) -> list[Operation]:
    """Every operation of the API on one site; the same for each."""
    session = SessionApi(home.store, home.devices, home.members)
    readings = SharedReadings(home.state)
    desk_readings = DeskReadings(home.members, home.state, home.store.condition)
    pulls = StationPulls(home.store, home.devices, home.state)
    apis = (
        SyncApi(home.store, home.devices, home.picture_store, home.uploads, readings, pulls),
        session,
        DeskApi(home.store, session, home.acts, readings, desk_readings),
        PictureApi(session, home.picture_access),
        PhoneApi(home.store, home.acts, readings),
        FleetApi(home.store, session, home.devices, home.pairings, home.attempts, home.audit),
        PairingApi(home.pairings),
        MetricsApi(home.store, session, home.state),
        ProbeApi(home.store),
    )
    return [operation for api in apis for operation in api.operations()]


def _described(operations: list[Operation]) -> Handler:
    document = cache(lambda: openapi(operations, version("walkup-kiosk")))

    async def described(_request: Request) -> Response:
        return JsonResponse(document())

    return described


class _SiteApi(BaseRoute):
    """The API's routes of the site that a request is for."""

    def __init__(self, router_of: Callable[[HTTPConnection], ASGIApp]) -> None:
        self._router_of = router_of

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Everything below /api."""
        is_api = scope["type"] == "http" and scope["path"].startswith("/api/")
        return (Match.FULL if is_api else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on to the site's routes."""
        await self._router_of(HTTPConnection(scope))(scope, receive, send)
