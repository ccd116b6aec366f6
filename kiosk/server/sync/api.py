"""The stations' API: push of events, pull of the site's state, upload of pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from msgspec.structs import replace
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiosk import wire
from kiosk.server.auth.devices import Caller, Devices
from kiosk.server.fleet.status import save_status
from kiosk.server.fleet.ways import is_news, read_ways, save_ways, told_with_pulls
from kiosk.server.http.answers import JsonResponse
from kiosk.server.http.openapi import Operation
from kiosk.server.http.problems import Problem
from kiosk.server.http.requests import (
    bearer_token,
    caller_address,
    decode_json,
    read_number,
    read_partial,
)
from kiosk.server.pictures.picture_store import PictureStore
from kiosk.server.pictures.uploads import Uploads, read_piece
from kiosk.server.shared.readings import SharedReadings
from kiosk.server.store.changes import Side
from kiosk.server.store.site_store import SiteStore
from kiosk.server.sync import ingest
from kiosk.server.sync.cursor_ahead import is_ahead
from kiosk.server.sync.pulls import Arrived, Pull, StationPulls
from kiosk.server.sync.quotas import Allowance
from kiosk.server.sync.voided_values import VoidedValues

LONGEST_WAIT_S: Final = 25
_SYNC: Final = "/api/v1/sync"
_LARGEST_SEQ: Final = 2**53


@dataclass(frozen=True, slots=True)
class SyncApi:
    """Handlers of /api/v1/sync; one station a token."""

    store: SiteStore
    devices: Devices
    picture_store: PictureStore
    uploads: Uploads
    readings: SharedReadings
    pulls: StationPulls
    voided: VoidedValues = field(default_factory=VoidedValues)

    def operations(self) -> list[Operation]:
        """Every operation of a station."""
        picture = f"{_SYNC}/visits/{{visit_id:uuid}}/pictures/{{photo}}"
        return [
            Operation(
                "POST",
                f"{_SYNC}/push",
                self.push,
                "Offer events and tell how the station fares; answered by id",
                takes=wire.Push,
                gives=wire.Pushed,
                refuses=(429,),
                secured_by="station",
            ),
            Operation(
                "GET",
                f"{_SYNC}/state",
                self.state,
                "The state of the site, once newer than `after`",
                gives=wire.State,
                refuses=(422,),
                query={
                    "after": {"type": "integer", "minimum": 0, "maximum": _LARGEST_SEQ},
                    "wait": {"type": "integer", "minimum": 0, "maximum": LONGEST_WAIT_S},
                    "epoch": {"type": "string"},
                },
                secured_by="station",
            ),
            Operation(
                "HEAD",
                picture,
                self.progress,
                "How much of a picture an event told of is here",
                status=204,
                refuses=(422,),
                secured_by="station",
            ),
            Operation(
                "PATCH",
                picture,
                self.piece,
                "Send a picture, or a piece of it, from where the last one ended",
                status=204,
                refuses=(409, 415, 422, 429),
                secured_by="station",
                takes_bytes=wire.PIECE_TYPE,
                headers={
                    wire.UPLOAD_OFFSET: {"type": "integer", "minimum": 0},
                    wire.UPLOAD_LENGTH: {
                        "type": "integer",
                        "minimum": 1,
                        "maximum": wire.MAX_PICTURE_BYTES,
                    },
                },
            ),
        ]

    async def push(self, request: Request) -> Response:
        """Takes events."""
        caller = await self._station(request)
        read = await decode_json(request, wire.read_push, wire.MAX_BODY_BYTES)
        if read.push.site != self.store.site_id:
            raise Problem(422, "wrong_site", "The token is of another site.", field="site")
        answer, wait_s = await run_in_threadpool(self._accept, read, caller)
        if wait_s:
            raise _too_much("visits", wait_s)
        return JsonResponse(answer)

    async def state(self, request: Request) -> Response:
        """The state once newer than `after`, at latest after `wait` seconds.

        At once to a reader of another epoch: what it has counts for nothing here.
        """
        after = read_number(request, "after", largest=_LARGEST_SEQ)
        wait_s = read_number(request, "wait", largest=LONGEST_WAIT_S)
        epoch = request.query_params.get("epoch", "")
        feed = self.store.feed
        before = feed.published
        arrived = await self._arrived(request, epoch, after)
        caller = arrived.caller
        if epoch != self.store.epoch:
            after = wait_s = 0
        with feed.listen(Side.STATION, caller.letter) as hints:
            if wait_s and arrived.reached <= after and feed.published == before:
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait_s):
                        await hints.get()
        answer = await self.pulls.answer(caller, after)
        if answer is None:
            raise _unknown()
        return Response(answer, media_type=JsonResponse.media_type)

    async def progress(self, request: Request) -> Response:
        """Says how much of a picture is here."""
        caller = await self._station(request)
        visit_id, photo = _place(request)
        progress = await run_in_threadpool(self.uploads.progress, visit_id, photo, caller.letter)
        return Response(status_code=204, headers=progress.headers())

    async def piece(self, request: Request) -> Response:
        """Takes a piece of a picture; of one that is cut off, as much as came."""
        caller = await self._station(request)
        visit_id, photo = _place(request)
        progress = await run_in_threadpool(self.uploads.progress, visit_id, photo, caller.letter)
        if progress.complete:
            return Response(status_code=204, headers=progress.headers())
        await run_in_threadpool(self.uploads.require_room)
        piece = read_piece(request.headers)
        content, whole = await read_partial(request, wire.PIECE_TYPE, wire.MAX_PIECE_BYTES)
        if piece.at + len(content) > piece.length:
            raise Problem(422, "malformed", "Longer than it says.", field="body")
        wait_s = await run_in_threadpool(self._admit, caller, len(content))
        if wait_s:
            raise _too_much("pictures", wait_s)
        progress = await self.uploads.add(visit_id, photo, piece, content)
        if not whole:
            raise Problem(400, "cut_off", "The body ended early.", field="body")
        return Response(status_code=204, headers=progress.headers())

    async def _station(self, request: Request) -> Caller:
        """The calling station; its right is checked before anything is read."""
        token, caller = bearer_token(request), None
        if token:
            address = caller_address(request)
            caller = await run_in_threadpool(self.devices.station, token, address)
        if caller is None:
            raise _unknown()
        if caller.stopped:
            raise _two_machines()
        return caller

    def _check(self, connection: Connection, caller: Caller) -> None:
        """Again, inside the transaction: a token may be revoked while its call is on the way."""
        if not self.devices.is_authorized(connection, caller):
            raise _unknown()

    def _admit(self, caller: Caller, size: int) -> int:
        """Counts `size` bytes; the seconds to wait when they are too many now, else 0."""
        with self.store.write() as connection:
            self._check(connection, caller)
            allowance = Allowance(connection, self.store.site, caller, self.store.now())
            if allowance.picture_bytes < size:
                return allowance.wait_s(picture_bytes=size)
            allowance.take(picture_bytes=size)
            allowance.save()
        return 0

    def _accept(self, read: wire.ReadPush, caller: Caller) -> tuple[wire.Pushed, int]:
        """The answer, and the seconds to wait when nothing of it may come now, else 0."""
        push = read.push
        self._require_one_machine(push, caller)
        self._renew_if_proved(push)
        with self.store.append() as ledger:
            connection, now = ledger.connection, ledger.received_at
            self._check(connection, caller)
            save_status(connection, self.store.site, caller, push, now)
            allowance = Allowance(connection, self.store.site, caller, now)
            allowed = allowance.visits
            taken = ingest.accept(ledger, read, caller.letter, self.store.epoch, allowed)
            answer = replace(taken.answer, mark=self.store.marks.at(connection, ledger.seq))
            if ledger.begun:
                allowance.take(visits=ledger.begun)
                allowance.save()
        self.picture_store.drop(ledger.erased)
        self.voided.note(caller.letter, taken.voided)
        if push.sent_at is not None:
            self.store.known_time.witness(push.boot_id, push.sent_at)
        refused = push.events and not answer.acknowledged and not answer.set_aside
        return answer, allowance.wait_s() if refused else 0

    async def _arrived(self, request: Request, epoch: str, after: int) -> Arrived:
        """Who pulls; what the pull tells anew is written down."""
        ways = tuple(read_ways(request.headers.get(wire.WAYS_HEADER)))
        pull = Pull(bearer_token(request), caller_address(request), epoch, after, ways)
        arrived = await self.pulls.without_news(pull)
        if arrived is None:
            caller = await self._station(request)
            await run_in_threadpool(self._take_news, caller, pull)
            arrived = Arrived(caller, (await self.readings.now()).line.seq)
        return arrived

    def _take_news(self, caller: Caller, pull: Pull) -> None:
        self._renew_if_ahead(caller, pull.epoch, pull.after)
        self._note_ways(caller, pull.ways)

    def _note_ways(self, caller: Caller, ways: Sequence[wire.WayTrouble]) -> None:
        with self.store.read() as connection:
            told = told_with_pulls(connection, self.store.site)
        if not is_news(told, caller.letter, ways):
            return
        with self.store.write() as connection:
            self._check(connection, caller)
            save_ways(connection, self.store.site, caller, ways, self.store.now())

    def _require_one_machine(self, push: wire.Push, caller: Caller) -> None:
        """Problem 403 when two machines use the token; a lead decides, and nothing is stored."""
        if push.boot_id is None or push.up_s is None:
            return  # an older kiosk does not say
        if self.devices.is_on_two_machines(caller, push.boot_id, push.up_s):
            raise _two_machines()

    def _renew_if_proved(self, push: wire.Push) -> None:
        """Begins a new epoch when the station read more, or something else, than is here now."""
        mark, epoch = push.status.mark if push.status else None, self.store.epoch
        if not mark:
            return
        with self.store.read() as connection:
            read_under = self.store.marks.proves_older_copy(connection, mark)
        if read_under is not None:
            self.store.renew_epoch(epoch, read_under)

    def _renew_if_ahead(self, caller: Caller, epoch: str, after: int) -> None:
        """The same for a cursor ahead of our history, which nobody signed: once a day and letter.

        So a broken station cannot make all others offer again and again.
        """
        if epoch == self.store.epoch and is_ahead(self.store, caller.letter, after):
            self.store.renew_epoch(epoch, epoch)


def _place(request: Request) -> tuple[str, str]:
    return str(request.path_params["visit_id"]), str(request.path_params["photo"])


def _too_much(what: str, wait_s: int) -> Problem:
    return Problem(429, "quota", f"Too many {what}; come again.", retry_after_s=wait_s)


def _two_machines() -> Problem:
    return Problem(403, "two_places", "A lead must say which of two kiosks this is.")


def _unknown() -> Problem:
    return Problem(401, "unknown_token", "Pair this station again.")
