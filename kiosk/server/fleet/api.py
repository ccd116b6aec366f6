"""API of the site's devices: list them, pair a kiosk, revoke a kiosk, unpair a tablet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Final

from msgspec import Meta, Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiosk.server.audit.record import Act, Audit
from kiosk.server.auth.api import SessionApi
from kiosk.server.auth.attempts import AttemptLimit
from kiosk.server.auth.devices import Devices
from kiosk.server.auth.members import Member
from kiosk.server.auth.permissions import Permission
from kiosk.server.fleet.overview import Fleet, fleet_overview
from kiosk.server.fleet.pairings import LetterAssignment, Pairings, RefusalReason
from kiosk.server.http.answers import Handler, JsonResponse
from kiosk.server.http.openapi import Operation
from kiosk.server.http.problems import Problem
from kiosk.server.http.requests import read_json
from kiosk.server.store.site_store import SiteStore
from kiosk.wire.pairing import Letter

MAX_BODY_BYTES: Final = 4_000
_STATIONS: Final = "/api/v1/desk/stations"
_TABLETS: Final = "/api/v1/desk/tablets"
_Seat = Annotated[int, Meta(ge=1, le=99)]


class Approve(Struct, frozen=True):
    """The code a kiosk shows and the letter it gets. No `seats`: those the letter has."""

    code: Annotated[str, Meta(min_length=1, max_length=40)]
    letter: Letter
    seats: Annotated[list[_Seat], Meta(max_length=99)] | None = None
    replace: bool = False


@dataclass(frozen=True, slots=True)
class FleetApi:
    """Handlers of /api/v1/desk/stations and /tablets, for members who may manage devices."""

    store: SiteStore
    session: SessionApi
    devices: Devices
    pairings: Pairings
    attempts: AttemptLimit
    audit: Audit

    def operations(self) -> list[Operation]:
        """All operations on devices."""
        return [
            Operation(
                "GET",
                _STATIONS,
                self.list,
                "The site's kiosks and tablets",
                gives=Fleet,
                refuses=(403,),
                secured_by="session",
            ),
            Operation(
                "POST",
                _STATIONS,
                self.approve,
                "Approve the code a kiosk shows",
                takes=Approve,
                status=204,
                refuses=(404, 409, 429),
                secured_by="session",
            ),
            self._act(f"{_STATIONS}/{{letter}}/revoke", self.revoke, "Take a kiosk's token back"),
            self._act(f"{_STATIONS}/{{letter}}/allow", self.allow, "Allow both places of a token"),
            self._act(f"{_TABLETS}/{{tablet_id:uuid}}/unpair", self.unpair, "Unpair a tablet"),
        ]

    async def list(self, request: Request) -> Response:
        """All kiosks and tablets."""
        await self.session.require(request, Permission.MANAGE_DEVICES)
        here = await self.session.tablet(request)
        return JsonResponse(await run_in_threadpool(self._fleet, here))

    async def approve(self, request: Request) -> Response:
        """Gives the kiosk that shows the code its letter."""
        member = await self.session.require(request, Permission.MANAGE_DEVICES)
        ask = await read_json(request, Approve, MAX_BODY_BYTES)
        attempt = await run_in_threadpool(self.attempts.take, member.id)
        if attempt.wait_s:
            wait_s = attempt.wait_s
            raise Problem(429, "too_many_tries", "Too many wrong codes.", retry_after_s=wait_s)
        assignment = LetterAssignment(ask.letter, ask.seats, ask.replace)
        refusal = await run_in_threadpool(self.pairings.approve, ask.code, assignment)
        if refusal is not None and refusal.reason is RefusalReason.UNKNOWN_CODE:
            raise Problem(404, refusal.reason.value, "No kiosk shows this code.", field="code")
        await run_in_threadpool(self.attempts.clear, member.id)
        if refusal is not None:
            raise Problem(409, refusal.reason.value, letter=refusal.letter)
        if ask.replace:
            await self._record(member, f"station {ask.letter}", "replaced")
        return Response(status_code=204)

    async def revoke(self, request: Request) -> Response:
        """Revokes a kiosk's token."""
        member = await self._do(request, self.devices.revoke_station, "letter")
        await self._record(member, f"station {request.path_params['letter']}")
        return Response(status_code=204)

    async def allow(self, request: Request) -> Response:
        """Lets a kiosk work again whose token was used by two machines."""
        await self._do(request, self.devices.allow_station, "letter")
        return Response(status_code=204)

    async def unpair(self, request: Request) -> Response:
        """Unpairs a tablet."""
        member = await self._do(request, self.devices.unpair_tablet, "tablet_id")
        await self._record(member, f"tablet {request.path_params['tablet_id']}")
        return Response(status_code=204)

    def _act(self, path: str, handler: Handler, summary: str) -> Operation:
        return Operation(
            "POST", path, handler, summary, status=204, refuses=(404,), secured_by="session"
        )

    async def _do(self, request: Request, act: Callable[[str], bool], name: str) -> Member:
        member = await self.session.require(request, Permission.MANAGE_DEVICES)
        if not await run_in_threadpool(act, str(request.path_params[name])):
            raise Problem(404, "no_such_device")
        return member

    async def _record(self, member: Member, about: str, detail: str = "") -> None:
        """Writes to the audit log, after the act: a full disk must not prevent a revocation."""
        await run_in_threadpool(
            partial(self.audit.record, Act.REVOKE, about, member_id=member.id, detail=detail)
        )

    def _fleet(self, here: str | None) -> Fleet:
        with self.store.read() as connection:
            return fleet_overview(connection, self.store.site, self.store.terms, here)
