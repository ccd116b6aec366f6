"""/api/v1/probe: tells `kiosk doctor` how its requests arrived here, to whoever shows its key."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

import msgspec
from msgspec import Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiosk import wire
from kiosk.domain.site import Site
from kiosk.server.doctor.probe_key import is_key
from kiosk.server.http.answers import JsonResponse
from kiosk.server.http.connections import KEPT_LONGER
from kiosk.server.http.openapi import Operation
from kiosk.server.http.problems import Problem
from kiosk.server.http.requests import bearer_token, read_body, read_number
from kiosk.server.http.sse import STREAM_TYPE, event_stream, hint_of
from kiosk.server.store.changes import Side
from kiosk.server.store.condition import NoticeCode
from kiosk.server.store.site_store import SiteStore

PROBE: Final = "/api/v1/probe"
LONGEST_HOLD_S: Final = 25
"""As long as a kiosk's request for the state is held open."""
NO_KEY: Final = "no_key"
UNKNOWN_KEY: Final = "unknown_key"


class Probed(Struct, frozen=True):
    """A request as it arrived, and what only the running server knows.

    `address` has the port of the connection, if no proxy named another address. `forwarded_for` and
    `forwarded_proto` are the headers as they came. `settings` is the digest of the site's settings
    in use; `kept_longer` counts idle connections that a proxy left for the server to close.
    """

    host: str
    scheme: str
    address: str
    forwarded_for: str | None
    forwarded_proto: str | None
    body_bytes: int
    settings: str
    kept_longer: int
    crowded: bool


@dataclass(frozen=True, slots=True)
class ProbeApi:
    """Handlers of /api/v1/probe."""

    store: SiteStore

    def operations(self) -> list[Operation]:
        """A request that may be held open, one with a large body, and a stream."""
        return [
            Operation(
                "GET",
                PROBE,
                self.arrived,
                "How this request arrived, for `kiosk doctor`",
                gives=Probed,
                refuses=(422,),
                query={"wait": {"type": "integer", "minimum": 0, "maximum": LONGEST_HOLD_S}},
                secured_by="doctor",
            ),
            Operation(
                "POST",
                PROBE,
                self.uploaded,
                "The same, with a body as large as any",
                gives=Probed,
                takes_bytes=wire.PIECE_TYPE,
                secured_by="doctor",
            ),
            Operation(
                "GET",
                f"{PROBE}/live",
                self.live,
                "A stream as desks and phones get it",
                gives_bytes=STREAM_TYPE,
                secured_by="doctor",
            ),
        ]

    async def arrived(self, request: Request) -> Response:
        """How it arrived, after `wait` seconds."""
        await self._require_key(request)
        await _hold(request, read_number(request, "wait", largest=LONGEST_HOLD_S))
        return JsonResponse(await run_in_threadpool(self._probed, request, 0))

    async def uploaded(self, request: Request) -> Response:
        """How it arrived, and how much of its body."""
        await self._require_key(request)
        body = await read_body(request, wire.MAX_BODY_BYTES)
        return JsonResponse(await run_in_threadpool(self._probed, request, len(body)))

    async def live(self, request: Request) -> Response:
        """A stream of hints and beats."""
        await self._require_key(request)
        listen = partial(self.store.feed.listen, Side.DESK, "doctor")
        return event_stream(request, listen, hint_of(self.store.site_id))

    async def _require_key(self, request: Request) -> None:
        shown = bearer_token(request)
        if not shown:
            raise Problem(401, NO_KEY, "This is for `kiosk doctor` on the server.")
        if not await run_in_threadpool(self._knows, shown):
            raise Problem(401, UNKNOWN_KEY, "This key was not left in this server's store.")

    def _knows(self, shown: str) -> bool:
        with self.store.read() as connection:
            return is_key(connection, shown, self.store.now())

    def _probed(self, request: Request, body_bytes: int) -> Probed:
        notices = self.store.condition.by_code()
        return Probed(
            host=request.headers.get("host", ""),
            scheme=request.url.scheme,
            address="{}:{}".format(*(request.client or ("", 0))),
            forwarded_for=request.headers.get("x-forwarded-for"),
            forwarded_proto=request.headers.get("x-forwarded-proto"),
            body_bytes=body_bytes,
            settings=digest_of(self.store.site),
            kept_longer=request.scope.get(KEPT_LONGER, 0),
            crowded=bool(notices[NoticeCode.CROWDED.value]),
        )


async def _hold(request: Request, wait_s: float) -> None:
    """Waits, at the longest until the other side has gone."""
    with suppress(TimeoutError):
        async with asyncio.timeout(wait_s):
            while (await request.receive())["type"] != "http.disconnect":
                pass


def digest_of(site: Site) -> str:
    """A digest that is the same only for the same settings."""
    return hashlib.sha256(msgspec.json.encode(site, order="deterministic")).hexdigest()
