"""A real uvicorn on a free loopback port that serves one home after the other.

One socket and one loop for the whole run, a fresh home for each test: starting is what costs.
"""

from __future__ import annotations

import socket
from threading import Thread

import uvicorn
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.clock import SystemClock
from kiosk.server.http.connections import Bounds, Connections
from kiosk.server.listen import uvicorn_config
from kiosk.server.store.changes import ChangeFeed
from tests.doubles.waiting import until


class Switchboard:
    """Hands each request to the application of the test that runs."""

    def __init__(self) -> None:
        self._app: ASGIApp | None = None
        self._feed = ChangeFeed()
        self._under_way = 0

    def connect(self, app: ASGIApp, feed: ChangeFeed) -> None:
        """From now on `app` answers; its hints go to this server's loop."""
        self._app, self._feed = app, feed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._app is not None, "a test uses the server before its home is connected"
        self._feed.bind()
        # A stream ends with whoever listens; what it still asks a closed store is answered nobody.
        counted = not str(scope["path"]).endswith("/live")
        self._under_way += counted
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way -= counted

    def finish(self) -> None:
        """Waits for the answers under way: they need the store. Whoever waits for news has some."""
        # A proxy may ask once more for somebody who has left.
        self._app = _closed
        self._feed.publish(0)
        until(lambda: self._under_way == 0, "the end of the requests")


async def _closed(scope: Scope, receive: Receive, send: Send) -> None:
    await Response(status_code=503)(scope, receive, send)


class Serving:
    """The running server; `url` is where it answers."""

    def __init__(self, keep_alive_s: float | None = None) -> None:
        self.switchboard = Switchboard()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        # The homes come and go while it runs, so none has its start and end to itself.
        self.connections = Connections(Bounds(), SystemClock())
        config = uvicorn_config(self.switchboard, self.connections, lifespan="off")
        if keep_alive_s is not None:
            config.timeout_keep_alive = keep_alive_s  # type: ignore[assignment]  # a delay of the loop
        self._server = uvicorn.Server(config)
        self._thread = Thread(target=self._server.run, args=([self._socket],), name="uvicorn")

    def start(self) -> None:
        """Begins to serve; what comes earlier waits in the socket's backlog."""
        self._thread.start()

    def raw(self, request: str) -> tuple[int, bytes]:
        """Status and whole answer to `request` as an attacker writes it: clients tidy theirs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=120) as line:
            line.sendall(request.replace("\n", "\r\n").encode("latin-1"))
            answer = b""
            while received := line.recv(65_536):
                answer += received
        return int(answer.split(b" ", 2)[1]), answer

    def stop(self) -> None:
        """Ends, open streams included."""
        self._server.should_exit = True
        self._thread.join(timeout=120)
        assert not self._thread.is_alive(), "the server did not end"
        self._socket.close()
