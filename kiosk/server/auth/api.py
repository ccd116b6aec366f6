"""Owns the door to the desk: pairing a tablet, signing in and out, and asking who is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Final

from msgspec import Meta, Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiosk.server.auth.devices import Devices
from kiosk.server.auth.members import SESSION_LASTS, Locked, Member, Members, Role, WrongPin
from kiosk.server.auth.pins import PIN_DIGITS
from kiosk.server.auth.view import MemberView, SiteName
from kiosk.server.http.answers import JsonResponse
from kiosk.server.http.openapi import Operation
from kiosk.server.http.problems import Problem
from kiosk.server.http.requests import check_origin, read_json
from kiosk.server.store.site_store import SiteStore
from kiosk.wire import Id

LIMIT: Final = 4_000
_TABLET: Final = "kiosk_tablet"
_SESSION: Final = "kiosk_session"
_TABLET_LASTS: Final = timedelta(days=365)


class Pairing(Struct, frozen=True):
    """The code of the address a lead hands out."""

    code: Annotated[str, Meta(min_length=1, max_length=200)]


class SignIn(Struct, frozen=True):
    """Who, and their PIN."""

    member_id: Id
    pin: Annotated[str, Meta(pattern=f"^[0-9]{{{PIN_DIGITS}}}$")]


class SessionView(Struct, frozen=True):
    """Who is at this tablet. Members are named only on a paired one."""

    paired: bool
    site: SiteName
    members: list[MemberView]
    member: MemberView | None


class SignedIn(Struct, frozen=True):
    """Who has just signed in."""

    member: MemberView


@dataclass(frozen=True, slots=True)
class SessionApi:
    """Handlers of /api/v1/desk/pair and /session, and the check before every desk call."""

    store: SiteStore
    devices: Devices
    members: Members

    def operations(self) -> list[Operation]:
        """Every operation of the door."""
        session = "/api/v1/desk/session"
        return [
            Operation(
                "POST",
                "/api/v1/desk/pair",
                self.pair,
                "Pair this tablet",
                takes=Pairing,
                status=204,
                refuses=(401,),
            ),
            Operation("GET", session, self.session, "Who is at this tablet", gives=SessionView),
            Operation(
                "POST",
                session,
                self.sign_in,
                "Sign in with a PIN on a paired tablet",
                takes=SignIn,
                gives=SignedIn,
                refuses=(401, 404, 429),
                secured_by="tablet",
            ),
            Operation("DELETE", session, self.sign_out, "Sign out", status=204),
        ]

    async def member(self, request: Request) -> Member:
        """Who is asking; Problem 401 when nobody is signed in, 403 from another site's page."""
        if request.method not in {"GET", "HEAD"}:
            check_origin(request)
        member = await self._signed_in(request)
        if member is None:
            raise Problem(401, "signed_out", "Sign in first.")
        return member

    async def lead(self, request: Request) -> Member:
        """Who is asking, as `member`; Problem 403 when they do not lead the team."""
        member = await self.member(request)
        if member.role != Role.LEAD:
            raise Problem(403, "leads_only", "Only a lead may do this.")
        return member

    async def pair(self, request: Request) -> Response:
        """Makes this browser a paired tablet."""
        check_origin(request)
        pairing = await read_json(request, Pairing, LIMIT)
        token = await run_in_threadpool(self.devices.pair_tablet, pairing.code)
        if token is None:
            raise Problem(401, "unknown_code", "Ask your lead for a new address.")
        response = Response(status_code=204)
        self._set_cookie(request, response, _TABLET, token, _TABLET_LASTS)
        return response

    async def session(self, request: Request) -> Response:
        """Who is here."""
        paired = await self._tablet(request) is not None
        team = await run_in_threadpool(self.members.all) if paired else []
        member = await self._signed_in(request)
        return JsonResponse(
            SessionView(
                paired=paired,
                site=SiteName(self.store.site.name),
                members=[MemberView(mate.id, mate.name) for mate in team],
                member=_view(member) if member else None,
            )
        )

    async def sign_in(self, request: Request) -> Response:
        """Opens a session for the right PIN."""
        check_origin(request)
        tablet = await self._tablet(request)
        if tablet is None:
            raise Problem(401, "not_paired", "Open the address your lead hands out.")
        ask = await read_json(request, SignIn, LIMIT)
        answer = await run_in_threadpool(self.members.sign_in, ask.member_id, ask.pin, tablet)
        match answer:
            case None:
                raise Problem(404, "no_such_member", field="member_id")
            case WrongPin(tries_left=left):
                raise Problem(401, "wrong_pin", tries_left=left)
            case Locked(retry_after_s=wait_s):
                raise Problem(429, "locked", "Too many tries.", retry_after_s=wait_s)
            case (member, token):
                response = JsonResponse(SignedIn(_view(member)))
                self._set_cookie(request, response, _SESSION, token, SESSION_LASTS)
                return response

    async def sign_out(self, request: Request) -> Response:
        """Ends the session, if there is one."""
        check_origin(request)
        token = request.cookies.get(_SESSION)
        if token:
            await run_in_threadpool(self.members.sign_out, token)
        response = Response(status_code=204)
        response.delete_cookie(_SESSION)
        return response

    async def _tablet(self, request: Request) -> str | None:
        token = request.cookies.get(_TABLET)
        return await run_in_threadpool(self.devices.tablet, token) if token else None

    async def _signed_in(self, request: Request) -> Member | None:
        token = request.cookies.get(_SESSION)
        return await run_in_threadpool(self.members.signed_in, token) if token else None

    def _set_cookie(
        self, request: Request, response: Response, name: str, token: str, lasts: timedelta
    ) -> None:
        response.set_cookie(
            name,
            token,
            max_age=int(lasts.total_seconds()),
            httponly=True,
            secure=request.scope["scheme"] == "https",
            samesite="lax",
        )


def _view(member: Member) -> MemberView:
    return MemberView(member.id, member.name, member.role)
