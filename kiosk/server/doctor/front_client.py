"""Requests to the home by its public address, as browsers and kiosks make them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Final

import msgspec
import requests
from urllib3.exceptions import HTTPError

from kiosk.server.doctor.api import LONGEST_HOLD_S, PROBE
from kiosk.sync.http_session import HttpSession, reason_of
from kiosk.sync.transport import PROTOCOL, PROTOCOL_HEADER

_CONNECT_S: Final = 5.0
_MOST_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the doctor waits: for an answer, and for one that the server holds back on purpose.

    `hold_s` is whole seconds, as the server takes them.
    """

    answer_s: float = 15.0
    hold_s: int = LONGEST_HOLD_S


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer by the public address. `ours`: of a home, not of something in front of it.

    `own_address`: this end of the connection, as the home sees it when nothing stands between.
    """

    status: int
    ours: bool
    body: bytes
    location: str = ""
    own_address: str = ""

    @property
    def code(self) -> str:
        """The word of a refusal, empty when there is none."""
        try:
            return msgspec.json.decode(self.body, type=_Refusal).code
        except msgspec.MsgspecError:
            return ""


class _Refusal(msgspec.Struct):
    code: str = ""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Nothing came, for this reason."""

    reason: str


class FrontClient:
    """Asks below `url`, certificates verified by `ca_file` or the public authorities."""

    def __init__(self, url: str, ca_file: str | None, patience: Patience) -> None:
        self._url = url
        self._ca_file = ca_file
        self._patience = patience

    def probe(
        self, key: str, *, hold: bool = False, body: bytes | None = None
    ) -> Answer | NoAnswer:
        """Asks the home how this request arrived."""
        wait = f"?wait={self._patience.hold_s}" if hold else ""
        path = PROBE + wait
        return self.ask(path, key, body=body, extra_s=self._patience.hold_s if hold else 0)

    def ask(
        self, path: str, token: str, *, body: bytes | None = None, extra_s: float = 0
    ) -> Answer | NoAnswer:
        """The answer to GET, or to POST of `body`."""
        with closing(_Session(token, self._ca_file)) as session:
            try:
                with session.open(self._url + path, body, self._patience.answer_s + extra_s) as got:
                    own = session.own_address()
                    content = got.raw.read(_MOST_BYTES, decode_content=True)
            except (OSError, HTTPError) as fault:
                return NoAnswer(reason_of(fault))
        ours = got.headers.get(PROTOCOL_HEADER) == PROTOCOL
        location = str(got.headers.get("Location", ""))
        return Answer(got.status_code, ours, content, location, own)

    def first_beat(self, token: str) -> Answer | NoAnswer:
        """The first bytes of a live stream, which the home sends at once and never ends."""
        with closing(_Session(token, self._ca_file)) as session:
            try:
                url = f"{self._url}{PROBE}/live"
                with session.open(url, None, self._patience.answer_s) as got:
                    first = got.raw.read1(_MOST_BYTES, decode_content=True)
            except (OSError, HTTPError) as fault:
                return NoAnswer(reason_of(fault))
        return Answer(got.status_code, got.headers.get(PROTOCOL_HEADER) == PROTOCOL, first)


class _Session:
    """One connection, shown `token`."""

    def __init__(self, token: str, ca_file: str | None) -> None:
        headers: Mapping[str, str] = {"Authorization": f"Bearer {token}"}
        self._http = HttpSession(headers, ca_file)

    def open(self, url: str, body: bytes | None, read_s: float) -> requests.Response:
        return self._http.session.request(
            "GET" if body is None else "POST",
            url,
            data=body,
            headers={"Content-Type": "application/octet-stream"} if body is not None else None,
            timeout=(_CONNECT_S, read_s),
            allow_redirects=False,
            stream=True,
        )

    def own_address(self) -> str:
        own = self._http.own_address()
        return "{}:{}".format(*own) if own else ""

    def close(self) -> None:
        self._http.cut()
