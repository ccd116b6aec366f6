"""Owns the HTTP session of a line: what it believes, and that it can be cut at any moment.

Takes no word from the machine's surroundings: no proxy variables, no netrc, no cookies. TLS is
verified always, against `ca_file` or the public authorities.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

if TYPE_CHECKING:
    from urllib3._base_connection import BaseHTTPConnection, BaseHTTPSConnection

_Note = Callable[[object], None]


class HttpSession:
    """One session and the connection it made last; one call at a time uses it."""

    def __init__(self, headers: Mapping[str, str], ca_file: str | None) -> None:
        self._newest: object = None
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = ca_file or True
        self.session.headers.update(headers)
        self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self.session.mount("http://", _Noting(self._note))
        self.session.mount("https://", _Noting(self._note))

    def cut(self) -> None:
        """Whoever waits on a connection gets a fault at once; may be called from any thread."""
        line: socket.socket | None = getattr(self._newest, "sock", None)
        if line is not None:
            with suppress(OSError):
                # The plain shutdown: that of TLS takes the session from under whoever reads.
                socket.socket.shutdown(line, socket.SHUT_RDWR)
        self.session.close()

    def _note(self, connection: object) -> None:
        self._newest = connection


class _Noting(HTTPAdapter):
    """Tells of every connection it makes."""

    def __init__(self, note: _Note) -> None:
        self._note = note
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """See requests."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(self._note)


def _pools(note: _Note) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnectionPool):
        def _new_conn(self) -> BaseHTTPConnection:
            connection = super()._new_conn()
            note(connection)
            return connection

    class Verified(HTTPSConnectionPool):
        def _new_conn(self) -> BaseHTTPSConnection:
            connection = super()._new_conn()
            note(connection)
            return connection

    return {"http": Plain, "https": Verified}


def reason_of(fault: BaseException) -> str:
    """One short word or sentence for whoever runs the station."""
    for cause in _causes(fault):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"certificate: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError):
            return f"TLS: {cause.reason}"
        if isinstance(cause, socket.gaierror):
            return "name not found"
    return type(fault).__name__


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__
