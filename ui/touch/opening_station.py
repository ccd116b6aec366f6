"""The station while it opens behind the first painted screen.

What a visitor asks before it is open is done, in order, once it is.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from threading import Lock
from types import TracebackType
from typing import Self

from kiosk.domain.checkin_request import CheckInRequest, PictureReading
from kiosk.domain.snapshot import Receipt, StationSnapshot
from kiosk.faults import StoreFault
from ui.touch.ports import StationPort


class OpeningStation:
    """A StationPort from before the station is open; until then its snapshot is `seen`.

    When the block ends the station is closed.
    """

    def __init__(
        self, seen: StationSnapshot, opening: Callable[[], AbstractContextManager[StationPort]]
    ) -> None:
        self._seen = seen
        self._opening = opening
        self._opened: Future[None] | None = None
        self._station: StationPort | None = None
        self._listeners: list[Callable[[StationSnapshot], None]] = []
        self._lock = Lock()
        self._context = ExitStack()
        self._behind = ThreadPoolExecutor(1, thread_name_prefix="opening")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._behind.submit(self._context.close).result()
        self._behind.shutdown()

    def open(self) -> Future[None]:
        """Opens the station, once, on its own thread; the future raises what opening raises."""
        if self._opened is None:
            self._opened = self._behind.submit(self._open)
        return self._opened

    def raise_fault(self) -> None:
        """Waits until the station is open, if that was begun, and raises what opening raised."""
        if self._opened is not None:
            self._opened.result()

    def snapshot(self) -> StationSnapshot:
        """The station's snapshot, or `seen` before it is open."""
        station = self._station
        return self._seen if station is None else station.snapshot()

    def on_snapshot(self, listener: Callable[[StationSnapshot], None]) -> None:
        """Calls `listener` with each snapshot, the first when the station opens."""
        with self._lock:
            self._listeners.append(listener)

    def check_in(self, request: CheckInRequest) -> Future[Receipt]:
        """The receipt once the visit is on disk; waits for the station to open."""
        station = self._station
        if station is not None:
            return station.check_in(request)
        return self._behind.submit(lambda: self._opened_station().check_in(request).result())

    def add_reading(self, visit_id: str, reading: PictureReading) -> Future[None]:
        """Passes it on: its visit is on disk, so the station is open."""
        return self._opened_station().add_reading(visit_id, reading)

    def note_camera(self, state: str) -> None:
        """Passes the camera's state on once the station is open."""
        self._behind.submit(lambda: self._opened_station().note_camera(state))

    def is_unpaired(self) -> bool:
        """Whether the open station has lost its token."""
        return self._station is not None and self._station.is_unpaired()

    def _open(self) -> None:
        station = self._context.enter_context(self._opening())
        self._station = station
        station.on_snapshot(lambda _: self._publish())
        self._publish()

    def _opened_station(self) -> StationPort:
        if self._station is None:
            raise StoreFault("the station did not open")
        return self._station

    def _publish(self) -> None:
        """Publishes the current snapshot, one at a time: no older one comes after a newer one."""
        with self._lock:
            snapshot = self.snapshot()
            for listener in self._listeners:
                listener(snapshot)
