"""An HTTP session whose connection can be cut from another thread.

Ignores the environment: no proxy variables, no netrc, no cookies. TLS is always verified, against
`ca_file` or the public authorities.
"""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from http.cookiejar import DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, Final

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidURL
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, LocationParseError, ReadTimeoutError

if TYPE_CHECKING:
    from urllib3._base_connection import BaseHTTPConnection, BaseHTTPSConnection

_NOT_TLS: Final = {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"}
"""Reasons of OpenSSL for an answer that is no TLS at all."""
_NO_WAY: Final = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}
_TIME_OUTS: Final = (TimeoutError, ConnectTimeoutError, ReadTimeoutError)
_OnConnection = Callable[[object], None]


class HttpSession:
    """One session and its newest connection; one call at a time uses it."""

    def __init__(self, headers: Mapping[str, str], ca_file: str | None) -> None:
        self._newest: object = None
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = ca_file or True
        self.session.headers.update(headers)
        self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self.session.mount("http://", _ReportingAdapter(self._set_newest))
        self.session.mount("https://", _ReportingAdapter(self._set_newest))

    def cut(self) -> None:
        """Makes a call that waits on the connection fail at once. Any thread may call."""
        sock: socket.socket | None = getattr(self._newest, "sock", None)
        if sock is not None:
            with suppress(OSError):
                # The plain shutdown: that of TLS would free the session under the reading thread.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
        self.session.close()

    def own_address(self) -> tuple[str, int] | None:
        """Address and port of this end of the newest connection, None when it is closed."""
        sock: socket.socket | None = getattr(self._newest, "sock", None)
        try:
            return sock.getsockname()[:2] if sock is not None else None
        except OSError:
            return None

    def _set_newest(self, connection: object) -> None:
        self._newest = connection


class _ReportingAdapter(HTTPAdapter):
    """Calls back with every connection it makes."""

    def __init__(self, on_connection: _OnConnection) -> None:
        self._on_connection = on_connection
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Called by requests when it makes the pools, so the place to set their classes."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(self._on_connection)


def _pools(on_connection: _OnConnection) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnectionPool):
        def _new_conn(self) -> BaseHTTPConnection:
            connection = super()._new_conn()
            on_connection(connection)
            return connection

    class Verified(HTTPSConnectionPool):
        def _new_conn(self) -> BaseHTTPSConnection:
            connection = super()._new_conn()
            on_connection(connection)
            return connection

    return {"http": Plain, "https": Verified}


def reason_of(fault: BaseException) -> str:
    """The cause in a few words, for the journal and for whoever runs `kiosk doctor`."""
    causes = [*_causes(fault)]
    for words in filter(None, map(_words, causes)):
        return words
    # Last: urllib3 wraps other causes in its own time-outs.
    if any(isinstance(cause, _TIME_OUTS) for cause in causes):
        return "no answer in time"
    return f"the connection failed ({type(fault).__name__})"


def _words(cause: BaseException) -> str:  # noqa: C901, PLR0911  one arm for each
    match cause:
        case ssl.SSLCertVerificationError():
            return f"certificate: {cause.verify_message}"
        case ssl.SSLError(reason=reason) if reason in _NOT_TLS:
            return "it speaks http, not https"
        case ssl.SSLError():
            return f"TLS: {cause.reason}"
        case socket.gaierror():
            return "name not found"
        case ConnectionRefusedError():
            return "nothing answers there"
        case OSError(errno=number) if number in _NO_WAY:
            return "no way to that network"
        case InvalidURL() | LocationParseError() | UnicodeError():
            return "that address cannot be used"
        case ConnectionResetError() | ConnectionAbortedError() | BrokenPipeError():
            return "it closed the connection"
        case _:
            return ""


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    while fault is not None:
        yield fault
        fault = fault.__cause__ or fault.__context__
