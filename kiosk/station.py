"""Composition root of a kiosk: settings in, a running station out.

The one thread named `station` is the sole writer of the store; everybody else hands it work. Knows
no screen and no camera.
"""

from __future__ import annotations

import random
import re
import ssl
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import msgspec
import uuid6

from kiosk import wire
from kiosk.claim import claimed
from kiosk.clock import Clock
from kiosk.domain.faces import Receipt, Welcome
from kiosk.domain.site import LETTERS
from kiosk.faults import LinkFault, SettingsFault, StoreDamaged, StoreFault, TokenRefused
from kiosk.journal import LogEvent, log
from kiosk.reception import Badge, Reception
from kiosk.retry import Backoff, Worker
from kiosk.settings import StationSettings
from kiosk.store.database import store_faults
from kiosk.store.photos import PhotoOffer
from kiosk.store.space import Needs, Space
from kiosk.store.store import Store
from kiosk.sync.down import SyncDown
from kiosk.sync.exchanges import Exchanges, Way
from kiosk.sync.ports import Offered, OfferedPhoto
from kiosk.sync.transport import HttpLink
from kiosk.sync.up import SyncUp
from kiosk.upkeep import Upkeep
from kiosk.vision.reading import Reading

CAMERA_UNKNOWN = "unknown"
TELLING_OF_CAMERA = frozenset({"showing", "lost", "blind"})
"""States of the camera that say whether it works (kiosk/camera/camera.py)."""
_FIRST_WAIT_S = 1.0
_LONGEST_WAIT_S = 30.0
_TOKEN = re.compile(rf"wk1\.(?P<site>[a-z0-9-]+)\.(?P<letter>[{LETTERS}])\.[\w-]+", re.ASCII)
_T = TypeVar("_T")


