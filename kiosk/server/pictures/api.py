"""API of the pictures of visits, for members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiosk.server.auth.api import SessionApi
from kiosk.server.auth.permissions import Permission
from kiosk.server.http.answers import Handler
from kiosk.server.http.openapi import Operation
from kiosk.server.http.problems import Problem
from kiosk.server.pictures.access import (
    MAX_REASON_LENGTH,
    MIN_REASON_LENGTH,
    PictureAccess,
    ViewRefusal,
    ViewRequest,
)
from kiosk.server.pictures.picture_store import THUMB, WHOLE

_PICTURE: Final = "/api/v1/desk/pictures/{photo}"
_DETAILS: Final = {
    ViewRefusal.LEAD_NEEDED: "This visit ended more than a day ago. Ask a lead.",
    ViewRefusal.REASON_NEEDED: "This visit ended more than a day ago. "
    f"Say why in `reason`, {MIN_REASON_LENGTH} to {MAX_REASON_LENGTH} characters; it is kept.",
}


@dataclass(frozen=True, slots=True)
class PictureApi:
    """Handlers of /api/v1/desk/pictures."""

    session: SessionApi
    access: PictureAccess

    def operations(self) -> list[Operation]:
        """Both operations: the whole picture and its small copy."""
        return [
            _operation(_PICTURE, self.picture, "A picture of a visit"),
            _operation(f"{_PICTURE}/thumb", self.thumb, "Its small copy"),
        ]

    async def picture(self, request: Request) -> Response:
        """A picture."""
        return await self._jpeg(request, WHOLE)

    async def thumb(self, request: Request) -> Response:
        """A picture's small copy."""
        return await self._jpeg(request, THUMB)

    async def _jpeg(self, request: Request, suffix: str) -> Response:
        member = await self.session.require(request, Permission.HELP)
        asked = ViewRequest(member, request.path_params["photo"], suffix, _reason(request))
        content = await run_in_threadpool(self.access.view, asked)
        if content is ViewRefusal.GONE:
            raise Problem(404, content.value)
        if isinstance(content, ViewRefusal):
            raise Problem(403, content.value, _DETAILS[content])
        return Response(
            content,
            media_type="image/jpeg",
            headers={"Cache-Control": "private, no-store", "Content-Disposition": "inline"},
        )


def _reason(request: Request) -> str:
    """The reason in the query, as one line without control characters."""
    text = request.query_params.get("reason", "")
    if len(text) > MAX_REASON_LENGTH:
        raise Problem(422, "malformed", f"At most {MAX_REASON_LENGTH} characters.", field="reason")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _operation(path: str, handler: Handler, summary: str) -> Operation:
    return Operation(
        "GET",
        path,
        handler,
        summary,
        gives_bytes="image/jpeg",
        refuses=(403, 404, 422),
        query={"reason": {"type": "string", "maxLength": MAX_REASON_LENGTH}},
        secured_by="session",
    )
