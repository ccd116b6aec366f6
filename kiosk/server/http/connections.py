"""Connections of the server within bounds, so that nobody can take all of them.

uvicorn waits for ever for the head of a request, and for the rest of a body. Here both have a time
limit, and so has the number of connections: when there are too many, the oldest that does nothing
is closed, of the address that has most of them. Whoever sends a request at once always gets in.
"""

from __future__ import annotations

import asyncio
import resource
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kiosk.clock import Clock
from kiosk.journal import LogEvent, log

KEEP_ALIVE_S: Final = 75
"""How long an idle connection stays open. Longer than a kiosk's pause between two messages: with
uvicorn's 5 s a message is sent now and then into a connection that is just being closed. For the
same reason a proxy has to give its own idle connections up earlier than that."""
KEPT_LONGER: Final = "kiosk.kept_longer"
"""Where a request's scope says how often a proxy left an idle connection for us to close."""
FILES_FOR_THE_REST: Final = 256
"""Files besides connections: stores, pictures, threads' own."""

_OF_PROXIES: Final = frozenset({b"x-forwarded-for", b"x-forwarded-proto", b"forwarded", b"via"})


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many connections there may be, and how long each may take.

    `silent`: without a whole head of a request; `idle`: between two requests.
    """

    silent: int = 256
    idle: int = 512
    in_all: int = 8_192
    head_s: float = 10.0
    body_s: float = 120.0

    def within_files(self, files: int) -> Bounds:
        """The same, as far as so many open files allow."""
        most = max(64, files - FILES_FOR_THE_REST)
        return Bounds(
            min(self.silent, most // 4),
            min(self.idle, most // 4),
            min(self.in_all, most),
            self.head_s,
            self.body_s,
        )


def raise_file_limit() -> int:
    """Lets this process open as many files as it may at most; how many."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


class Connections:
    """The connections of one server process; used on its loop, the counts from any thread."""

    LOG_EVERY_S: Final = 600.0
    """One line for each burst, not one for each connection."""

    def __init__(self, bounds: Bounds, clock: Clock) -> None:
        self.bounds = bounds
        self._clock = clock
        self._silent: dict[GuardedProtocol, str] = {}
        self._idle: dict[GuardedProtocol, str] = {}
        self._busy: dict[GuardedProtocol, str] = {}
        self._turned_away = 0
        self.kept_longer = 0
        """Idle connections of a proxy that we closed first, since the start: a request that it
        sends at that moment is lost."""
        self._crowded_s: float | None = None
        self._logged_s: float | None = None

    @property
    def turned_away(self) -> int:
        """Connections closed for want of room, since the start."""
        return self._turned_away

    def counts(self) -> dict[str, int]:
        """Open connections by what they do."""
        return {"silent": len(self._silent), "idle": len(self._idle), "busy": len(self._busy)}

    def is_crowded(self) -> bool:
        """Whether a connection was closed for want of room within the last minutes."""
        return (
            self._crowded_s is not None
            and self._clock.monotonic_s() - self._crowded_s < self.LOG_EVERY_S
        )

    def opened(self, connection: GuardedProtocol, address: str) -> None:
        """A new one, which has sent nothing yet."""
        self._silent[connection] = address
        self._keep_within(self._silent, self.bounds.silent)
        if sum(self.counts().values()) > self.bounds.in_all:
            self._close_one(self._idle or self._silent)

    def began_request(self, connection: GuardedProtocol) -> None:
        """The head of a request is whole."""
        self._move(connection, self._busy)

    def answered(self, connection: GuardedProtocol) -> None:
        """Nothing is under way on it."""
        self._move(connection, self._idle)
        self._keep_within(self._idle, self.bounds.idle)

    def closed(self, connection: GuardedProtocol) -> None:
        """It is gone."""
        for group in (self._silent, self._idle, self._busy):
            group.pop(connection, None)

    def _move(self, connection: GuardedProtocol, to: dict[GuardedProtocol, str]) -> None:
        for group in (self._silent, self._idle, self._busy):
            if connection in group:
                address = group.pop(connection)
                to[connection] = address
                return

    def _keep_within(self, group: dict[GuardedProtocol, str], most: int) -> None:
        if len(group) > most:
            self._close_one(group)

    def _close_one(self, group: dict[GuardedProtocol, str]) -> None:
        """Closes the oldest of the address that has most of them."""
        [(crowd, _)] = Counter(group.values()).most_common(1)
        oldest = next(connection for connection, address in group.items() if address == crowd)
        del group[oldest]
        oldest.cut_off()
        self._turned_away += 1
        now_s = self._clock.monotonic_s()
        self._crowded_s = now_s
        if self._logged_s is None or now_s - self._logged_s >= self.LOG_EVERY_S:
            self._logged_s = now_s
            log(LogEvent.CONNECTIONS_CROWDED, **self.counts())


class GuardedProtocol(HttpToolsProtocol):
    """One connection; tells `Connections` what it does, and ends when a head or body takes long."""

    def __init__(self, *of_uvicorn: Any, connections: Connections, **more: Any) -> None:
        super().__init__(*of_uvicorn, **more)
        self._all = connections
        self._limit: asyncio.TimerHandle | None = None
        self._is_answering = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Waits for a head from now on."""
        super().connection_made(transport)
        self._all.opened(self, self.client[0] if self.client else "")
        self._wait(self._all.bounds.head_s)

    def data_received(self, data: bytes) -> None:
        """The first bytes of a further request begin a new wait."""
        if self._limit is None and not self._is_answering:
            self._wait(self._all.bounds.head_s)
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """The head is whole; the body has a time of its own."""
        self._wait(self._all.bounds.body_s)
        self._is_answering = True
        self._all.began_request(self)
        self.scope[KEPT_LONGER] = self._all.kept_longer  # type: ignore[typeddict-unknown-key]  # ours
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole; its answer may take as long as it likes: streams do."""
        self._stop_waiting()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Idle until the next request."""
        self._is_answering = bool(self.pipeline)
        super().on_response_complete()
        if not self._is_answering:
            self._all.answered(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over, by whomever."""
        self._stop_waiting()
        self._all.closed(self)
        super().connection_lost(exc)

    def timeout_keep_alive_handler(self) -> None:
        """Idle for too long. A proxy, by what its last request says it passed on, is counted."""
        if not self.transport.is_closing() and _is_passed_on(self.headers):
            self._all.kept_longer += 1
        super().timeout_keep_alive_handler()

    def cut_off(self) -> None:
        """Ends it at once; nobody waits for the other side."""
        self._stop_waiting()
        if not self.transport.is_closing():
            self.transport.abort()

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._limit = self.loop.call_later(seconds, self.cut_off)

    def _stop_waiting(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None


def _is_passed_on(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a proxy passed this request on; uvicorn gives names in small letters."""
    return any(name in _OF_PROXIES for name, _ in headers)


def guarded(connections: Connections) -> Callable[..., GuardedProtocol]:
    """What uvicorn makes a connection with."""

    def made(*of_uvicorn: Any, **more: Any) -> GuardedProtocol:
        return GuardedProtocol(*of_uvicorn, connections=connections, **more)

    return made