class Station:
    """A running station. Verbs may be called from any thread and return at once."""

    def __init__(self, reception: Reception, writer: Executor) -> None:
        self._reception = reception
        self._writer = writer
        self._lock = threading.Lock()
        self._exchanges = Exchanges()
        self._camera = CAMERA_UNKNOWN
        self._listeners: list[Callable[[Welcome], None]] = []
        self._news: Callable[[], None] = lambda: None
        self.backups = reception.backups
        self._welcome = self._call(lambda: reception.custody.reading(reception.welcome)).result()

    def welcome(self) -> Welcome:
        """What the welcome screen may show; last known, no waiting."""
        with self._lock:
            return self._welcome

    def on_welcome(self, listener: Callable[[Welcome], None]) -> None:
        """Calls `listener` at each change, on a thread of the station's."""
        self._listeners.append(listener)

    def on_news(self, wake: Callable[[], None]) -> None:
        """Calls `wake` when there is something to send."""
        self._news = wake

    def check_in(
        self,
        first_name: str,
        jpeg: bytes | None,
        topic: str | None = None,
        reading: Reading | None = None,
    ) -> Future[Receipt]:
        """The receipt once the visit is on disk; StoreFault or PictureFault otherwise."""
        return self._call(lambda: self._check_in(first_name, jpeg, topic, reading))

    def note_camera(self, state: str) -> None:
        """The camera says how it is; whoever helps here is told when it stops or begins to work.

        Opening and closing say nothing: a camera that was lost stays so until it shows something.
        """
        if state in TELLING_OF_CAMERA and state != self._camera:
            self._camera = state
            self._news()

    # What the upkeep needs; each waits until it is done.

    def look(self) -> None:
        """See `kiosk.upkeep.Kept`."""
        self._read(self._reception.look)

    def purge(self) -> bool:
        """See `kiosk.upkeep.Kept`."""
        return self._read(self._reception.purge)

    def knows_the_time(self) -> bool:
        """See `kiosk.upkeep.Kept`."""
        return self._reception.home_time.now() is not None

    def pay(self) -> None:
        """See `kiosk.upkeep.Kept`."""
        self._read(self._reception.pay)

    def changes(self) -> int:
        """See `kiosk.upkeep.Kept`."""
        return self._on_store(lambda store: store.changes())

    def look_through(self) -> None:
        """See `kiosk.upkeep.Kept`."""
        self._read(self._reception.custody.look_through)

    # The outbox port: what the up worker needs.

    def pending(self, limit: int, passed_over: Collection[str] = ()) -> Sequence[Offered]:
        """See `kiosk.sync.ports.Outbox`."""
        return self._read(lambda: self._reception.store.outbox.pending(limit, passed_over))

    def acknowledge(self, epoch: str, ids: Sequence[str]) -> bool:
        """See `kiosk.sync.ports.Outbox`."""
        same = self._read(lambda: self._acknowledge(epoch, ids))
        self._worked(Way.UP)
        return same

    def set_aside(self, event_id: str, code: str, detail: str) -> None:
        """See `kiosk.sync.ports.Outbox`."""
        self._read(lambda: self._reception.store.outbox.set_aside(event_id, code, detail))

    def stumbled(self, event_id: str) -> int:
        """See `kiosk.sync.ports.Outbox`."""
        return self._read(lambda: self._reception.store.outbox.stumbled(event_id))

    def pending_photo(self, passed_over: Collection[str] = ()) -> OfferedPhoto | None:
        """See `kiosk.sync.ports.Outbox`."""
        waiting = self._read(lambda: self._reception.store.photos.pending(1, passed_over))
        return waiting[0] if waiting else None

    def photo_bytes(self, offer: OfferedPhoto) -> bytes | None:
        """See `kiosk.sync.ports.Outbox`."""
        return self._reception.pictures.read(offer.photo)

    def acknowledge_photo(self, offer: OfferedPhoto) -> None:
        """The picture leaves this disk once the server has it."""
        self._read(lambda: self._acknowledge_photo(PhotoOffer(offer.photo, offer.visit_id)))
        self._worked(Way.UP)

    def set_aside_photo(self, offer: OfferedPhoto, code: str) -> None:
        """See `kiosk.sync.ports.Outbox`."""
        aside = PhotoOffer(offer.photo, offer.visit_id)
        at = self._reception.now()
        self._read(lambda: self._reception.store.photos.set_aside(aside, code, at))

    def stumbled_photo(self, offer: OfferedPhoto) -> int:
        """See `kiosk.sync.ports.Outbox`."""
        photo = PhotoOffer(offer.photo, offer.visit_id)
        return self._read(lambda: self._reception.store.photos.stumbled(photo))

    def status(self) -> wire.StationStatus:
        """See `kiosk.sync.ports.Outbox`."""
        return self._read(lambda: self._reception.status(self._camera))

    # The site memory port: what the down worker needs.

    def cursor(self) -> tuple[str | None, int]:
        """See `kiosk.sync.ports.SiteMemory`."""
        home = self._read(self._reception.store.visits.home)
        return (home.epoch, home.seq) if home else (None, 0)

    def remember(self, state: wire.State) -> None:
        """See `kiosk.sync.ports.SiteMemory`."""
        self._read(lambda: self._remember(state))
        self._worked(Way.DOWN)

    # What both workers need.

    def lost(self, way: Way, fault: LinkFault) -> None:
        """See `kiosk.sync.ports`."""
        self._exchanges.failed(way, answered=fault.answered)
        if isinstance(fault, TokenRefused):
            self._on_store(lambda store: store.refusal.note())
        self._refresh()

    def _worked(self, way: Way) -> None:
        self._exchanges.worked(way)
        self._on_store(lambda store: store.refusal.forget())
        self._refresh()

    def _call(self, work: Callable[[], _T]) -> Future[_T]:
        return self._writer.submit(work)

    def _read(self, work: Callable[[], _T]) -> _T:
        """A store found damaged is put back at once; the caller tries again later, on that one."""

        def guarded() -> _T:
            try:
                with store_faults():
                    return work()
            except StoreDamaged as damaged:
                self._reception.custody.mend(str(damaged))
                raise StoreFault("put back") from damaged

        return self._call(guarded).result()

    def _on_store(self, work: Callable[[Store], _T]) -> _T:
        """The store is looked up where it belongs, on the station thread."""
        return self._read(lambda: work(self._reception.store))

    def _check_in(
        self, first_name: str, jpeg: bytes | None, topic: str | None, reading: Reading | None
    ) -> Receipt:
        link = self._exchanges.link()
        receipt = self._reception.check_in(first_name, jpeg, topic, link=link, reading=reading)
        # What is kept is kept: a welcome that cannot be read must not make the visitor try again.
        with suppress(StoreFault), store_faults():
            self._tell(self._reception.welcome(link))
        self._news()
        return receipt

    def _acknowledge(self, epoch: str, ids: Sequence[str]) -> bool:
        with self._reception.store.transaction():
            another = self._meet(epoch)
            self._reception.store.outbox.acknowledge(ids)
        return not another

    def _acknowledge_photo(self, offer: PhotoOffer) -> None:
        self._reception.store.photos.acknowledge(offer, self._reception.now())
        self._reception.purging.drop_file(offer.photo)

    def _remember(self, state: wire.State) -> None:
        if state.now is not None:
            self._reception.home_time.tell(state.now)
        state = msgspec.structs.replace(state, now=None)
        with self._reception.store.transaction():
            self._meet(state.epoch)
            self._reception.store.visits.remember(state)
            if self._reception.store.outbox.offer_known(state.takes):
                self._news()

    def _meet(self, epoch: str) -> bool:
        another = self._reception.store.outbox.meet(epoch)
        if another:
            self._reception.store.photos.offer_again()
            log(LogEvent.EPOCH_CHANGED)
            self._news()
        return another

    def _refresh(self) -> None:
        """On the station thread, so that faces hear of changes in the order they came."""
        self._read(lambda: self._tell(self._reception.welcome(self._exchanges.link())))

    def _tell(self, welcome: Welcome) -> None:
        with self._lock:
            changed = welcome != self._welcome
            self._welcome = welcome
        if changed:
            for listener in self._listeners:
                listener(welcome)


