"""HTTP client of the server for events, state and pictures: a response is complete, or a fault.

A response counts only with a 2xx status, our own protocol header and a body that parses: a captive
portal's page is no acknowledgement. Never follows a redirect, always verifies TLS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final, Self, TypeVar

import requests
from urllib3.exceptions import HTTPError

from kiosk import wire
from kiosk.clock import Clock
from kiosk.faults import (
    LinkClosed,
    LinkFault,
    LinkRefused,
    ServerFailed,
    TokenRefused,
    TokenStopped,
)
from kiosk.sync.deadline import DeadlineRunner
from kiosk.sync.http_session import HttpSession, reason_of
from kiosk.sync.piece_size import SMALLEST, PieceSize
from kiosk.sync.ports import Offered, OfferedPhoto

PROTOCOL_HEADER: Final = "Kiosk-Protocol"
PROTOCOL: Final = "1"

_LONGEST_RETRY_AFTER_S: Final = 900.0
_CHUNK: Final = 65_536
_LONGEST_OFFSET: Final = 10
_LONGEST_CODE: Final = 80
_TOKEN_FAULTS: Final = {401: TokenRefused, 403: TokenStopped}
_NOT_THE_EVENT: Final = frozenset({401, 403, 404, 408, 409, 425, 429})
"""Statuses that say nothing about the event: a revoked token, a wrong address, too many requests.

The event stays in the outbox and is sent again.
"""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long a server may take, in seconds.

    To accept the connection, between two bytes, and for one whole request including name lookup.
    """

    connect_s: float = 3.05
    read_s: float = 10.0
    whole_s: float = 60.0


_TIMEOUTS: Final = Timeouts()


@dataclass(frozen=True, slots=True)
class RequestOptions:
    """What a request has besides its path; `long_poll_s`: how long the server may hold it open."""

    body: bytes | None = None
    headers: Mapping[str, str] | None = None
    params: Mapping[str, str] | None = None
    long_poll_s: float = 0.0

    @classmethod
    def json(cls, body: bytes) -> Self:
        """`body` as JSON."""
        return cls(body, {"Content-Type": "application/json"})


_NO_OPTIONS: Final = RequestOptions()


@dataclass(frozen=True, slots=True)
class CheckedResponse:
    """A complete response of our own server with a 2xx status."""

    headers: Mapping[str, str]
    body: bytes


class HttpClient:
    """Makes calls below one URL, with `headers`. One thread at a time; `close` from any thread.

    `ca_file` holds the certificates of the authorities to trust, None: the public ones.
    """

    def __init__(
        self,
        base: str,
        headers: Mapping[str, str],
        clock: Clock,
        timeouts: Timeouts = _TIMEOUTS,
        *,
        ca_file: str | None = None,
    ) -> None:
        self._base = base
        self._clock = clock
        self._timeouts = timeouts
        self._headers = {PROTOCOL_HEADER: PROTOCOL, **headers}
        self._ca_file = ca_file
        self._http = HttpSession(self._headers, ca_file)
        self._runner = DeadlineRunner(self._replace_session)
        self._closed = False

    def close(self) -> None:
        """Closes the connections for good; a call in progress ends with LinkClosed."""
        self._closed = True
        self._http.cut()

    def call(
        self, method: str, path: str, options: RequestOptions = _NO_OPTIONS
    ) -> CheckedResponse:
        """The response of our own server to a request it accepted; anything else raises a fault."""
        session = self._http.session

        def whole() -> tuple[requests.Response, bytes]:
            with session.request(
                method,
                self._base + path,
                params=options.params,
                data=options.body,
                headers=options.headers,
                timeout=(self._timeouts.connect_s, options.long_poll_s + self._timeouts.read_s),
                allow_redirects=False,
                stream=True,
            ) as response:
                return response, _whole(response)

        try:
            response, body = self._runner.call(whole, options.long_poll_s + self._timeouts.whole_s)
        except (OSError, HTTPError) as fault:
            kind = LinkClosed if self._closed else LinkFault
            raise kind(reason_of(fault)) from fault
        _check(response, body)
        return CheckedResponse(response.headers, body)

    def _replace_session(self) -> None:
        """Starts a new session, so that a call that still hangs cannot mix with the next one."""
        self._http.cut()
        self._http = HttpSession(self._headers, self._ca_file)


