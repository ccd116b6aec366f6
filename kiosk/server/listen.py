"""Runs the server on a socket until it is told to end."""

from __future__ import annotations

from pathlib import Path

import uvicorn

from kiosk.clock import SystemClock
from kiosk.domain.site import Site
from kiosk.machine.folder_lock import exclusive
from kiosk.server.app import create_app
from kiosk.server.home import open_home
from kiosk.server.sites import Sites

_GRACE_S = 3
"""Open streams never end by themselves; without a limit a stop would wait for them for ever."""


def listen(site: Site, data: Path, pages: Path, host: str, port: int) -> None:
    """Serves until SIGTERM or SIGINT; SettingsFault when another server has the folder."""
    with exclusive(data):
        home = open_home(site, data, SystemClock())
        uvicorn.run(
            create_app(Sites([home]), pages),
            host=host,
            port=port,
            log_config=None,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE_S,
        )
        home.close()