@contextmanager
def open_station(settings: StationSettings, clock: Clock) -> Iterator[Station]:
    """A station with its store open and its workers running, until the block ends.

    SettingsFault when the token cannot be read or another kiosk has the folder, StoreFault when the
    store cannot be opened.
    """
    token = _read_token(Path(settings.server.token_file))
    badge = _badge(token, settings.server.token_file)
    _check_authorities(settings.server.ca_file)
    data = Path(settings.data_dir)
    with claimed(data), _writer() as writer:
        space = Space(data, Needs(reserve_bytes=settings.reserve_mb * 1_000_000))
        reception = writer.submit(lambda: Reception(badge, data, clock, _new_id, space)).result()
        station = Station(reception, writer)
        log(LogEvent.STATION_STARTED, station=badge.letter)
        with _workers(station, settings, token, clock):
            yield station
        writer.submit(reception.custody.close).result()
        log(LogEvent.STATION_STOPPED)


@contextmanager
def _writer() -> Iterator[ThreadPoolExecutor]:
    """The station thread; what it was given is done when the block ends."""
    writer = ThreadPoolExecutor(1, thread_name_prefix="station")
    try:
        yield writer
    finally:
        writer.shutdown()


@contextmanager
def _workers(
    station: Station, settings: StationSettings, token: str, clock: Clock
) -> Iterator[None]:
    """A link each: requests' sessions belong to one thread."""
    chance = random.Random()
    server = settings.server
    links = [HttpLink(server.url, token, clock, ca_file=server.ca_file) for _ in range(2)]
    up = Worker("sync_up", SyncUp(station, links[0], clock).step, _backoff(chance))
    down = Worker("sync_down", SyncDown(station, links[1]).step, _backoff(chance))
    kept = Upkeep(station, station.backups, clock)
    upkeep = Worker("upkeep", kept.step, _backoff(chance))
    workers = [up, down, upkeep]
    station.on_news(up.wake)
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.ask_to_stop()
        for link in links:
            link.close()
        for worker in workers:
            worker.stop()


def _backoff(chance: random.Random) -> Backoff:
    return Backoff(_FIRST_WAIT_S, _LONGEST_WAIT_S, chance)


def _new_id() -> str:
    return str(uuid6.uuid7())


def _read_token(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as fault:
        expected = "server.token_file: expected the file `kiosk pair` made for this station"
        raise SettingsFault(f"{path}: {expected}") from fault


def _check_authorities(path: str | None) -> None:
    """Better told now than taken for a server that is away."""
    if path is None:
        return
    try:
        ssl.create_default_context(cafile=path)
    except (OSError, ValueError) as fault:
        expected = "server.ca_file: expected certificates in PEM form"
        raise SettingsFault(f"{path}: {expected}") from fault


def _badge(token: str, path: str) -> Badge:
    parts = _TOKEN.fullmatch(token)
    if parts is None:
        raise SettingsFault(f"{path}: token: expected one line beginning with wk1.")
    return Badge(parts["site"], parts["letter"])
