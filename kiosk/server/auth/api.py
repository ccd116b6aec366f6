"""API of a tablet's session: pairing, sign-in and sign-out; the check before every desk call."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Final

from msgspec import Meta, Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiosk.server.auth.devices import Devices
from kiosk.server.auth.members import SESSION_LIFETIME, Locked, Member, Members, WrongPin
from kiosk.server.auth.permissions import Permission, is_allowed
from kiosk.server.auth.pins import PIN_DIGITS
from kiosk.server.auth.view import MemberView, SiteName, TeamMember
from kiosk.server.http.answers import JsonResponse
from kiosk.server.http.batched import Batched
from kiosk.server.http.openapi import Operation
from kiosk.server.http.problems import Problem
from kiosk.server.http.requests import check_origin, read_json
from kiosk.server.store.site_store import SiteStore
from kiosk.wire import Id

MAX_BODY_BYTES: Final = 4_000
_TABLET_COOKIE: Final = "kiosk_tablet"
_SESSION_COOKIE: Final = "kiosk_session"
_TABLET_LIFETIME: Final = timedelta(days=365)


class Pairing(Struct, frozen=True):
    """Body of a pairing: the code in the address that a lead passes on."""

    code: Annotated[str, Meta(min_length=1, max_length=200)]


class SignIn(Struct, frozen=True):
    """Body of a sign-in."""

    member_id: Id
    pin: Annotated[str, Meta(pattern=f"^[0-9]{{{PIN_DIGITS}}}$")]


class SessionView(Struct, frozen=True):
    """The session of a tablet. Members are named only on a paired one."""

    paired: bool
    site: SiteName
    members: list[TeamMember]
    member: MemberView | None


class SignedIn(Struct, frozen=True):
    """Answer to a sign-in."""

    member: MemberView


@dataclass(frozen=True, slots=True)
class SessionApi:
    """Handlers of /api/v1/desk/pair and /session; `require` authorises every desk call."""

    store: SiteStore
    devices: Devices
    members: Members
    sessions: Batched[str, Member] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sessions", Batched(self.members.signed_in))

    def operations(self) -> list[Operation]:
        """All operations of a session."""
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

    async def require(self, request: Request, permission: Permission) -> Member:
        """The member who calls, if allowed to.

        Problem 401 when nobody is signed in; 403 without the permission, or when the call comes
        from a page of another origin.
        """
        if request.method not in {"GET", "HEAD"}:
            check_origin(request)
        return allowed(await self._signed_in(request), permission)

    async def pair(self, request: Request) -> Response:
        """Sets the cookie of a paired tablet."""
        check_origin(request)
        pairing = await read_json(request, Pairing, MAX_BODY_BYTES)
        token = await run_in_threadpool(self.devices.pair_tablet, pairing.code)
        if token is None:
            raise Problem(401, "unknown_code", "Ask your lead for a new address.")
        response = Response(status_code=204)
        self._set_cookie(request, response, _TABLET_COOKIE, token, _TABLET_LIFETIME)
        return response

    async def session(self, request: Request) -> Response:
        """The session of this tablet."""
        paired = await self.tablet(request) is not None
        team = await run_in_threadpool(self.members.at_sign_in) if paired else []
        member = await self._signed_in(request)
        return JsonResponse(
            SessionView(
                paired=paired,
                site=SiteName(self.store.site.name),
                members=[TeamMember(each.id, each.name, locked_s) for each, locked_s in team],
                member=_view(member) if member else None,
            )
        )

    async def sign_in(self, request: Request) -> Response:
        """Opens a session for the right PIN."""
        check_origin(request)
        tablet = await self.tablet(request)
        if tablet is None:
            raise Problem(401, "not_paired", "Open the address your lead hands out.")
        body = await read_json(request, SignIn, MAX_BODY_BYTES)
        answer = await run_in_threadpool(self.members.sign_in, body.member_id, body.pin, tablet)
        match answer:
            case None:
                raise Problem(404, "no_such_member", field="member_id")
            case WrongPin(tries_left=left):
                raise Problem(401, "wrong_pin", tries_left=left)
            case Locked(retry_after_s=wait_s):
                raise Problem(429, "locked", "Too many tries.", retry_after_s=wait_s)
            case (member, token):
                response = JsonResponse(SignedIn(_view(member)))
                self._set_cookie(request, response, _SESSION_COOKIE, token, SESSION_LIFETIME)
                return response

    async def sign_out(self, request: Request) -> Response:
        """Ends the session, if there is one."""
        check_origin(request)
        token = session_token(request)
        if token:
            await run_in_threadpool(self.members.sign_out, token)
        response = Response(status_code=204)
        response.delete_cookie(_SESSION_COOKIE)
        return response

    async def tablet(self, request: Request) -> str | None:
        """The id of the paired tablet that calls, None when it is none."""
        token = request.cookies.get(_TABLET_COOKIE)
        return await run_in_threadpool(self.devices.tablet, token) if token else None

    async def _signed_in(self, request: Request) -> Member | None:
        token = session_token(request)
        return await self.sessions.ask(token) if token else None

    def _set_cookie(
        self, request: Request, response: Response, name: str, token: str, lifetime: timedelta
    ) -> None:
        response.set_cookie(
            name,
            token,
            max_age=int(lifetime.total_seconds()),
            httponly=True,
            secure=request.scope["scheme"] == "https",
            samesite="lax",
        )


def session_token(request: Request) -> str | None:
    """The token of the session at the tablet that calls, None without one."""
    return request.cookies.get(_SESSION_COOKIE)


def allowed(member: Member | None, permission: Permission) -> Member:
    """The member; Problem 401 when nobody is signed in, 403 without the permission."""
    if member is None:
        raise Problem(401, "signed_out", "Sign in first.")
    if not is_allowed(member, permission):
        raise Problem(403, "leads_only", "Only a lead may do this.")
    return member


def _view(member: Member) -> MemberView:
    return MemberView(member.id, member.name, member.role)
