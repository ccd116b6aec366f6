"""Owns the stations' side of the API: push, state, pictures.

Every answer carries the protocol's header.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiosk import wire
from kiosk.clock import Clock
from kiosk.domain.site import Site
from kiosk.server import intake
from kiosk.server.album import Album
from kiosk.server.database import ServerDatabase
from kiosk.server.devices import Devices
from kiosk.server.feed import Feed
from kiosk.server.http import JsonResponse, Problem, read_json, read_number, read_what_comes
from kiosk.server.ledger import Ledger
from kiosk.server.operations import Operation
from kiosk.server.station_view import Reader, station_state
from kiosk.server.stations import Caller, note_station
from kiosk.server.uploads import Uploads, read_piece

LONGEST_WAIT_S: Final = 25
_SYNC: Final = "/api/v1/sync"
_LARGEST_SEQ: Final = 2**53


@dataclass(frozen=True, slots=True)
class SyncApi:
    """Handlers of /api/v1/sync; one station a token."""

    database: ServerDatabase
    site: Site
    clock: Clock
    feed: Feed
    devices: Devices
    album: Album
    uploads: Uploads

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
                refuses=(409, 415, 422),
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
        letter = await self._station(request)
        push = await read_json(request, wire.Push, wire.MAX_BODY_BYTES)
        if push.site != self.site.site_id:
            raise Problem(422, "wrong_site", "The token is of another site.", field="site")
        caller = Caller(letter, request.client.host if request.client else "")
        answer = await run_in_threadpool(self._accept, push, caller)
        if push.events:
            self.feed.publish(answer.seq)
        return JsonResponse(answer)

    async def state(self, request: Request) -> Response:
        """The state once newer than `after`, at latest after `wait` seconds.

        At once to a reader of another epoch: what it has counts for nothing here.
        """
        letter = await self._station(request)
        after = read_number(request, "after", most=_LARGEST_SEQ)
        wait_s = read_number(request, "wait", most=LONGEST_WAIT_S)
        if request.query_params.get("epoch") != self.database.epoch:
            after = wait_s = 0
        with self.feed.reader() as hints:
            state = await run_in_threadpool(self._state, Reader(letter, after))
            if state.seq > after or wait_s == 0:
                return JsonResponse(state)
            try:
                await asyncio.wait_for(hints.get(), wait_s)
            except TimeoutError:
                return JsonResponse(state)
        return JsonResponse(await run_in_threadpool(self._state, Reader(letter, after)))

    async def progress(self, request: Request) -> Response:
        """Says how much of a picture is here."""
        letter = await self._station(request)
        visit_id, photo = _place(request)
        progress = await run_in_threadpool(self.uploads.progress, visit_id, photo, letter)
        return Response(status_code=204, headers=progress.headers())

    async def piece(self, request: Request) -> Response:
        """Takes a piece of a picture; of one that is cut off, as much as came."""
        letter = await self._station(request)
        visit_id, photo = _place(request)
        progress = await run_in_threadpool(self.uploads.progress, visit_id, photo, letter)
        if progress.complete:
            return Response(status_code=204, headers=progress.headers())
        piece = read_piece(request.headers)
        content, whole = await read_what_comes(request, wire.PIECE_TYPE, wire.MAX_PIECE_BYTES)
        if piece.at + len(content) > piece.length:
            raise Problem(422, "malformed", "Longer than it says.", field="body")
        progress = await run_in_threadpool(self.uploads.add, visit_id, photo, piece, content)
        if not whole:
            raise Problem(400, "cut_off", "The body ended early.", field="body")
        return Response(status_code=204, headers=progress.headers())

    async def _station(self, request: Request) -> str:
        """The letter of the calling station; its right is checked before anything is read."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        letter = None
        if scheme.lower() == "bearer":
            letter = await run_in_threadpool(self.devices.station, token.strip())
        if letter is None:
            raise Problem(401, "unknown_token", "Pair this station again.")
        return letter

    def _accept(self, push: wire.Push, caller: Caller) -> wire.Pushed:
        with self.database.write() as connection:
            ledger = Ledger(connection, self.site, self.clock.now())
            note_station(connection, self.site, caller, push, ledger.received_at)
            answer = intake.accept(ledger, push, caller.letter, self.database.epoch)
        self.album.drop(ledger.erased)
        return answer

    def _state(self, reader: Reader) -> wire.State:
        with self.database.read() as connection:
            now = self.clock.now()
            return station_state(connection, self.site, self.database.epoch, reader, now)


def _place(request: Request) -> tuple[str, str]:
    return str(request.path_params["visit_id"]), str(request.path_params["photo"])
