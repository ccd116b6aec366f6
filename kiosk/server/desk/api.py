"""The members' API: see the queue and act on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Final

from msgspec import Meta, Raw, Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiosk.domain.events import (
    Outcome,
    ServiceBegan,
    VisitFacts,
    VisitFinished,
    VisitorArrived,
    VisitRecalled,
    VisitReturned,
)
from kiosk.journal import LogEvent, log
from kiosk.server.auth.api import SessionApi, allowed, session_token
from kiosk.server.auth.members import Member
from kiosk.server.auth.permissions import Permission
from kiosk.server.desk.readings import DeskReadings
from kiosk.server.desk.states import DeskStates, Reader
from kiosk.server.desk.stream import DeskStream
from kiosk.server.desk.view import DeskChanges, DeskState, VisitView
from kiosk.server.http.answers import Handler, JsonResponse
from kiosk.server.http.openapi import Operation
from kiosk.server.http.problems import Problem
from kiosk.server.http.requests import read_json, read_number
from kiosk.server.http.sse import STREAM_TYPE, event_stream
from kiosk.server.queue.acts import ActRequest, ActResult, QueueActs
from kiosk.server.queue.entries import Entry, load_entries
from kiosk.server.shared.readings import SharedReadings
from kiosk.server.shared.site_state import SiteState
from kiosk.server.store.changes import Side
from kiosk.server.store.site_store import SiteStore
from kiosk.wire import MAX_NOTE, Id

LIMIT: Final = 64_000
"""Largest body of a desk call, in bytes: a note and little else."""
LARGEST_SEQ: Final = 2**53
_DESK: Final = "/api/v1/desk"
_VISIT: Final = f"{_DESK}/visits/{{visit_id:uuid}}"


class Asked(Struct, frozen=True):
    """A request that a retry repeats under the same id."""

    request_id: Id


class Finish(Struct, frozen=True):
    """The end of a visit by the member's word."""

    request_id: Id
    outcome: Outcome
    note: Annotated[str, Meta(max_length=MAX_NOTE)] = ""


class Acted(Struct, frozen=True):
    """The visit after the act; None after call next: nobody waits."""

    visit: VisitView | None


