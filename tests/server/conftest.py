"""The home every test of the server starts from: two stations, two members at two tablets.

It is made once and copied for each test, because hashing PINs is slow on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from kiosk.domain.site import Site, Topic
from kiosk.machine.files import DiskSpace
from kiosk.server.app import create_app
from kiosk.server.auth.members import Member, Role
from kiosk.server.home import Home, open_home
from kiosk.server.sites import Sites
from kiosk.space import Needs, Space
from tests.doubles.postgres import Cluster, cluster_running
from tests.doubles.stores import ENGINES, SQLITE, DatabaseStores, Stores
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import MONDAY, FakeClock
from tests.server.serving import Serving
from tests.server.station_side import StationSide

SITE = Site(
    site_id="lab",
    name="The Lab",
    time_zone="Europe/London",
    picture_days=30,
    public_url="http://lab.example",
    seats={"B": (1, 2, 3), "C": (4, 5)},
    topics=(Topic("printing", "Printing", "chat"),),
    help_phone="5500",
    hosts=("desk.lab.example",),
    metrics_token="only-monitoring-knows-this",
)
ANNEXE = Site(site_id="annexe", name="The Annexe", seats={"B": (1,)})


class Disk:
    """A disk as full as a test says."""

    def __init__(self) -> None:
        self.room = DiskSpace(free=50_000_000_000, total=100_000_000_000)

    def has_free(self, free: int) -> None:
        """So many bytes are free from now on."""
        self.room = DiskSpace(free, self.room.total)


@dataclass(frozen=True, slots=True)
class Desk:
    """A member with what they know and the tablet in their hands."""

    member: Member
    pin: str
    tablet: str
    session: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A store ready to be copied, and every secret that opens it."""

    folder: Path
    stations: dict[str, str]
    maya: Desk
    ben: Desk


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of the tests' own."""
    with cluster_running() as running:
        yield running


@dataclass(frozen=True, slots=True)
class Lasting:
    """What outlives a test: the prepared home of each engine, the databases behind folders."""

    prepared: dict[str, Prepared] = field(default_factory=dict)
    databases: dict[Path, str] = field(default_factory=dict)


@pytest.fixture(scope="session")
def lasting() -> Lasting:
    return Lasting()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The database engine of this test's homes."""
    return str(request.param)


@pytest.fixture
def stores(
    engine: str, lasting: Lasting, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stores]:
    """Where this test's homes keep their stores."""
    if engine == SQLITE:
        yield Stores()
        return
    databases = DatabaseStores(request.getfixturevalue("cluster"), lasting.databases)
    databases.use(monkeypatch)
    yield databases
    databases.close()


@pytest.fixture
def prepared(
    stores: Stores, engine: str, lasting: Lasting, tmp_path_factory: pytest.TempPathFactory
) -> Prepared:
    """The home that every test's begins as, of this engine."""
    if engine not in lasting.prepared:
        folder = tmp_path_factory.mktemp("prepared")
        lasting.prepared[engine] = _prepare(folder)
        stores.keep(folder)
    return lasting.prepared[engine]


def _prepare(folder: Path) -> Prepared:
    clock = FakeClock(MONDAY)
    clock.passes(seconds=-1)
    home = open_home(SITE, folder, clock)
    stations = {letter: home.devices.pair_station(letter) for letter in "BC"}
    maya = signed_in_desk(home, "Maya Lund", Role.LEAD)
    clock.passes(seconds=1)
    ben = signed_in_desk(home, "Ben Okoro", Role.MEMBER)
    home.close()
    return Prepared(folder, stations, maya, ben)


def signed_in_desk(home: Home, name: str, role: Role) -> Desk:
    added = home.members.add(name, role)
    assert added is not None
    member, pin = added
    tablet = home.devices.pair_tablet(home.devices.pairing_code(timedelta(minutes=10)))
    assert tablet is not None
    tablet_id = home.devices.tablet(tablet)
    assert tablet_id is not None
    signed_in = home.members.sign_in(member.id, pin, tablet_id)
    assert isinstance(signed_in, tuple)
    return Desk(member, pin, tablet, signed_in[1])


@pytest.fixture(scope="session")
def serving() -> Iterator[Serving]:
    server = Serving()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stands for ui/web; beside it lies a file that nobody may get."""
    folder = tmp_path_factory.mktemp("ui") / "web"
    files = {
        "desk/index.html": (
            '<!doctype html><title>Desk</title><script type="module" src="/desk/desk.js"></script>'
        ),
        "desk/desk.js": "export {};",
        "desk/queue/queue.js": "export {};",
        "phone/index.html": "<!doctype html><title>Phone</title>",
        "phone/phone.js": "export {};",
        "shared/base.css": "body {}",
        "../secret.txt": "not yours",
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(MONDAY)


@pytest.fixture
def data(prepared: Prepared, stores: Stores, tmp_path: Path) -> Path:
    """The folder of this test's store."""
    folder = tmp_path / "server"
    stores.copy(prepared.folder, folder)
    return folder


@pytest.fixture
def disk() -> Disk:
    """The disk of this test's home: empty, until a test fills it."""
    return Disk()


@pytest.fixture
def space(data: Path, disk: Disk) -> Space:
    """The room in this test's folder, whatever is free on this machine."""
    return Space(data, Needs(reserve_bytes=4_096), lambda _folder: disk.room)


@pytest.fixture
def home(
    data: Path, clock: FakeClock, serving: Serving, pages: Path, space: Space
) -> Iterator[Home]:
    opened = open_home(SITE, data, clock, space)
    serving.switchboard.connect(create_app(Sites([opened]), pages), opened.store.feed)
    yield opened
    serving.switchboard.finish()
    opened.close()


@pytest.fixture
def url(home: Home, serving: Serving) -> str:
    """Where this test's home answers."""
    return serving.url


@pytest.fixture
def station(url: str, prepared: Prepared, clock: FakeClock) -> Iterator[StationSide]:
    side = StationSide(url, prepared.stations["B"], clock)
    yield side
    side.session.close()


@pytest.fixture
def other_station(url: str, prepared: Prepared, clock: FakeClock) -> Iterator[StationSide]:
    side = StationSide(url, prepared.stations["C"], clock, "C")
    yield side
    side.session.close()


@pytest.fixture
def maya(url: str, prepared: Prepared) -> Iterator[DeskClient]:
    """A lead, signed in."""
    yield from _tablet(url, prepared.maya)


@pytest.fixture
def ben(url: str, prepared: Prepared) -> Iterator[DeskClient]:
    """A member, signed in."""
    yield from _tablet(url, prepared.ben)


def _tablet(url: str, desk: Desk) -> Iterator[DeskClient]:
    side = DeskClient(url, paired=desk.tablet, signed_in=desk.session)
    yield side
    side.session.close()


@pytest.fixture
def stranger(url: str) -> Iterator[DeskClient]:
    """A browser nobody paired."""
    side = DeskClient(url)
    yield side
    side.session.close()


@pytest.fixture
def anyone(url: str) -> Iterator[requests.Session]:
    """A client without any headers of its own."""
    with requests.Session() as session:
        yield session
