"""Owns the API of a kiosk that has no token yet: a code to show, then the token.

Anybody on the network may call it: it gives nothing that a lead did not approve.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiosk.domain.pairing import shown
from kiosk.server.fleet.pairings import Held, Pairings, TooMany, Waiting
from kiosk.server.http.answers import JsonResponse
from kiosk.server.http.openapi import Operation
from kiosk.server.http.problems import Problem
from kiosk.server.http.requests import caller_address, read_json
from kiosk.wire.pairing import AskCode, Claim, Claimed, CodeToShow

LIMIT: Final = 64_000
_PAIR: Final = "/api/v1/pair"


@dataclass(frozen=True, slots=True)
class PairApi:
    """Handlers of /api/v1/pair."""

    pairings: Pairings

    def operations(self) -> list[Operation]:
        """Both operations of pairing."""
        return [
            Operation(
                "POST",
                _PAIR,
                self.open,
                "Ask for a code to show on a kiosk without a token",
                takes=AskCode,
                gives=CodeToShow,
                refuses=(429,),
            ),
            Operation(
                "POST",
                f"{_PAIR}/token",
                self.collect,
                "Collect the token once a lead approved the code",
                takes=Claim,
                gives=Claimed,
                refuses=(410,),
            ),
        ]

    async def open(self, request: Request) -> Response:
        """A code to show."""
        ask = await read_json(request, AskCode, LIMIT)
        told = ask.held
        held = Held(told.site, told.letter, told.count) if told else None
        opened = await run_in_threadpool(self.pairings.open, caller_address(request), held)
        if isinstance(opened, TooMany):
            wait_s = opened.retry_after_s
            raise Problem(429, "too_many_codes", "Enough codes are open.", retry_after_s=wait_s)
        return JsonResponse(CodeToShow(opened.claim, shown(opened.code), opened.expires_s))

    async def collect(self, request: Request) -> Response:
        """The token, once it is approved."""
        ask = await read_json(request, Claim, LIMIT)
        found = await run_in_threadpool(self.pairings.collect, ask.claim)
        if found is None:
            raise Problem(410, "code_over", "Ask for a new code.")
        if isinstance(found, Waiting):
            return JsonResponse(Claimed(None, found.expires_s))
        return JsonResponse(Claimed(found, 0))
