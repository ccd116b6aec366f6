"""The API of the visitor's own page on a phone: number, people ahead, your turn, leave.

The token in the address is the key.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, func, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiosk.domain.events import VisitRecalled
from kiosk.domain.visit import RefusalReason, Visit
from kiosk.server.auth.duty import names_on_duty
from kiosk.server.auth.view import SiteName
from kiosk.server.http.answers import JsonResponse
from kiosk.server.http.openapi import Operation
from kiosk.server.http.problems import Problem
from kiosk.server.http.requests import check_origin, read_json
from kiosk.server.http.sse import STREAM_TYPE, event_stream
from kiosk.server.queue.acts import QueueActs
from kiosk.server.queue.line import read_line
from kiosk.server.store.changes import Side
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import events, members, sites, visit_private
from kiosk.server.store.tokens import token_hash
from kiosk.server.store.visit_rows import load_visit
from kiosk.wire import Id

LIMIT: Final = 4_000
_PHONE: Final = "/api/v1/phone/{token}"


class PhoneView(Struct, frozen=True):
    """A visit as its visitor sees it.

    `ahead` counts people before, None unless waiting; `recalls` how often it was called again.
    `on_duty`: whether a member is; `help_phone`: whom to call otherwise, "" nobody.
    """

    site: SiteName
    number: str
    seat: int | None
    first_name: str
    state: str
    ahead: int | None
    member: str | None
    seq: int
    recalls: int
    on_duty: bool
    help_phone: str


class Leave(Struct, frozen=True):
    """Leave the line; a retry uses the same id."""

    request_id: Id


@dataclass(frozen=True, slots=True)
class PhoneApi:
    """Handlers of /api/v1/phone."""

    store: SiteStore
    acts: QueueActs

    def operations(self) -> list[Operation]:
        """Every operation of a visitor's phone."""
        return [
            Operation("GET", _PHONE, self.visit, "The visit", gives=PhoneView, refuses=(404, 410)),
            Operation(
                "GET",
                f"{_PHONE}/live",
                self.live,
                "Hints that something changed",
                gives_bytes=STREAM_TYPE,
                refuses=(404, 410),
            ),
            Operation(
                "POST",
                f"{_PHONE}/leave",
                self.leave,
                "Leave the line",
                takes=Leave,
                gives=PhoneView,
                refuses=(404, 409, 410),
            ),
        ]

    async def visit(self, request: Request) -> Response:
        """The visit as it is."""
        return JsonResponse(await run_in_threadpool(self._view, request.path_params["token"]))

    async def live(self, request: Request) -> Response:
        """Hints and beats."""
        await run_in_threadpool(self._view, request.path_params["token"])
        name = token_hash(request.path_params["token"]).hex()
        listen = partial(self.store.feed.listen, Side.PHONE, name)
        return event_stream(request, listen, "visit")

    async def leave(self, request: Request) -> Response:
        """Leaves the line; refused once help has begun."""
        check_origin(request)
        ask = await read_json(request, Leave, LIMIT)
        view = await run_in_threadpool(self._leave, request.path_params["token"], ask.request_id)
        return JsonResponse(view)

    def _leave(self, token: str, request_id: str) -> PhoneView:
        with self.store.read() as connection:
            visit = self._visit_of(connection, token)
        answer = self.acts.leave(visit.id, request_id)
        if answer is not None and answer.id_used:
            raise Problem(409, "request_id_used", "Another request had this id.")
        if answer is not None and answer.refused is not None:
            reason = answer.refused.reason
            raise Problem(410 if reason is RefusalReason.ENDED else 409, reason.value)
        with self.store.read() as connection:
            left = load_visit(connection, visit.id)
            assert left is not None, "it was there a moment ago and rows are not deleted"
            return self._viewed(connection, left)

    def _view(self, token: str) -> PhoneView:
        with self.store.read() as connection:
            return self._viewed(connection, self._open_visit(connection, token))

    def _open_visit(self, connection: Connection, token: str) -> Visit:
        visit = self._visit_of(connection, token)
        if visit.ended:
            raise Problem(410, "ended", state=visit.state.value)
        return visit

    def _visit_of(self, connection: Connection, token: str) -> Visit:
        query = select(visit_private.c.visit_id).where(
            visit_private.c.phone_token_hash == token_hash(token)
        )
        visit_id = connection.scalar(query)
        visit = load_visit(connection, visit_id) if visit_id else None
        if visit is None or visit.site_id != self.store.site_id:
            raise Problem(404, "unknown_visit")
        return visit

    def _viewed(self, connection: Connection, visit: Visit) -> PhoneView:
        line = read_line(connection, self.store.site_id)
        name = select(visit_private.c.first_name).where(visit_private.c.visit_id == visit.id)
        caller = select(members.c.name).where(members.c.id == visit.member_id)
        again = select(func.count()).where(
            events.c.about_id == visit.id, events.c.type == VisitRecalled.__name__
        )
        seq = select(sites.c.seq).where(sites.c.site_id == self.store.site_id)
        return PhoneView(
            site=SiteName(self.store.site.name),
            number=visit.number,
            seat=visit.seat,
            first_name=connection.scalar(name) or "",
            state=visit.state.value,
            ahead=line.people_ahead(visit.id),
            member=connection.scalar(caller) if visit.member_id else None,
            seq=connection.scalar(seq) or 0,
            recalls=connection.scalar(again) or 0,
            on_duty=bool(names_on_duty(connection, self.store.site, self.store.terms)),
            help_phone=self.store.site.help_phone,
        )
