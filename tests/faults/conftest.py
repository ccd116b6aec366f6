"""Owns what faults happen to: a kiosk as a real process, its home not answering; or a real home.

`station` is a whole station before the home `server`, which does what a test says; `sender` speaks
as one to the real `home`. Pages have theirs in web/.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import film
from tests.doubles.station_on_line import BRISK, StationOnLine, station_on_line
from tests.doubles.unruly import UnrulyServer, unruly_server
from tests.journeys.actors import Home, Kiosk
from tests.server.conftest import (
    anyone,
    ben,
    clock,
    data,
    home,
    maya,
    other_station,
    pages,
    prepared,
    serving,
    url,
)
from tests.server.conftest import (
    station as sender,
)

__all__ = [
    "anyone",
    "ben",
    "clock",
    "data",
    "home",
    "maya",
    "other_station",
    "pages",
    "prepared",
    "sender",
    "serving",
    "url",
]


@pytest.fixture(scope="session")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "laptop.avi"
    film.render(path, seconds=1.0)
    return path


@pytest.fixture
def kiosk(tmp_path: Path, laptop: Path) -> Iterator[Kiosk]:
    """Not started; its home has made a token and is not running."""
    kiosk = Kiosk(tmp_path / "kiosk", Home(tmp_path / "home"), laptop, (540, 960))
    yield kiosk
    kiosk.stop()


@pytest.fixture
def server() -> Iterator[UnrulyServer]:
    """A home that does what the test says."""
    with unruly_server() as server:
        yield server


@pytest.fixture
def station(tmp_path: Path, server: UnrulyServer) -> Iterator[StationOnLine]:
    """A station whose home is `server`."""
    with station_on_line(tmp_path / "station", server) as station:
        yield station


@pytest.fixture
def brisk(tmp_path: Path, server: UnrulyServer) -> Iterator[StationOnLine]:
    """The same, with little patience."""
    with station_on_line(tmp_path / "station", server, BRISK) as station:
        yield station
