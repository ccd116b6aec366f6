"""The opened home, for commands that work beside a running server or without one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.clock import SystemClock
from kiosk.settings import SiteSettings

if TYPE_CHECKING:
    from kiosk.server.home import Home


@contextmanager
def opened_home(settings: SiteSettings, config: Path) -> Iterator[Home]:
    """The home with these settings, closed at the end; `config` is named in faults."""
    from kiosk.server.home import HomeMeans, open_home

    data = Path(settings.data_dir)
    means = HomeMeans(database=settings.database, pictures=settings.pictures)
    home = open_home(settings.site, data, SystemClock(), means=means)
    try:
        yield home
    finally:
        home.close()
