"""API of a kiosk without a token: it asks for a code to show, then collects its token.

Anybody on the network may call it; a token is given only for a code that a lead approved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kiosk.domain.pairing import shown
from kiosk.server.fleet.pairings import AwaitingApproval, Pairings, TooManyCodes, UnsentEvents
from kiosk.server.http.answers import JsonResponse
from kiosk.server.http.openapi import Operation
from kiosk.server.http.problems import Problem
from kiosk.server.http.requests import caller_address, read_json
from kiosk.wire.pairing import AskCode, Claim, Claimed, CodeToShow

MAX_BODY_BYTES: Final = 64_000
_PAIR: Final = "/api/v1/pair"


@dataclass(frozen=True, slots=True)
class PairingApi:
    """Handlers of /api/v1/pair."""

    pairings: Pairings

    def operations(self) -> list[Operation]:
        """Both operations of pairing a kiosk."""
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
        """A new code to show."""
        ask = await read_json(request, AskCode, MAX_BODY_BYTES)
        held = ask.held
        unsent = UnsentEvents(held.site, held.letter, held.count) if held else None
        opened = await run_in_threadpool(self.pairings.open, caller_address(request), unsent)
        if isinstance(opened, TooManyCodes):
            wait_s = opened.retry_after_s
            raise Problem(429, "too_many_codes", "Enough codes are open.", retry_after_s=wait_s)
        return JsonResponse(CodeToShow(opened.claim, shown(opened.code), opened.expires_s))

    async def collect(self, request: Request) -> Response:
        """The token, once it is approved."""
        ask = await read_json(request, Claim, MAX_BODY_BYTES)
        found = await run_in_threadpool(self.pairings.collect, ask.claim)
        if found is None:
            raise Problem(410, "code_over", "Ask for a new code.")
        if isinstance(found, AwaitingApproval):
            return JsonResponse(Claimed(None, found.expires_s))
        return JsonResponse(Claimed(found, 0))
