"""Runs the server on a socket until it is told to end; says READY to systemd once it listens."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
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
from kiosk.server.home import HomeMeans, open_home
from kiosk.server.http.connections import (
    KEEP_ALIVE_S,
    Bounds,
    Connections,
    guarded,
    raise_file_limit,
)
from kiosk.server.pictures.cleaning_process import CleaningProcess
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


def listen(sites: Sequence[SiteSettings], pages: Path, at: Address) -> None:
    """Serves these sites until SIGTERM or SIGINT.

    SettingsFault when another server has a folder, or another program the address.
    """
    clock = SystemClock()
    connections = Connections(Bounds().within_files(raise_file_limit()), clock)
    if at.socket is not None:
        Thread(target=_end_with_supervisor, name="supervisor", daemon=True).start()
    with ExitStack() as stack:
        # All of them before anything is opened: a mistake in one leaves every store as it is.
        alone = [stack.enter_context(_held(settings)) for settings in sites]
        address = stack.enter_context(bound(at))
        cleaner = stack.enter_context(closing(CleaningProcess()))
        homes = []
        for settings, is_alone in zip(sites, alone, strict=True):
            means = HomeMeans(cleaner, settings.database, settings.pictures)
            home = open_home(settings.site, Path(settings.data_dir), clock, means=means)
            stack.callback(home.close)
            if is_alone:
                home.clean_up()
            home.watch_connections(connections.is_crowded)
            homes.append(home)
        config = uvicorn_config(create_app(Sites(homes), pages), connections)
        site_ids = [home.store.site_id for home in homes]
        _Server(config, Notifier(), site_ids).run(sockets=[address])


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

    def __init__(self, config: uvicorn.Config, service: Notifier, site_ids: Sequence[str]) -> None:
        super().__init__(config)
        self._service = service
        self._site_ids = site_ids
        self._beats: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """READY follows the first moment at which a request is answered."""
        await super().startup(sockets)
        if self.started:
            log(LogEvent.SERVER_STARTED, site=" ".join(self._site_ids))
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
    """The data folder: alone with a store in it, else with other servers; whether it is alone."""
    data = Path(settings.data_dir)
    if settings.database:
        with shared(data) as alone:
            yield alone
    else:
        with exclusive(data):
            yield True


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
