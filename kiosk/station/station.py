"""A running kiosk as its screen knows it: the snapshot to show, check-in, the camera's state.

Implements `ui.touch.ports.StationPort`. Knows no screen, no camera and no network.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress

from kiosk.domain.checkin_request import CheckInRequest, PictureReading
from kiosk.domain.snapshot import Receipt, StationSnapshot
from kiosk.faults import StoreFault
from kiosk.journal import LogEvent, log
from kiosk.station.checkin import CheckInService
from kiosk.station.snapshot import Snapshots
from kiosk.station.store.database import store_faults
from kiosk.station.sync_ports import LinkMonitor, StationOutbox
from kiosk.station.writer import StationWriter


class Station:
    """Every method may be called from any thread and returns at once."""

    def __init__(
        self,
        service: CheckInService,
        writer: StationWriter,
        snapshots: Snapshots,
        outbox: StationOutbox,
        monitor: LinkMonitor,
    ) -> None:
        self._service = service
        self._writer = writer
        self._snapshots = snapshots
        self._outbox = outbox
        self._monitor = monitor

    def snapshot(self) -> StationSnapshot:
        """The newest snapshot of the site."""
        return self._snapshots.latest()

    def on_snapshot(self, listener: Callable[[StationSnapshot], None]) -> None:
        """Calls `listener` at each change, on the station thread."""
        self._snapshots.on_change(listener)

    def check_in(self, request: CheckInRequest) -> Future[Receipt]:
        """The receipt once the visit is on disk; StoreFault or PictureFault otherwise."""
        return self._writer.submit(lambda: self._check_in(request))

    def add_reading(self, visit_id: str, reading: PictureReading) -> Future[None]:
        """Has what was read on a visit's picture after the check-in follow it; done when on disk.

        StoreFault when it could not be kept; that is logged here.
        """
        return self._writer.submit(lambda: self._add_reading(visit_id, reading))

    def note_camera(self, state: str) -> None:
        """Takes the camera's state, which the server is told when it changes."""
        self._outbox.note_camera(state)

    def is_unpaired(self) -> bool:
        """Whether the token's file is gone; the next start shows a pairing code."""
        return self._monitor.is_unpaired()

    def _check_in(self, request: CheckInRequest) -> Receipt:
        link = self._monitor.link()
        receipt = self._service.check_in(request, link=link)
        # The visit is committed: a snapshot that cannot be read must not make the visitor retry.
        with suppress(StoreFault), store_faults():
            self._snapshots.refresh(link)
        self._outbox.wake_sender()
        return receipt

    def _add_reading(self, visit_id: str, reading: PictureReading) -> None:
        try:
            if self._service.add_reading(visit_id, reading):
                self._outbox.wake_sender()
        except StoreFault:
            log(LogEvent.READING_NOT_KEPT, visit_id=visit_id)
            raise
