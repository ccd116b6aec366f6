"""What faults happen to: a kiosk as a real process, its home not answering; or a real home.

`station` is a whole station before the home `server`, which does what a test says; `sender` speaks
as one to the real `home`. Pages have theirs in web/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.camera.camera import OpenCvCamera
from kiosk.clock import SystemClock
from kiosk.journal import LogEvent
from scripts import film
from tests.doubles.box import Box
from tests.doubles.clock import FakeClock
from tests.doubles.site import SmallSite, small_site
from tests.doubles.station_on_line import BRISK, StationOnLine, station_on_line
from tests.doubles.stores import SQLITE
from tests.doubles.unruly import UnrulyServer, unruly_server
from tests.faults.camera_stream import CameraStream, camera_of
from tests.journeys.actors import HomeProcess, Kiosk
from tests.server.conftest import (
    anyone,
    ben,
    clock,
    cluster,
    data,
    disk,
    home,
    lasting,
    maya,
    other_station,
    pages,
    prepared,
    serving,
    space,
    stores,
    url,
)
from tests.server.conftest import (
    station as sender,
)
from tests.unit.camera.listener import Listener

__all__ = [
    "anyone",
    "ben",
    "clock",
    "cluster",
    "data",
    "disk",
    "home",
    "lasting",
    "maya",
    "other_station",
    "pages",
    "prepared",
    "sender",
    "serving",
    "space",
    "stores",
    "url",
]


@pytest.fixture(params=[SQLITE])
def engine(request: pytest.FixtureRequest) -> str:
    """The database engine of the test's homes; where it matters, the test names both."""
    return str(request.param)


@pytest.fixture(scope="session")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "laptop.avi"
    film.render(path, seconds=1.0)
    return path


@pytest.fixture
def kiosk(tmp_path: Path, laptop: Path) -> Iterator[Kiosk]:
    """Not started; its home has made a token and is not running."""
    kiosk = Kiosk(tmp_path / "kiosk", HomeProcess(tmp_path / "home"), laptop, (540, 960))
    yield kiosk
    kiosk.stop()


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    """One station without its threads."""
    box = Box(tmp_path / "box")
    yield box
    box.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[SmallSite]:
    """A home and two stations whose clocks are the test's."""
    with small_site(tmp_path) as site:
        yield site


@pytest.fixture
def stream() -> Iterator[CameraStream]:
    """A camera on the loopback."""
    with CameraStream() as stream:
        yield stream


@pytest.fixture
def listener() -> Listener:
    """Who hears of its pictures and states."""
    return Listener()


@pytest.fixture
def camera(stream: CameraStream, listener: Listener) -> Iterator[OpenCvCamera]:
    """It as the product sees it, by the clock of the machine."""
    camera = camera_of(stream, listener, SystemClock())
    yield camera
    camera.stop()


@pytest.fixture
def failing_camera(camera: OpenCvCamera, expect_log: Callable[..., None]) -> OpenCvCamera:
    """It, to be lost on purpose; a reader that hangs long enough is abandoned."""
    expect_log(LogEvent.CAMERA_LOST)
    expect_log(LogEvent.CAMERA_ABANDONED, maybe=True)
    return camera


@pytest.fixture
def camera_out_of_time(stream: CameraStream, listener: Listener) -> Iterator[OpenCvCamera]:
    """The same by a clock that stands still: no silence is too long, on a busy machine either."""
    camera = camera_of(stream, listener, FakeClock())
    yield camera
    camera.stop()


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
