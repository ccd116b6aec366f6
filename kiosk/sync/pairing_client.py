"""HTTP client for pairing: a code to show, then the token."""

from __future__ import annotations

from kiosk import wire
from kiosk.clock import Clock
from kiosk.sync.transport import HttpClient, RequestOptions, parsed
from kiosk.wire.pairing import AskCode, Claim, Claimed, CodeToShow, HeldFacts


class PairingClient(HttpClient):
    """The pairing calls, made without a token; LinkFault, or LinkRefused for an expired code."""

    def __init__(self, url: str, clock: Clock, *, ca_file: str | None = None) -> None:
        super().__init__(f"{url.rstrip('/')}/api/v1/pair", {}, clock, ca_file=ca_file)

    def open(self, unsent: HeldFacts | None) -> CodeToShow:
        """A new code; `unsent` is what this kiosk still has to send from before."""
        response = self.call("POST", "", RequestOptions.json(wire.encode(AskCode(unsent))))
        return parsed(response.body, CodeToShow)

    def collect(self, claim: str) -> Claimed:
        """The token, None until a lead approved."""
        response = self.call("POST", "/token", RequestOptions.json(wire.encode(Claim(claim))))
        return parsed(response.body, Claimed)
