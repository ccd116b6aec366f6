"""The API of the visitor's own page on a phone: number, people ahead, your turn, leave.

The token in the address is the key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from msgspec import Struct
from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from kiosk.domain.visit import RefusalReason
from kiosk.server.http.answers import JsonResponse
from kiosk.server.http.openapi import Operation
from kiosk.server.http.problems import Problem
from kiosk.server.http.requests import check_origin, read_json
from kiosk.server.http.sse import STREAM_TYPE, event_stream
from kiosk.server.phone.hints import PhoneHints, Watch
from kiosk.server.phone.view import PhoneView, phone_view
from kiosk.server.queue.acts import QueueActs
from kiosk.server.queue.entries import Entry, load_entries
from kiosk.server.shared.readings import SharedReadings
from kiosk.server.shared.site_state import SiteState
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import visit_private
from kiosk.server.store.tokens import token_hash
from kiosk.wire import Id

P = ParamSpec("P")
T = TypeVar("T")
AT_ONCE: Final = 4
"""How many phones' requests may read or write the store at a time."""
LIMIT: Final = 4_000
_PHONE: Final = "/api/v1/phone/{token}"


class Leave(Struct, frozen=True):
    """Leave the line; a retry uses the same id."""

    request_id: Id


@dataclass(frozen=True, slots=True)
class PhoneApi:
    """Handlers of /api/v1/phone."""

    store: SiteStore
    acts: QueueActs
    readings: SharedReadings
    hints: PhoneHints = field(init=False)
    limiter: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(AT_ONCE))

    def __post_init__(self) -> None:
        hints = PhoneHints(self.store.feed, self.store.site, self.readings)
        object.__setattr__(self, "hints", hints)

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
        return JsonResponse(await self._open_view(_hash(request)))

    async def live(self, request: Request) -> Response:
        """Beats, and a hint with the visit itself when that looks different."""
        watch = Watch(_hash(request), await self._open_view(_hash(request)))
        return event_stream(request, partial(self.hints.listen, watch), watch.tell)

    async def leave(self, request: Request) -> Response:
        """Leaves the line; refused once help has begun."""
        check_origin(request)
        ask = await read_json(request, Leave, LIMIT)
        entry = await self._entry(await self.readings.now(), _hash(request))
        visit_id = entry.visit.id
        answer = await self._in_thread(self.acts.leave, visit_id, ask.request_id)
        if answer is not None and answer.id_used:
            raise Problem(409, "request_id_used", "Another request had this id.")
        if answer is not None and answer.refused is not None:
            reason = answer.refused.reason
            raise Problem(410 if reason is RefusalReason.ENDED else 409, reason.value)
        state = await self.readings.now()
        left = await self._entry(state, _hash(request))
        return JsonResponse(phone_view(self.store.site, state, left))

    async def _open_view(self, phone_hash: bytes) -> PhoneView:
        state = await self.readings.now()
        entry = await self._entry(state, phone_hash)
        if entry.visit.ended:
            raise Problem(410, "ended", state=entry.visit.state.value)
        return phone_view(self.store.site, state, entry)

    async def _entry(self, state: SiteState, phone_hash: bytes) -> Entry:
        """The visit that the secret opens; one that ended long ago is read from the store."""
        known = state.line.by_phone.get(phone_hash)
        entry = known or await self._in_thread(self._load, phone_hash)
        if entry is None:
            raise Problem(404, "unknown_visit")
        return entry

    def _load(self, phone_hash: bytes) -> Entry | None:
        query = select(visit_private.c.visit_id).where(
            visit_private.c.phone_token_hash == phone_hash
        )
        with self.store.read() as connection:
            visit_id = connection.scalar(query)
            entry = load_entries(connection, [visit_id]).get(visit_id) if visit_id else None
        return entry if entry is not None and entry.visit.site_id == self.store.site_id else None

    async def _in_thread(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """On a few threads of the phones' own: members never wait for one."""
        return await to_thread.run_sync(partial(work, *given, **named), limiter=self.limiter)


def _hash(request: Request) -> bytes:
    return token_hash(request.path_params["token"])
