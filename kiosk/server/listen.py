"""Runs the server on a socket until it is told to end; says READY to systemd once it listens."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import uvicorn
from starlette.types import ASGIApp
from uvicorn.config import LifespanType

from kiosk.clock import SystemClock
from kiosk.faults import SettingsFault
from kiosk.journal import LogEvent, log
from kiosk.machine.folder_lock import exclusive, shared
from kiosk.machine.systemd import Notifier
from kiosk.server.app import create_app
from kiosk.server.home import open_home
from kiosk.server.http.connections import (
    KEEP_ALIVE_S,
    Bounds,
    Connections,
    guarded,
    raise_file_limit,
)
from kiosk.server.sites import Sites
from kiosk.settings import SiteSettings

_GRACE_S = 3
"""Open streams never end by themselves; without a limit a stop would wait for them for ever."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens, and with how many processes.

    `socket`: the number of the socket, already listening, that a supervisor handed down.
    """

    host: str
    port: int
    workers: int = 1
    socket: int | None = None


def listen(settings: SiteSettings, pages: Path, at: Address) -> None:
    """Serves until SIGTERM or SIGINT.

    SettingsFault when another server has the folder, or another program the address.
    """
    clock = SystemClock()
    site, data = settings.site, Path(settings.data_dir)
    connections = Connections(Bounds().within_files(raise_file_limit()), clock)
    if at.socket is not None:
        Thread(target=_end_with_supervisor, name="supervisor", daemon=True).start()
    with _held(settings) as alone, bound(at) as address:
        home = open_home(site, data, clock, database=settings.database)
        if alone:
            home.clean_up()
        home.watch_connections(connections.is_crowded)
        config = uvicorn_config(create_app(Sites([home]), pages), connections)
        _Server(config, Notifier(), site.site_id).run(sockets=[address])
        home.close()


def uvicorn_config(
    app: ASGIApp, connections: Connections, *, lifespan: LifespanType = "auto"
) -> uvicorn.Config:
    """How uvicorn serves `app`: the server that tests talk to is configured here as well."""
    return uvicorn.Config(
        app,
        lifespan=lifespan,
        http=guarded(connections),  # type: ignore[arg-type]  # it calls it, as it would a class
        ws="none",
        log_config=None,
        log_level="error",  # what strangers send is no line of the log
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_S,
        timeout_keep_alive=KEEP_ALIVE_S,
    )


class _Server(uvicorn.Server):
    """Notifies the service manager when requests are answered, and while the loop is alive."""

    def __init__(self, config: uvicorn.Config, service: Notifier, site_id: str) -> None:
        super().__init__(config)
        self._service = service
        self._site_id = site_id
        self._beats: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """READY follows the first moment at which a request is answered."""
        await super().startup(sockets)
        if self.started:
            log(LogEvent.SERVER_STARTED, site=self._site_id)
            self._service.ready()
            if self._service.beat_s > 0:
                self._beats = asyncio.create_task(self._beat())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """STOPPING, then the connections are closed."""
        self._service.stopping()
        if self._beats is not None:
            self._beats.cancel()
        await super().shutdown(sockets)

    async def _beat(self) -> None:
        """WATCHDOG from the event loop itself: when that hangs, the messages stop."""
        while True:
            self._service.alive()
            await asyncio.sleep(self._service.beat_s)


def _end_with_supervisor() -> None:
    """A process that nobody looks after would hold the address for ever."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os._exit(1)


@contextmanager
def _held(settings: SiteSettings) -> Iterator[bool]:
    """The data folder: alone with a store in it, else together with other servers; as `shared`."""
    data = Path(settings.data_dir)
    if settings.database:
        with shared(data) as alone:
            yield alone
    else:
        with exclusive(data):
            yield False  # the home cleans up by itself


def bound(at: Address) -> socket.socket:
    """The listening socket, made before anything else: a taken address is a plain mistake."""
    if at.socket is not None:
        return socket.socket(fileno=at.socket)
    try:
        found = socket.getaddrinfo(at.host, at.port, type=socket.SOCK_STREAM)
        [family, _, _, _, address], *_ = found
        return socket.create_server(address[:2], family=family, backlog=2_048)
    except OSError as fault:
        expected = f"expected an address of this machine that is free, {at.host}:{at.port} is not"
        raise SettingsFault(f"serve: --host, --port: {expected}: {fault.strerror}") from fault