class HttpSyncClient(HttpClient):
    """The sync calls of one station, made with its token."""

    def __init__(
        self,
        url: str,
        token: str,
        clock: Clock,
        timeouts: Timeouts = _TIMEOUTS,
        *,
        ca_file: str | None = None,
    ) -> None:
        base = f"{url.rstrip('/')}/api/v1/sync"
        headers = {"Authorization": f"Bearer {token}"}
        super().__init__(base, headers, clock, timeouts, ca_file=ca_file)
        self._site = token.split(".")[1]
        self._pieces = PieceSize()

    def push(
        self, events: Sequence[Offered], status: wire.StationStatus | None = None
    ) -> wire.Pushed:
        """Sends `events`, which may be none, and the station's status."""
        message = wire.Push(
            site=self._site,
            sent_at=self._clock.now(),
            events=[wire.to_wire(offer.event, offer.age_s) for offer in events],
            status=status,
            boot_id=self._clock.boot_id,
            up_s=self._clock.monotonic_s(),
        )
        response = self.call("POST", "/push", RequestOptions.json(wire.encode(message)))
        return parsed(response.body, wire.Pushed)

    def pull(
        self,
        after: int,
        epoch: str | None,
        wait_s: int,
        ways: Sequence[wire.WayTrouble] = (),
    ) -> wire.State:
        """The state once it is newer than `after`, at the latest after `wait_s`.

        `ways` are those that are stuck: a push might not get through to tell of them.
        """
        params = {"after": str(after), "wait": str(wait_s), "epoch": epoch or ""}
        stuck = {wire.WAYS_HEADER: wire.encode(list(ways)).decode("ascii")} if ways else None
        options = RequestOptions(headers=stuck, params=params, long_poll_s=wait_s)
        response = self.call("GET", "/state", options)
        state = parsed(response.body, wire.State)
        try:
            wire.site_from_wire(state.site)
        except ValueError as fault:
            raise LinkFault("site cannot be used") from fault
        return state

    def upload(self, offer: OfferedPhoto, content: bytes, stop: Callable[[], bool]) -> bool:
        """Sends one picture from where the last try ended; False when `stop` ended it early.

        A piece that something between, or an older home, finds too large is sent again in smaller
        ones: only a picture refused in its smallest piece is refused.
        """
        path = f"/visits/{offer.visit_id}/pictures/{offer.photo}"
        offset = self._sent_already(path)
        # One piece more than needed: the server may ask for the last again to check the whole.
        for sent in range(len(content) // SMALLEST + 2):
            if offset is None:
                return True
            if sent and stop():
                return False
            offset = self._send_piece(path, offset, content)
        raise LinkFault("the picture is never complete", answered=True)

    def _sent_already(self, path: str) -> int | None:
        """How many bytes the server has, None when it wants no more."""
        try:
            return _offset(self.call("HEAD", path))
        except LinkRefused:
            return 0  # the answer to a HEAD has no body: the first piece will get the reason

    def _send_piece(self, path: str, offset: int, content: bytes) -> int | None:
        headers = {
            "Content-Type": wire.PIECE_TYPE,
            wire.UPLOAD_OFFSET: str(offset),
            wire.UPLOAD_LENGTH: str(len(content)),
        }
        piece = content[offset : offset + self._pieces.size]
        began_s = self._clock.monotonic_s()
        try:
            now_there = _offset(self.call("PATCH", path, RequestOptions(piece, headers)))
        except (LinkFault, LinkRefused) as fault:
            smaller = self._pieces.failed(len(piece))
            if smaller and fault.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                return self._send_piece(path, offset, content)
            raise
        self._pieces.took(len(piece), self._clock.monotonic_s() - began_s)
        return now_there


def _whole(response: requests.Response) -> bytes:
    """The whole body; LinkFault when it is too large."""
    body = bytearray()
    # Not iter_content, which waits until a chunk is full.
    while chunk := response.raw.read1(_CHUNK, decode_content=True):
        body += chunk
        if len(body) > wire.MAX_BODY_BYTES:
            raise LinkFault("answer too large")
    return bytes(body)


def _check(response: requests.Response, body: bytes) -> None:
    ours = response.headers.get(PROTOCOL_HEADER) == PROTOCOL
    status = response.status_code
    if ours and status in range(200, 300):
        return
    if ours and status in range(400, 500) and status not in _NOT_THE_EVENT:
        raise LinkRefused(status, *_problem(body))
    raise _fault(status, ours=ours)(
        f"status {status}",
        retry_after_s=_retry_after_s(response),
        answered=ours,
        status=status,
    )


def _fault(status: int, *, ours: bool) -> type[LinkFault]:
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return ServerFailed
    # Only our own server can refuse a token: a captive portal says 401 too.
    return _TOKEN_FAULTS.get(status, LinkFault) if ours else LinkFault


def _problem(body: bytes) -> tuple[str, str]:
    try:
        problem = wire.decode(body, dict[str, object])
    except ValueError:
        return "unreadable", ""
    return str(problem.get("code", ""))[:_LONGEST_CODE], str(problem.get("detail", ""))


def _retry_after_s(response: requests.Response) -> float | None:
    """Retry-After, given in seconds or as a date; too long is cut, unreadable is ignored."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text), _LONGEST_RETRY_AFTER_S)
    try:
        at = parsedate_to_datetime(text)
        now = parsedate_to_datetime(response.headers.get("Date", ""))
        wait_s = (at.astimezone(UTC) - now.astimezone(UTC)).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return None
    return min(max(0.0, wait_s), _LONGEST_RETRY_AFTER_S)


def _offset(response: CheckedResponse) -> int | None:
    """How many bytes of the picture the server has, None when it wants no more."""
    if response.headers.get(wire.UPLOAD_COMPLETE) == wire.YES:
        return None
    text = response.headers.get(wire.UPLOAD_OFFSET, "")
    if not (text.isascii() and text.isdigit()) or len(text) > _LONGEST_OFFSET:
        raise LinkFault("answer cannot be read")
    return int(text)


def parsed(body: bytes, shape: type[_T]) -> _T:
    """`body` as `shape`; LinkFault when it is something else."""
    try:
        return wire.decode(body, shape)
    except ValueError as fault:
        raise LinkFault("answer cannot be read") from fault
