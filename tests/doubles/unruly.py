"""A loopback HTTP server that answers whatever a test says, well or badly."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OURS = {"Kiosk-Protocol": "1", "Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Talk(BaseHTTPRequestHandler):
    """One request and the line it came by."""

    server: _Server

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """A whole answer; a header's name is written with _ for -."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        self.head(status, {"Content-Length": str(len(body)), **named})
        self.send(body)

    def head(self, status: int, headers: dict[str, str]) -> None:
        said = {"Connection": "close", **headers}
        lines = [f"HTTP/1.1 {status} So", *(f"{name}: {text}" for name, text in said.items())]
        self.send(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))

    def send(self, content: bytes) -> bool:
        """False once the other end has gone."""
        try:
            self.connection.sendall(content)
        except OSError:
            self.close_connection = True
            return False
        return True

    def cut(self) -> None:
        """The line goes dead at once, with what was not read yet."""
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def handle_one_request(self) -> None:
        with contextlib.suppress(ConnectionError):
            super().handle_one_request()

    def _take(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        body = self.rfile.read(length)
        self.server.seen.append(SeenRequest(self.command, self.path, dict(self.headers), body))
        self.close_connection = True
        self.server.recipe(self)

    do_GET = do_HEAD = do_PATCH = do_POST = _take

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


Recipe = Callable[[Talk], None]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    recipe: Recipe
    seen: list[SeenRequest]


class UnrulyServer:
    """Answers every request by `recipe`, and remembers them all."""

    def __init__(self, server: _Server) -> None:
        self._server = server
        self.ending = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def seen(self) -> list[SeenRequest]:
        return self._server.seen

    def answers_by(self, recipe: Recipe) -> None:
        self._server.recipe = recipe

    def answers(self, status: int, body: bytes = b"", **headers: str) -> None:
        self._server.recipe = lambda talk: talk.answer(status, body, **headers)


@contextlib.contextmanager
def unruly_server(tls: ssl.SSLContext | None = None) -> Iterator[UnrulyServer]:
    """The server runs until the block ends; `ending` is set before it stops."""
    with _Server(("127.0.0.1", 0), Talk) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        server.seen = []
        server.recipe = lambda talk: talk.answer(200)
        unruly = UnrulyServer(server)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), name="unruly")
        thread.start()
        try:
            yield unruly
        finally:
            unruly.ending.set()
            server.shutdown()
            thread.join()
