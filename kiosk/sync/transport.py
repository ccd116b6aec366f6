"""Owns HTTP to the server: requests out, whole and checked answers in, everything else a fault.

An answer counts only with a 2xx status, our own protocol header and a body that parses: a captive
portal's page is no acknowledgement. Never follows a redirect, never switches verification off.
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
from kiosk.sync.ports import Offered, OfferedPhoto

PROTOCOL_HEADER: Final = "Kiosk-Protocol"
PROTOCOL: Final = "1"
PIECE_BYTES: Final = 65_536
"""Small enough for any proxy's limit, and for a slow line to get one through in time."""

_LONGEST_RETRY_AFTER_S: Final = 900.0
_CHUNK: Final = 65_536
_LONGEST_OFFSET: Final = 10
_LONGEST_CODE: Final = 80
_NOT_HERE: Final = {401: TokenRefused, 403: TokenStopped}
_KEPT_FOR_LATER: Final = frozenset({401, 403, 404, 408, 409, 425, 429})
"""Answers that say nothing about the event itself.

A revoked token, a wrong address, too much at once.
"""
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server may take, in seconds.

    To take the call, between two bytes, and over one whole request, the name's resolving included.
    """

    connect_s: float = 3.05
    read_s: float = 10.0
    whole_s: float = 60.0


_PATIENCE: Final = Patience()


@dataclass(frozen=True, slots=True)
class More:
    """What a request carries besides its address; `held_s`: how long the server may hold it."""

    body: bytes | None = None
    headers: Mapping[str, str] | None = None
    params: Mapping[str, str] | None = None
    held_s: float = 0.0

    @classmethod
    def json(cls, body: bytes) -> Self:
        """`body` as JSON."""
        return cls(body, {"Content-Type": "application/json"})


_NOTHING_MORE: Final = More()


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole and good answer."""

    headers: Mapping[str, str]
    body: bytes


class HttpClient:
    """Calls below one address, `about` in their headers. One thread at a time, `close` from any.

    `ca_file` holds the certificates of the authorities to believe, None: the public ones.
    """

    def __init__(
        self,
        base: str,
        about: Mapping[str, str],
        clock: Clock,
        patience: Patience = _PATIENCE,
        *,
        ca_file: str | None = None,
    ) -> None:
        self._base = base
        self._clock = clock
        self._patience = patience
        self._headers = {PROTOCOL_HEADER: PROTOCOL, **about}
        self._ca_file = ca_file
        self._wires = HttpSession(self._headers, ca_file)
        self._limited = DeadlineRunner(self._begin_anew)
        self._closed = False

    def close(self) -> None:
        """Lets go of the connections for good; a call under way ends with LinkClosed."""
        self._closed = True
        self._wires.cut()

    def call(self, method: str, path: str, more: More = _NOTHING_MORE) -> Answer:
        """A whole answer of our own server that says yes, else a fault."""
        session = self._wires.session

        def whole() -> tuple[requests.Response, bytes]:
            with session.request(
                method,
                self._base + path,
                params=more.params,
                data=more.body,
                headers=more.headers,
                timeout=(self._patience.connect_s, more.held_s + self._patience.read_s),
                allow_redirects=False,
                stream=True,
            ) as response:
                return response, _whole(response)

        try:
            response, answer = self._limited.call(whole, more.held_s + self._patience.whole_s)
        except (OSError, HTTPError) as fault:
            kind = LinkClosed if self._closed else LinkFault
            raise kind(reason_of(fault)) from fault
        _check(response, answer)
        return Answer(response.headers, answer)

    def _begin_anew(self) -> None:
        """Whatever hangs on the old wires may not meet the next call."""
        self._wires.cut()
        self._wires = HttpSession(self._headers, self._ca_file)


