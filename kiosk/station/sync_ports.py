"""The station's side of the sync ports: the outbox to send from, the memory of the site to fill.

Implements `kiosk.sync.ports.Outbox` and `SiteMemory` on the station's store. Never sends anything.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import Final

import msgspec

from kiosk import wire
from kiosk.domain.snapshot import REFUSED_FOR_GOOD_S, Link
from kiosk.faults import LinkFault, StoreFault, TokenRefused, TokenStopped
from kiosk.journal import LogEvent, log
from kiosk.station.checkin import Seating
from kiosk.station.identity import TokenFile
from kiosk.station.retention import Retention
from kiosk.station.server_time import ServerTime
from kiosk.station.snapshot import Snapshots, station_status
from kiosk.station.store.photos import PhotoOffer
from kiosk.station.store.store import Store
from kiosk.station.way_health import WayHealth
from kiosk.station.writer import StationFolder, StationWriter
from kiosk.sync.link_state import LinkState, Way
from kiosk.sync.ports import Offered, OfferedPhoto

CAMERA_UNKNOWN: Final = "unknown"
CONCLUSIVE_CAMERA_STATES: Final = frozenset({"showing", "lost", "blind"})
"""States that say whether the camera works (`kiosk.camera.camera.CameraState`).

Opening and closing say nothing: a camera that was lost stays lost until it shows something.
"""


class LinkMonitor:
    """Whether the server answers and accepts this kiosk's token, judged by the exchanges made."""

    def __init__(
        self,
        writer: StationWriter,
        snapshots: Snapshots,
        token: TokenFile,
        health: WayHealth,
    ) -> None:
        self._writer = writer
        self._snapshots = snapshots
        self._token = token
        self._health = health
        self._state = LinkState()
        self._token_refused = False
        self._unpaired = False

    def link(self) -> Link:
        """ONLINE, DEGRADED or OFFLINE by the last exchanges."""
        return self._state.link()

    def is_unpaired(self) -> bool:
        """Whether the token's file was gone at the last look."""
        return self._unpaired

    def way_troubles(self) -> Sequence[wire.WayTrouble]:
        """The ways to the server that are stuck now."""
        return self._health.troubles()

    def succeeded(self, *ways: Way) -> None:
        """The server gave a whole answer on these ways, so it accepts the token."""
        for way in ways:
            self._state.succeeded(way)
            self._health.succeeded(way)
        if Way.STATE in ways:
            self._snapshots.note_state()
        self._token_refused = False
        self._writer.run_on_store(lambda store: store.token_refusal.clear())
        self._refresh()

    def failed(self, way: Way, fault: LinkFault) -> None:
        """An exchange on that way ended with `fault`."""
        self._state.failed(way, answered=fault.answered)
        self._health.failed(way, fault)
        if isinstance(fault, TokenRefused):
            # A stopped token works again once a lead allows it.
            self._token_refused = not isinstance(fault, TokenStopped)
            self._writer.run_on_store(lambda store: store.token_refusal.note())
        self._refresh()
        self.check_token()

    def check_token(self) -> None:
        """Sets the token aside once it was refused for a day; notices a token that is gone.

        Only a refusal seen by this process counts: the stored time may be that of the token before.
        """
        refused_s = self._snapshots.latest().refused_s or 0
        if self._token_refused and refused_s >= REFUSED_FOR_GOOD_S:
            with suppress(StoreFault):  # logged there; the screen goes on asking for staff
                self._token.set_aside()
        self._unpaired = not self._token.is_there()

    def _refresh(self) -> None:
        self._writer.run(lambda: self._snapshots.refresh(self._state.link()))


