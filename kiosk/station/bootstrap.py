"""Composition root of a kiosk: settings in, a running station out. Decides nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uuid6

from kiosk.clock import Clock
from kiosk.journal import LogEvent, log
from kiosk.machine.folder_lock import exclusive
from kiosk.retry import Backoff, Worker
from kiosk.settings import StationSettings
from kiosk.space import Needs, Space
from kiosk.station.checkin import CheckInService, Seating
from kiosk.station.identity import StationIdentity, TokenFile
from kiosk.station.maintenance import Housekeeping, Maintenance
from kiosk.station.retention import Retention
from kiosk.station.server_time import ServerTime
from kiosk.station.snapshot import Snapshots
from kiosk.station.station import Station
from kiosk.station.sync_ports import LinkMonitor, StationMemory, StationOutbox
from kiosk.station.way_health import WayHealth
from kiosk.station.writer import EventRecorder, StationFolder, StationWriter
from kiosk.sync.authorities import read_authorities
from kiosk.sync.down import SyncDown
from kiosk.sync.transport import HttpSyncClient
from kiosk.sync.up import SyncUp

_FIRST_RETRY_S = 1.0
_LONGEST_RETRY_S = 30.0


@dataclass(frozen=True, slots=True)
class StationParts:
    """A station put together, each part ready for the worker or the screen that uses it."""

    folder: StationFolder
    server_time: ServerTime
    snapshots: Snapshots
    checkin: CheckInService
    station: Station
    outbox: StationOutbox
    memory: StationMemory
    housekeeping: Housekeeping


@contextmanager
def open_station(settings: StationSettings, clock: Clock) -> Iterator[Station]:
    """A station with its store open and its workers running, until the block ends.

    SettingsFault when the token cannot be read or another kiosk has the folder, StoreFault when the
    store cannot be opened.
    """
    token_file = TokenFile(Path(settings.server.token_file))
    token, identity = token_file.read()
    if settings.server.ca_file:
        # At the start, or a bad file would look like a server that does not answer.
        read_authorities(Path(settings.server.ca_file))
    data = Path(settings.data_dir)
    needs = Needs(reserve_bytes=settings.reserve_mb * 1_000_000)

    def assembled() -> StationParts:
        folder = StationFolder(data, clock, Space(data, needs))
        return assemble(folder, identity, executor, token_file)

    with exclusive(data), _station_thread() as executor:
        parts = executor.submit(assembled).result()
        log(LogEvent.STATION_STARTED, station=identity.letter)
        with _workers(parts, settings, token):
            yield parts.station
        executor.submit(parts.folder.recovery.close).result()
        log(LogEvent.STATION_STOPPED)


def assemble(
    folder: StationFolder,
    identity: StationIdentity,
    executor: Executor,
    token_file: TokenFile,
    new_id: Callable[[], str] = lambda: str(uuid6.uuid7()),
) -> StationParts:
    """The parts of a station on an open folder; call on the thread that `executor` runs."""
    recovery = folder.recovery
    server_time = ServerTime(folder.clock)
    recorder = EventRecorder(recovery, identity, new_id)
    retention = Retention(recovery, folder.pictures, server_time, recorder.record_timed)
    recovery.reading(retention.sweep)
    snapshots = Snapshots(recovery, identity)
    writer = StationWriter(recovery, executor)
    health = WayHealth(folder.data, folder.clock)
    monitor = LinkMonitor(writer, snapshots, token_file, health)
    outbox = StationOutbox(writer, folder, monitor, retention)
    seating = Seating(recovery, recorder, folder.clock)
    checkin = CheckInService(folder, recorder, snapshots, retention, seating)
    return StationParts(
        folder=folder,
        server_time=server_time,
        snapshots=snapshots,
        checkin=checkin,
        station=Station(checkin, writer, snapshots, outbox, monitor),
        outbox=outbox,
        memory=StationMemory(writer, outbox, monitor, server_time, seating),
        housekeeping=Housekeeping(writer, folder, retention, snapshots, monitor.check_token),
    )


@contextmanager
def _station_thread() -> Iterator[ThreadPoolExecutor]:
    """The station thread; the work it was given is done when the block ends."""
    executor = ThreadPoolExecutor(1, thread_name_prefix="station")
    try:
        yield executor
    finally:
        executor.shutdown()


@contextmanager
def _workers(parts: StationParts, settings: StationSettings, token: str) -> Iterator[None]:
    """One client for each sync worker: a session of requests belongs to one thread."""
    chance = random.Random()
    clock = parts.folder.clock
    server = settings.server
    clients = [HttpSyncClient(server.url, token, clock, ca_file=server.ca_file) for _ in range(2)]
    up = Worker("sync_up", SyncUp(parts.outbox, clients[0], clock).step, _backoff(chance))
    down = Worker("sync_down", SyncDown(parts.memory, clients[1]).step, _backoff(chance))
    maintenance = Maintenance(parts.housekeeping, parts.folder.backups, clock)
    maintaining = Worker("maintenance", maintenance.step, _backoff(chance))
    workers = [up, down, maintaining]
    parts.outbox.on_waiting(up.wake)
    for worker in workers:
        worker.start()
    try:
        yield
    finally:
        for worker in workers:
            worker.ask_to_stop()
        for client in clients:
            client.close()
        for worker in workers:
            worker.stop()


def _backoff(chance: random.Random) -> Backoff:
    return Backoff(_FIRST_RETRY_S, _LONGEST_RETRY_S, chance)
