"""Owns getting this kiosk its token: a code to show, the home asked until a lead approved it.

The token is on disk, for this account alone, before anybody hears of it. Never opens the store.
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
"""How soon a kiosk notices that it was approved."""
_FIRST_WAIT_S: Final = 1.0
_LONGEST_WAIT_S: Final = 10.0


class Line(Protocol):
    """The calls to the home: LinkFault says try again, LinkRefused that the code is over."""

    def open(self, held: HeldFacts | None) -> CodeToShow:
        """A new code."""
        ...

    def collect(self, claim: str) -> Claimed:
        """The token, None until a lead approved."""
        ...


class Pairing:
    """A kiosk on its way to a token. Verbs may be called from any thread and return at once."""

    def __init__(self, line: Line, data: Path, token: TokenFile, url: str) -> None:
        self._line = line
        self._data = data
        self._token = token
        self._url = url
        self._lock = threading.Lock()
        self._state = PairingState(url=url)
        self._listeners: list[Callable[[PairingState], None]] = []
        self._claim: str | None = None
        self._lost = ""
        self._wake: Callable[[], None] = lambda: None

    def state(self) -> PairingState:
        """What to show now."""
        with self._lock:
            return self._state

    def on_state(self, listener: Callable[[PairingState], None]) -> None:
        """Calls `listener` at each change, on the pairing's own thread."""
        self._listeners.append(listener)

    def new_code(self) -> None:
        """Asks for another code; the one before is worth nothing any more."""
        with self._lock:
            self._claim = None
        self._wake()

    def on_wish(self, wake: Callable[[], None]) -> None:
        """Calls `wake` when a new code is wanted."""
        self._wake = wake

    def step(self) -> float:
        """One question to the home; seconds to pause. Raises LinkFault to be tried again."""
        with self._lock:
            claim = self._claim
        if self.state().paired:
            return _LONGEST_WAIT_S
        try:
            pause_s = self._open() if claim is None else self._collect(claim)
        except LinkFault as fault:
            self._tell(replace(self.state(), reachable=fault.answered))
            self._note_lost(fault.reason)
            raise
        self._lost = ""
        return pause_s

    def _note_lost(self, reason: str) -> None:
        if reason != self._lost:
            log(LogEvent.PAIRING_LOST, reason=reason)
        self._lost = reason

    def _open(self) -> float:
        held = unsent_here(self._data)
        told = HeldFacts(held.site, held.letter, held.count) if held else None
        self._tell(PairingState(url=self._url, reachable=self.state().reachable))
        opened = self._line.open(told)
        with self._lock:
            self._claim = opened.claim
        self._tell(PairingState(opened.code, self._url, opened.expires_s))
        return POLL_S

    def _collect(self, claim: str) -> float:
        try:
            answer = self._line.collect(claim)
        except LinkRefused:
            with self._lock:
                self._claim = None
            return 0.0
        if answer.token is None:
            self._tell(replace(self.state(), expires_s=answer.expires_s, reachable=True))
            return POLL_S
        self._token.keep(answer.token)
        log(LogEvent.PAIRED)
        self._tell(PairingState(url=self._url, paired=True))
        return 0.0

    def _tell(self, state: PairingState) -> None:
        with self._lock:
            changed = state != self._state
            self._state = state
        if changed:
            for listener in self._listeners:
                listener(state)


@contextmanager
def open_pairing(settings: StationSettings, clock: Clock) -> Iterator[Pairing]:
    """A pairing that asks the home until the block ends."""
    url = settings.server.url.rstrip("/")
    line = PairingClient(url, clock, ca_file=settings.server.ca_file)
    data, token = Path(settings.data_dir), TokenFile(Path(settings.server.token_file))
    pairing = Pairing(line, data, token, f"{url}/desk/")
    backoff = Backoff(_FIRST_WAIT_S, _LONGEST_WAIT_S, random.Random())
    worker = Worker("pairing", pairing.step, backoff)
    pairing.on_wish(worker.wake)
    worker.start()
    try:
        yield pairing
    finally:
        worker.ask_to_stop()
        line.close()
        worker.stop()
