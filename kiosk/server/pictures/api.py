"""Owns the pictures' side of the API: a member's wish to see one, in words and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiosk.server.auth.api import SessionApi
from kiosk.server.http.answers import Handler
from kiosk.server.http.openapi import Operation
from kiosk.server.http.problems import Problem
from kiosk.server.pictures.access import (
    LONGEST_REASON,
    SHORTEST_REASON,
    Hidden,
    PictureAccess,
    Wish,
)
from kiosk.server.pictures.picture_store import THUMB, WHOLE

_PICTURE: Final = "/api/v1/desk/pictures/{photo}"
_WORDS: Final = {
    Hidden.LEAD_NEEDED: "This visit ended more than a day ago. Ask a lead.",
    Hidden.REASON_NEEDED: "This visit ended more than a day ago. "
    f"Say why in `reason`, {SHORTEST_REASON} to {LONGEST_REASON} characters; it is kept.",
}


@dataclass(frozen=True, slots=True)
class PictureApi:
    """Handlers of /api/v1/desk/pictures."""

    session: SessionApi
    access: PictureAccess

    def operations(self) -> list[Operation]:
        """Both sizes of a picture."""
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
        member = await self.session.member(request)
        wish = Wish(member, request.path_params["photo"], suffix, _reason(request))
        content = await run_in_threadpool(self.access.look, wish)
        if content is Hidden.GONE:
            raise Problem(404, content.value)
        if isinstance(content, Hidden):
            raise Problem(403, content.value, _WORDS[content])
        return Response(
            content,
            media_type="image/jpeg",
            headers={"Cache-Control": "private, no-store", "Content-Disposition": "inline"},
        )


def _reason(request: Request) -> str:
    """What the member wrote, as one line; it is shown as text and nothing else."""
    text = request.query_params.get("reason", "")
    if len(text) > LONGEST_REASON:
        raise Problem(422, "malformed", f"At most {LONGEST_REASON} characters.", field="reason")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _operation(path: str, handler: Handler, summary: str) -> Operation:
    return Operation(
        "GET",
        path,
        handler,
        summary,
        gives_bytes="image/jpeg",
        refuses=(403, 404, 422),
        query={"reason": {"type": "string", "maxLength": LONGEST_REASON}},
        secured_by="session",
    )
