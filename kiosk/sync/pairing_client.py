"""Owns the calls of a kiosk that has no token yet: a code to show, then the token."""

from __future__ import annotations

from kiosk import wire
from kiosk.clock import Clock
from kiosk.sync.transport import HttpClient, More, parsed
from kiosk.wire.pairing import AskCode, Claim, Claimed, CodeToShow, HeldFacts


class PairingClient(HttpClient):
    """The line of a kiosk nobody knows. Verbs raise LinkFault, or LinkRefused for a code over."""

    def __init__(self, url: str, clock: Clock, *, ca_file: str | None = None) -> None:
        super().__init__(f"{url.rstrip('/')}/api/v1/pair", {}, clock, ca_file=ca_file)

    def open(self, held: HeldFacts | None) -> CodeToShow:
        """A new code; `held` is what this kiosk still has to send from before."""
        answer = self.call("POST", "", More.json(wire.encode(AskCode(held))))
        return parsed(answer.body, CodeToShow)

    def collect(self, claim: str) -> Claimed:
        """The token, None until a lead approved."""
        answer = self.call("POST", "/token", More.json(wire.encode(Claim(claim))))
        return parsed(answer.body, Claimed)