class HttpLink(HttpClient):
    """The line of one station."""

    def __init__(
        self,
        url: str,
        token: str,
        clock: Clock,
        patience: Patience = _PATIENCE,
        *,
        ca_file: str | None = None,
    ) -> None:
        base = f"{url.rstrip('/')}/api/v1/sync"
        about = {"Authorization": f"Bearer {token}"}
        super().__init__(base, about, clock, patience, ca_file=ca_file)
        self._site = token.split(".")[1]

    def push(
        self, events: Sequence[Offered], status: wire.StationStatus | None = None
    ) -> wire.Pushed:
        """Offers `events`; see the port."""
        message = wire.Push(
            site=self._site,
            sent_at=self._clock.now(),
            events=[wire.to_wire(offer.event, offer.age_s) for offer in events],
            status=status,
            boot_id=self._clock.boot_id,
            up_s=self._clock.monotonic_s(),
        )
        answer = self.call("POST", "/push", More.json(wire.encode(message)))
        return parsed(answer.body, wire.Pushed)

    def pull(self, after: int, epoch: str | None, wait_s: int) -> wire.State:
        """The state of the site; see the port."""
        params = {"after": str(after), "wait": str(wait_s), "epoch": epoch or ""}
        answer = self.call("GET", "/state", More(params=params, held_s=wait_s))
        state = parsed(answer.body, wire.State)
        try:
            wire.site_from_wire(state.site)
        except ValueError as fault:
            raise LinkFault("site cannot be used") from fault
        return state

    def upload(self, offer: OfferedPhoto, content: bytes, enough: Callable[[], bool]) -> bool:
        """Sends one picture from where the last try ended; see the port."""
        path = f"/visits/{offer.visit_id}/pictures/{offer.photo}"
        offset = self._sent_already(path)
        # One piece more than needed: the last may be asked for again to have the whole checked.
        for sent in range(len(content) // PIECE_BYTES + 2):
            if offset is None:
                return True
            if sent and enough():
                return False
            offset = self._send_piece(path, offset, content)
        raise LinkFault("the picture is never complete", answered=True)

    def _sent_already(self, path: str) -> int | None:
        """How much the server has, None when it wants no more."""
        try:
            return _offset(self.call("HEAD", path))
        except LinkRefused:
            return 0  # a HEAD has no body to say why: the first piece will be told

    def _send_piece(self, path: str, offset: int, content: bytes) -> int | None:
        headers = {
            "Content-Type": wire.PIECE_TYPE,
            wire.UPLOAD_OFFSET: str(offset),
            wire.UPLOAD_LENGTH: str(len(content)),
        }
        piece = content[offset : offset + PIECE_BYTES]
        return _offset(self.call("PATCH", path, More(piece, headers)))


def _whole(response: requests.Response) -> bytes:
    """The body, bounded in size."""
    body = bytearray()
    # Not iter_content: that waits until a chunk is full.
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
    if ours and status in range(400, 500) and status not in _KEPT_FOR_LATER:
        raise LinkRefused(status, *_problem(body))
    raise _fault(status, ours=ours)(
        f"status {status}", retry_after_s=_retry_after_s(response), answered=ours
    )


def _fault(status: int, *, ours: bool) -> type[LinkFault]:
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return ServerFailed
    # Only the server itself can know a token: a portal that wants a password says 401 too.
    return _NOT_HERE.get(status, LinkFault) if ours else LinkFault


def _problem(body: bytes) -> tuple[str, str]:
    try:
        problem = wire.decode(body, dict[str, object])
    except ValueError:
        return "unreadable", ""
    return str(problem.get("code", ""))[:_LONGEST_CODE], str(problem.get("detail", ""))


def _retry_after_s(response: requests.Response) -> float | None:
    """Retry-After as seconds or as a date; absurd values are cut, unreadable ones ignored."""
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


def _offset(answer: Answer) -> int | None:
    """How much of the picture the server has, None when it wants no more."""
    if answer.headers.get(wire.UPLOAD_COMPLETE) == wire.YES:
        return None
    text = answer.headers.get(wire.UPLOAD_OFFSET, "")
    if not (text.isascii() and text.isdigit()) or len(text) > _LONGEST_OFFSET:
        raise LinkFault("answer cannot be read")
    return int(text)


def parsed(body: bytes, shape: type[_T]) -> _T:
    """`body` as `shape`; LinkFault when it is something else."""
    try:
        return wire.decode(body, shape)
    except ValueError as fault:
        raise LinkFault("answer cannot be read") from fault
