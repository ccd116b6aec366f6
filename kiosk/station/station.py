"""Owns the door to the one thread that writes the store: everybody else hands it work.

What faces, upkeep and the two sync workers need, each as its port says. Knows no screen, no camera
and no line to the server.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import TypeVar

import msgspec

from kiosk import wire
from kiosk.domain.snapshot import REFUSED_FOR_GOOD_S, Receipt, StationSnapshot
from kiosk.faults import LinkFault, StoreDamaged, StoreFault, TokenRefused, TokenStopped
from kiosk.journal import LogEvent, log
from kiosk.station.checkin import Reception
from kiosk.station.identity import TokenFile
from kiosk.station.store.database import store_faults
from kiosk.station.store.photos import PhotoOffer
from kiosk.station.store.store import Store
from kiosk.sync.link_state import Direction, LinkState
from kiosk.sync.ports import Offered, OfferedPhoto
from kiosk.vision.reading import Reading

CAMERA_UNKNOWN = "unknown"
TELLING_OF_CAMERA = frozenset({"showing", "lost", "blind"})
"""States of the camera that say whether it works (kiosk/camera/camera.py)."""
_T = TypeVar("_T")


class Station:
    """A running station. Verbs may be called from any thread and return at once."""

    def __init__(self, reception: Reception, writer: Executor, token: TokenFile) -> None:
        self._reception = reception
        self._writer = writer
        self._lock = threading.Lock()
        self._exchanges = LinkState()
        self._camera = CAMERA_UNKNOWN
        self._token = token
        self._turned_away = False
        self._unpaired = False
        self._listeners: list[Callable[[StationSnapshot], None]] = []
        self._news: Callable[[], None] = lambda: None
        self.backups = reception.backups
        self._snapshot = self._call(lambda: reception.recovery.reading(reception.snapshot)).result()

    def snapshot(self) -> StationSnapshot:
        """What the welcome screen may show; last known, no waiting."""
        with self._lock:
            return self._snapshot

    def on_snapshot(self, listener: Callable[[StationSnapshot], None]) -> None:
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

    def is_unpaired(self) -> bool:
        """Whether the token's file is gone; the next start shows a code."""
        return self._unpaired

    # What the upkeep needs; each waits until it is done.

    def look(self) -> None:
        """See `kiosk.station.maintenance.Maintainable`."""
        self._look_at_token()
        self._read(self._reception.look)

    def purge(self) -> bool:
        """See `kiosk.station.maintenance.Maintainable`."""
        return self._read(self._reception.purge)

    def knows_the_time(self) -> bool:
        """See `kiosk.station.maintenance.Maintainable`."""
        return self._reception.server_time.now() is not None

    def pay(self) -> None:
        """See `kiosk.station.maintenance.Maintainable`."""
        self._read(self._reception.pay)

    def changes(self) -> int:
        """See `kiosk.station.maintenance.Maintainable`."""
        return self._on_store(lambda store: store.changes())

    def check_whole(self) -> None:
        """See `kiosk.station.maintenance.Maintainable`."""
        self._read(self._reception.recovery.check_whole)

    # The outbox port: what the up worker needs.

    def pending(self, limit: int, passed_over: Collection[str] = ()) -> Sequence[Offered]:
        """See `kiosk.sync.ports.Outbox`."""
        return self._read(lambda: self._reception.store.outbox.pending(limit, passed_over))

    def acknowledge(self, epoch: str, ids: Sequence[str]) -> bool:
        """See `kiosk.sync.ports.Outbox`."""
        same = self._read(lambda: self._acknowledge(epoch, ids))
        self._worked(Direction.UP)
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
        self._worked(Direction.UP)

    def set_aside_photo(self, offer: OfferedPhoto, code: str) -> None:
        """See `kiosk.sync.ports.Outbox`."""
        aside = PhotoOffer(offer.photo, offer.visit_id)
        at = self._reception.now()
        self._read(lambda: self._reception.store.photos.set_aside(aside, code, at))

    def stumbled_photo(self, offer: OfferedPhoto) -> int:
        """See `kiosk.sync.ports.Outbox`."""
        photo = PhotoOffer(offer.photo, offer.visit_id)
        return self._read(lambda: self._reception.store.photos.stumbled(photo))

    def status(self, taken: Collection[str] = ()) -> wire.StationStatus:
        """See `kiosk.sync.ports.Outbox`."""
        return self._read(lambda: self._reception.status(self._camera, taken))

    # The site memory port: what the down worker needs.

    def cursor(self) -> tuple[str | None, int]:
        """See `kiosk.sync.ports.SiteMemory`."""
        home = self._read(self._reception.store.visits.home)
        return (home.epoch, home.seq) if home else (None, 0)

    def remember(self, state: wire.State) -> None:
        """See `kiosk.sync.ports.SiteMemory`."""
        self._read(lambda: self._remember(state))
        self._worked(Direction.DOWN)

    # What both workers need.

    def lost(self, way: Direction, fault: LinkFault) -> None:
        """See `kiosk.sync.ports`."""
        self._exchanges.failed(way, answered=fault.answered)
        if isinstance(fault, TokenRefused):
            # One that is only stopped works again once a lead allows it.
            self._turned_away = not isinstance(fault, TokenStopped)
            self._on_store(lambda store: store.refusal.note())
        self._refresh()
        self._look_at_token()

    def _worked(self, way: Direction) -> None:
        self._exchanges.worked(way)
        self._turned_away = False
        self._on_store(lambda store: store.refusal.forget())
        self._refresh()

    def _look_at_token(self) -> None:
        """Only what was refused here is judged: the count may be that of the token before."""
        refused_s = self.snapshot().refused_s or 0
        if self._turned_away and refused_s >= REFUSED_FOR_GOOD_S:
            with suppress(StoreFault):  # told in the journal; the counter's words stay
                self._token.set_aside()
        self._unpaired = not self._token.is_there()

    def _call(self, work: Callable[[], _T]) -> Future[_T]:
        return self._writer.submit(work)

    def _read(self, work: Callable[[], _T]) -> _T:
        """A store found damaged is put back at once; the caller tries again later, on that one."""

        def guarded() -> _T:
            try:
                with store_faults():
                    return work()
            except StoreDamaged as damaged:
                self._reception.recovery.repair(str(damaged))
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
        # What is kept is kept: a snapshot that cannot be read must not make the visitor try again.
        with suppress(StoreFault), store_faults():
            self._tell(self._reception.snapshot(link))
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
            self._reception.server_time.tell(state.now)
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
        self._read(lambda: self._tell(self._reception.snapshot(self._exchanges.link())))

    def _tell(self, snapshot: StationSnapshot) -> None:
        with self._lock:
            changed = snapshot != self._snapshot
            self._snapshot = snapshot
        if changed:
            for listener in self._listeners:
                listener(snapshot)
