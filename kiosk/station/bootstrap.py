"""Composition root of a kiosk: settings in, a running station out. Decides nothing else."""

from __future__ import annotations

import random
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import uuid6

from kiosk.clock import Clock
from kiosk.faults import SettingsFault
from kiosk.journal import LogEvent, log
from kiosk.machine.folder_lock import exclusive
from kiosk.retry import Backoff, Worker
from kiosk.settings import StationSettings
from kiosk.station.checkin import Reception
from kiosk.station.identity import TokenFile
from kiosk.station.maintenance import Maintenance
from kiosk.station.station import Station
from kiosk.station.store.space import Needs, Space
from kiosk.sync.down import SyncDown
from kiosk.sync.transport import HttpLink
from kiosk.sync.up import SyncUp

_FIRST_WAIT_S = 1.0
_LONGEST_WAIT_S = 30.0


@contextmanager
def open_station(settings: StationSettings, clock: Clock) -> Iterator[Station]:
    """A station with its store open and its workers running, until the block ends.

    SettingsFault when the token cannot be read or another kiosk has the folder, StoreFault when the
    store cannot be opened.
    """
    token_file = TokenFile(Path(settings.server.token_file))
    token, badge = token_file.read()
    _check_authorities(settings.server.ca_file)
    data = Path(settings.data_dir)
    with exclusive(data), _writer() as writer:
        space = Space(data, Needs(reserve_bytes=settings.reserve_mb * 1_000_000))
        reception = writer.submit(lambda: Reception(badge, data, clock, _new_id, space)).result()
        station = Station(reception, writer, token_file)
        log(LogEvent.STATION_STARTED, station=badge.letter)
        with _workers(station, settings, token, clock):
            yield station
        writer.submit(reception.recovery.close).result()
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
    kept = Maintenance(station, station.backups, clock)
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


def _check_authorities(path: str | None) -> None:
    """Better told now than taken for a server that is away."""
    if path is None:
        return
    try:
        ssl.create_default_context(cafile=path)
    except (OSError, ValueError) as fault:
        expected = "server.ca_file: expected certificates in PEM form"
        raise SettingsFault(f"{path}: {expected}") from fault
