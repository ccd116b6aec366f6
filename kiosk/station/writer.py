"""The station's data folder, the one thread that writes to it, and the recorder of its events.

A store found damaged is replaced by its newest good backup before the caller hears of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from kiosk.clock import Clock
from kiosk.domain.events import About, Event, VisitFacts
from kiosk.faults import StoreDamaged, StoreFault
from kiosk.pictures.folder import PictureFolder
from kiosk.space import Space
from kiosk.station.identity import StationIdentity
from kiosk.station.store.backups import Backups
from kiosk.station.store.database import store_faults
from kiosk.station.store.recovery import StoreRecovery
from kiosk.station.store.store import Store

_T = TypeVar("_T")


class StationFolder:
    """What a station keeps on its disk: store, backups, pictures and a reserve of space.

    Opened on the station thread; the store is used on that thread only.
    """

    def __init__(self, data: Path, clock: Clock, space: Space | None = None) -> None:
        self.data = data
        self.clock = clock
        with store_faults():
            data.mkdir(parents=True, exist_ok=True)
            self.space = space or Space(data)
            self.pictures = PictureFolder(data / "pictures")
        self.backups = Backups(data / "station.db", data / "backups")
        self.recovery = StoreRecovery(data / "station.db", self.backups, clock, self.pictures.has)

    @property
    def store(self) -> Store:
        """The store that is open now; StoreFault while there is none."""
        return self.recovery.store


class StationWriter:
    """Runs work on the station thread, one piece after the other. Any thread may call."""

    def __init__(self, recovery: StoreRecovery, executor: Executor) -> None:
        self._recovery = recovery
        self._executor = executor

    def submit(self, work: Callable[[], _T]) -> Future[_T]:
        """Runs `work` later and returns at once; `work` handles a damaged store itself."""
        return self._executor.submit(work)

    def run(self, work: Callable[[], _T]) -> _T:
        """Runs `work` and waits for its result.

        StoreFault when the store cannot be used. A damaged one is repaired first; the caller tries
        again later, on the repaired store.
        """

        def guarded() -> _T:
            try:
                with store_faults():
                    return work()
            except StoreDamaged as damaged:
                self._recovery.repair(str(damaged))
                raise StoreFault("put back") from damaged

        return self.submit(guarded).result()

    def run_on_store(self, work: Callable[[Store], _T]) -> _T:
        """As `run`, with the store that is open when `work` begins."""
        return self.run(lambda: work(self._recovery.store))


@dataclass(frozen=True, slots=True)
class EventRecorder:
    """Appends this station's events to its outbox, each with a new id."""

    recovery: StoreRecovery
    identity: StationIdentity
    new_id: Callable[[], str]

    def record(
        self,
        visit_id: str,
        facts: VisitFacts,
        at: datetime,
        *,
        actor: str = "visitor",
        private: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Call inside the transaction that writes what the event is about."""
        event = Event(
            id=self.new_id(),
            site_id=self.identity.site_id,
            about=About("visit", visit_id),
            actor=actor,
            origin=self.identity.origin,
            at=at,
            facts=facts,
            private=private,
        )
        store = self.recovery.store
        store.outbox.append(event, store.visits.order_of(visit_id))

    def record_timed(self, visit_id: str, facts: VisitFacts, at: datetime) -> None:
        """Records what happened because its time had come, not because somebody acted."""
        self.record(visit_id, facts, at, actor="timer")
