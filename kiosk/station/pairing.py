"""Pairing: shows a code and polls the server until a lead approves it and a token comes back.

The token is on disk before anything reports success. Never opens the store.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol

from kiosk.clock import Clock
from kiosk.domain.pairing import PairingState
from kiosk.faults import LinkFault, LinkRefused
from kiosk.journal import LogEvent, log
from kiosk.retry import Backoff, Worker
from kiosk.settings import StationSettings
from kiosk.station.identity import TokenFile
from kiosk.station.store.unsent import unsent_here
from kiosk.sync.pairing_client import PairingClient
from kiosk.wire.pairing import Claimed, CodeToShow, HeldFacts

POLL_S: Final = 2.0
"""How often the server is asked, so how soon a kiosk notices that it was approved."""
_FIRST_RETRY_S: Final = 1.0
_LONGEST_RETRY_S: Final = 10.0


class PairingCalls(Protocol):
    """The pairing calls of the server: LinkFault means try again, LinkRefused an expired code."""

    def open(self, unsent: HeldFacts | None) -> CodeToShow:
        """A new code."""
        ...

    def collect(self, claim: str) -> Claimed:
        """The token, None until a lead approved."""
        ...


class Pairing:
    """A kiosk that waits for its token. Any thread may call all but `step`."""

    def __init__(self, server: PairingCalls, data: Path, token: TokenFile, url: str) -> None:
        self._server = server
        self._data = data
        self._token = token
        self._url = url
        self._lock = threading.Lock()
        self._state = PairingState(url=url)
        self._listeners: list[Callable[[PairingState], None]] = []
        self._claim: str | None = None
        self._logged_reason = ""
        self._wake: Callable[[], None] = lambda: None

    def state(self) -> PairingState:
        """What to show now."""
        with self._lock:
            return self._state

    def on_state(self, listener: Callable[[PairingState], None]) -> None:
        """Calls `listener` at each change, on the pairing's own thread."""
        self._listeners.append(listener)

    def new_code(self) -> None:
        """Asks for another code; the one before is void."""
        with self._lock:
            self._claim = None
        self._wake()

    def on_new_code(self, wake: Callable[[], None]) -> None:
        """Calls `wake` when a new code was asked for."""
        self._wake = wake

    def step(self) -> float:
        """One call to the server; the seconds to pause. Raises LinkFault to be tried again."""
        with self._lock:
            claim = self._claim
        if self.state().paired:
            return _LONGEST_RETRY_S
        try:
            pause_s = self._open() if claim is None else self._collect(claim)
        except LinkFault as fault:
            crowded = fault.answered and fault.retry_after_s is not None and claim is None
            self._publish(replace(self.state(), reachable=fault.answered, crowded=crowded))
            self._log_fault(fault.reason)
            raise
        self._logged_reason = ""
        return pause_s

    def _log_fault(self, reason: str) -> None:
        if reason != self._logged_reason:
            log(LogEvent.PAIRING_LOST, reason=reason)
        self._logged_reason = reason

    def _open(self) -> float:
        waiting = unsent_here(self._data)
        unsent = HeldFacts(waiting.site, waiting.letter, waiting.count) if waiting else None
        self._publish(PairingState(url=self._url, reachable=self.state().reachable))
        opened = self._server.open(unsent)
        with self._lock:
            self._claim = opened.claim
        self._publish(PairingState(opened.code, self._url, opened.expires_s))
        return POLL_S

    def _collect(self, claim: str) -> float:
        try:
            answer = self._server.collect(claim)
        except LinkRefused:
            with self._lock:
                self._claim = None
            return 0.0
        if answer.token is None:
            self._publish(replace(self.state(), expires_s=answer.expires_s, reachable=True))
            return POLL_S
        self._token.write(answer.token)
        log(LogEvent.PAIRED)
        self._publish(PairingState(url=self._url, paired=True))
        return 0.0

    def _publish(self, state: PairingState) -> None:
        with self._lock:
            changed = state != self._state
            self._state = state
        if changed:
            for listener in self._listeners:
                listener(state)


@contextmanager
def open_pairing(settings: StationSettings, clock: Clock) -> Iterator[Pairing]:
    """A pairing that polls the server until the block ends."""
    url = settings.server.url.rstrip("/")
    client = PairingClient(url, clock, ca_file=settings.server.ca_file)
    data, token = Path(settings.data_dir), TokenFile(Path(settings.server.token_file))
    pairing = Pairing(client, data, token, f"{url}/desk/")
    backoff = Backoff(_FIRST_RETRY_S, _LONGEST_RETRY_S, random.Random())
    worker = Worker("pairing", pairing.step, backoff)
    pairing.on_new_code(worker.wake)
    worker.start()
    try:
        yield pairing
    finally:
        worker.ask_to_stop()
        client.close()
        worker.stop()