class StationOutbox:
    """What waits for the server: events, pictures, and the station's status."""

    def __init__(
        self,
        writer: StationWriter,
        folder: StationFolder,
        monitor: LinkMonitor,
        retention: Retention,
    ) -> None:
        self._writer = writer
        self._folder = folder
        self._monitor = monitor
        self._retention = retention
        self._camera = CAMERA_UNKNOWN
        self._wake: Callable[[], None] = lambda: None

    def on_waiting(self, wake: Callable[[], None]) -> None:
        """Calls `wake` when there is something new to send."""
        self._wake = wake

    def wake_sender(self) -> None:
        """There is something new to send."""
        self._wake()

    def note_camera(self, state: str) -> None:
        """Takes the camera's state; one that says whether it works goes into the next status."""
        if state in CONCLUSIVE_CAMERA_STATES and state != self._camera:
            self._camera = state
            self._wake()

    def pending(self, limit: int, passed_over: Collection[str] = ()) -> Sequence[Offered]:
        """Up to `limit` waiting events, without those of visits `passed_over`."""
        return self._writer.run_on_store(lambda store: store.outbox.pending(limit, passed_over))

    def acknowledge(self, answer: wire.Pushed, ids: Sequence[str]) -> bool:
        """Takes these events off the outbox; False when the epoch is another than before."""
        same = self._writer.run_on_store(lambda store: self._acknowledge(store, answer, ids))
        self._monitor.succeeded(Way.EVENTS)
        return same

    def set_aside(self, event_id: str, code: str, detail: str) -> None:
        """Keeps a refused event for a human."""
        self._writer.run_on_store(lambda store: store.outbox.set_aside(event_id, code, detail))

    def count_failure(self, event_id: str) -> int:
        """How often the server failed over this event alone, this time included."""
        return self._writer.run_on_store(lambda store: store.outbox.count_failure(event_id))

    def pending_photo(self, passed_over: Collection[str] = ()) -> OfferedPhoto | None:
        """The next picture whose event the server has, of no visit `passed_over`."""
        waiting = self._writer.run_on_store(lambda store: store.photos.pending(1, passed_over))
        return waiting[0] if waiting else None

    def photo_bytes(self, offer: OfferedPhoto) -> bytes | None:
        """The picture's content, None when its file is gone."""
        return self._folder.pictures.read(offer.photo)

    def acknowledge_photo(self, offer: OfferedPhoto) -> None:
        """Deletes the picture's file: the server has it."""
        own = PhotoOffer(offer.photo, offer.visit_id)
        self._writer.run_on_store(lambda store: self._acknowledge_photo(store, own))
        self.note_picture_way()

    def note_picture_way(self) -> None:
        """A picture, or a piece of one, got through."""
        self._monitor.succeeded(Way.PICTURES)

    def set_aside_photo(self, offer: OfferedPhoto, code: str) -> None:
        """Keeps a refused picture for a human until its retention is over."""
        own = PhotoOffer(offer.photo, offer.visit_id)
        at = self._folder.clock.now()
        self._writer.run_on_store(lambda store: store.photos.set_aside(own, code, at))

    def count_photo_failure(self, offer: OfferedPhoto) -> int:
        """How often the server failed over this picture alone, this time included."""
        own = PhotoOffer(offer.photo, offer.visit_id)
        return self._writer.run_on_store(lambda store: store.photos.count_failure(own))

    def status(self, taken: Collection[str] = ()) -> wire.StationStatus:
        """The station's status once the server has the events `taken`."""
        recovery, space = self._folder.recovery, self._folder.space
        status = self._writer.run(lambda: station_status(recovery, space, self._camera, taken))
        return msgspec.structs.replace(status, ways=list(self._monitor.way_troubles()))

    def on_link_fault(self, way: Way, fault: LinkFault) -> None:
        """Notes that an exchange failed."""
        self._monitor.failed(way, fault)

    def note_epoch(self, store: Store, epoch: str) -> bool:
        """Offers everything again when the server's store is another one; True if it is.

        Call on the station thread, inside a transaction.
        """
        changed = store.outbox.note_epoch(epoch)
        if changed:
            store.photos.offer_again()
            log(LogEvent.EPOCH_CHANGED)
            self._wake()
        return changed

    def _acknowledge(self, store: Store, answer: wire.Pushed, ids: Sequence[str]) -> bool:
        with store.transaction():
            changed = self.note_epoch(store, answer.epoch)
            store.outbox.acknowledge(ids)
            store.outbox.note_mark(answer.mark)
        return not changed

    def _acknowledge_photo(self, store: Store, offer: PhotoOffer) -> None:
        store.photos.acknowledge(offer, self._folder.clock.now())
        self._retention.drop_file(offer.photo)


class StationMemory:
    """The state of the site as the server last sent it."""

    def __init__(
        self,
        writer: StationWriter,
        outbox: StationOutbox,
        monitor: LinkMonitor,
        server_time: ServerTime,
        seating: Seating,
    ) -> None:
        self._writer = writer
        self._outbox = outbox
        self._monitor = monitor
        self._server_time = server_time
        self._seating = seating

    def cursor(self) -> tuple[str | None, int]:
        """(epoch, seq) of the last state kept; (None, 0) before the first."""
        home = self._writer.run_on_store(lambda store: store.visits.home())
        return (home.epoch, home.seq) if home else (None, 0)

    def way_troubles(self) -> Sequence[wire.WayTrouble]:
        """The ways to the server that are stuck now."""
        return self._monitor.way_troubles()

    def remember(self, state: wire.State, ways: Collection[Way] = (Way.STATE,)) -> None:
        """Keeps `state`, which came on `ways`; gives seats that came free to whoever stands.

        Offers again what a newer server can take.
        """
        self._writer.run_on_store(lambda store: self._remember(store, state))
        self._monitor.succeeded(*ways)

    def on_link_fault(self, way: Way, fault: LinkFault) -> None:
        """Notes that an exchange failed."""
        self._monitor.failed(way, fault)

    def _remember(self, store: Store, state: wire.State) -> None:
        if state.now is not None:
            self._server_time.set(state.now)
        state = msgspec.structs.replace(state, now=None)
        with store.transaction():
            self._outbox.note_epoch(store, state.epoch)
            store.visits.remember(state)
            seated = self._seating.seat_standing()
            if store.outbox.offer_known(state.takes) or seated:
                self._outbox.wake_sender()