@dataclass(frozen=True, slots=True)
class DeskApi:
    """Handlers below /api/v1/desk for members who are signed in."""

    store: SiteStore
    session: SessionApi
    acts: QueueActs
    readings: SharedReadings
    desk_readings: DeskReadings
    states: DeskStates = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "states", DeskStates(self.store.site))

    def operations(self) -> list[Operation]:
        """Every operation of the desk."""
        return [
            Operation(
                "GET",
                f"{_DESK}/state",
                self.state,
                "What changed since `after`; everything without it, or when that cannot be told",
                gives=(DeskState, DeskChanges),
                refuses=(422,),
                query={
                    "after": {"type": "integer", "minimum": 0, "maximum": LARGEST_SEQ},
                    "epoch": {"type": "string"},
                },
                secured_by="session",
            ),
            Operation(
                "GET",
                f"{_DESK}/live",
                self.live,
                "What changed, as in the state, and hints",
                gives_bytes=STREAM_TYPE,
                secured_by="session",
            ),
            self._act("/call-next", self.call_next, "Call whoever is next", root=_DESK),
            self._act("/call", self.call, "Call this visitor, in turn or not"),
            self._act("/recall", self.recall, "Call the same visitor again"),
            self._act("/arrived", self.arrived, "Member and visitor met"),
            self._act("/begin", self.begin, "Help begins"),
            self._act("/absent", self.absent, "Nobody at the seat"),
            self._act("/return", self.put_back, "Take the call back; the place in line is kept"),
            self._act("/finish", self.finish, "The visit ends with an outcome", takes=Finish),
        ]

    async def state(self, request: Request) -> Response:
        """What this member's desk shows: what changed since it asked last, or everything."""
        after = read_number(request, "after", largest=LARGEST_SEQ)
        epoch = request.query_params.get("epoch", "") if "after" in request.query_params else ""
        _, answer = await self._state(request, epoch, after)
        return Response(answer, media_type=JsonResponse.media_type)

    async def live(self, request: Request) -> Response:
        """A stream of what changes, hints and beats."""
        member = await self.session.require(request, Permission.HELP)
        known = (await self.readings.now()).line
        answer = partial(self._state, request)
        stream = DeskStream(self.store.site_id, answer, known.epoch, known.seq)
        listen = partial(self.store.feed.listen, Side.DESK, member.id)
        return event_stream(request, listen, stream.tell)

    async def _state(self, request: Request, epoch: str, after: int) -> tuple[SiteState, bytes]:
        """The state, and what a desk is sent of it that knows `epoch` up to `after`."""
        token = session_token(request)
        reading = await self.desk_readings.now(token) if token else None
        member = allowed(reading.member if reading else None, Permission.HELP)
        assert reading is not None, "else nobody would be allowed"
        reader = Reader(member, epoch, after, reading.notices)
        return reading.state, self.states.answer(reading.state, reader)

    async def call_next(self, request: Request) -> Response:
        """Calls whoever is next."""
        member, ask = await self._asked(request)
        result = await run_in_threadpool(self.acts.call_next, ActRequest(ask, member.id))
        if result.id_used:
            raise Problem(409, "request_id_used", "Another request had this id.")
        if result.visit_id is None:
            return JsonResponse({"visit": None})
        log(LogEvent.VISIT_CALLED, visit_id=result.visit_id, member_id=member.id)
        return await self._answer(result, result.visit_id)

    async def call(self, request: Request) -> Response:
        """Calls this one."""
        member, ask = await self._asked(request)
        by = ActRequest(ask, member.id)
        return await self._answer(
            await run_in_threadpool(self.acts.call, _id(request), by), _id(request)
        )

    async def recall(self, request: Request) -> Response:
        """Calls the same visitor again."""
        return await self._do(request, lambda member: VisitRecalled(member.id))

    async def arrived(self, request: Request) -> Response:
        """They met."""
        return await self._do(request, lambda _: VisitorArrived())

    async def begin(self, request: Request) -> Response:
        """Help begins."""
        return await self._do(request, lambda member: ServiceBegan(member.id))

    async def put_back(self, request: Request) -> Response:
        """Takes the call back."""
        return await self._do(request, lambda _: VisitReturned())

    async def absent(self, request: Request) -> Response:
        """Nobody at the seat."""
        member, ask = await self._asked(request)
        by = ActRequest(ask, member.id)
        return await self._answer(
            await run_in_threadpool(self.acts.absent, _id(request), by), _id(request)
        )

    async def finish(self, request: Request) -> Response:
        """Ends the visit."""
        member = await self.session.require(request, Permission.HELP)
        ask = await read_json(request, Finish, LIMIT)
        facts = VisitFinished(member.id, ask.outcome)
        by = ActRequest(ask.request_id, member.id)
        note = {"note": ask.note} if ask.note.strip() else {}
        result = await run_in_threadpool(self.acts.act, _id(request), facts, by, note)
        if result is not None and result.refused is None:
            log(LogEvent.VISIT_ENDED, visit_id=_id(request), outcome=ask.outcome.value)
        return await self._answer(result, _id(request))

    def _act(
        self,
        path: str,
        handler: Handler,
        summary: str,
        *,
        root: str = _VISIT,
        takes: type = Asked,
    ) -> Operation:
        return Operation(
            "POST",
            root + path,
            handler,
            summary,
            takes=takes,
            gives=Acted,
            refuses=(404, 409),
            secured_by="session",
        )

    async def _asked(self, request: Request) -> tuple[Member, str]:
        member = await self.session.require(request, Permission.HELP)
        return member, (await read_json(request, Asked, LIMIT)).request_id

    async def _do(self, request: Request, facts: Callable[[Member], VisitFacts]) -> Response:
        member, ask = await self._asked(request)
        by = ActRequest(ask, member.id)
        result = await run_in_threadpool(self.acts.act, _id(request), facts(member), by)
        return await self._answer(result, _id(request))

    async def _answer(self, result: ActResult | None, visit_id: str) -> Response:
        """The visit as the state has it that every other reader is about to get."""
        view = await self._view(await self.readings.now(), visit_id)
        if result is None or view is None:
            raise Problem(404, "no_such_visit")
        if result.id_used or result.visit_id != visit_id:
            raise Problem(409, "request_id_used", "Another request had this id.", visit=view)
        if result.refused is not None:
            raise Problem(409, result.refused.reason.value, visit=view)
        return JsonResponse({"visit": view})

    async def _view(self, state: SiteState, visit_id: str) -> Raw | None:
        """None when there is no such visit; one that ended long ago is read from the store."""
        entry = state.line.find(visit_id) or await run_in_threadpool(self._load, visit_id)
        return self.states.visit(state, entry) if entry else None

    def _load(self, visit_id: str) -> Entry | None:
        with self.store.read() as connection:
            return load_entries(connection, [visit_id]).get(visit_id)


def _id(request: Request) -> str:
    return str(request.path_params["visit_id"])
