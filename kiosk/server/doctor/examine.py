"""Self-check of a home, the first thing to run on the server. Names nobody.

Works beside the running server. What it leaves in the store, its key, it takes away at the end.
"""

from __future__ import annotations

import platform
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from kiosk.faults import SettingsFault, StoreFault
from kiosk.finding import Finding
from kiosk.machine.files import DiskSpace, disk_space
from kiosk.server.auth.members import Members
from kiosk.server.doctor.front import address_findings, examine_front
from kiosk.server.doctor.front_client import FrontClient, Patience
from kiosk.server.doctor.own_data import (
    examine_backups,
    examine_clock,
    examine_disk,
    examine_server,
    examine_set_aside,
    examine_store,
    examine_team,
)
from kiosk.server.doctor.probe_key import leave_key, take_key_away
from kiosk.server.doctor.stations import examine_stations
from kiosk.server.fleet.overview import station_rows
from kiosk.server.fleet.status import station_reports
from kiosk.server.store.dialect import Backend, store_of
from kiosk.server.store.restored_backup import backed_up_at
from kiosk.server.store.site_store import SiteStore
from kiosk.settings import SiteSettings
from kiosk.space import Needs

_PARTS: Final = ("walkup-kiosk", "starlette", "uvicorn", "sqlalchemy")


@dataclass(frozen=True, slots=True)
class Means:
    """What a home is examined with.

    `opened` opens its store, `ca_file` names the authority of public_url's certificate.
    """

    opened: Callable[[], AbstractContextManager[SiteStore]]
    ca_file: str | None = None
    patience: Patience = field(default_factory=Patience)
    room: Callable[[Path], DiskSpace] = disk_space


def examine_home(settings: SiteSettings, config: Path, means: Means) -> Iterator[Finding]:
    """Yields every finding as soon as it is made."""
    data = Path(settings.data_dir)
    backend = store_of(data, settings.database)
    yield _versions(backend)
    yield from _settings_file(settings, config)
    yield from address_findings(settings.site)
    yield examine_disk(means.room(data), Needs())
    yield from examine_set_aside(data)
    server = examine_server(data)
    yield server
    of_store = [*examine_store(backend)]
    yield from of_store
    if not all(finding.well for finding in of_store):
        yield _left_out("the clock, kiosks and public_url, until the store can be used")
        return
    try:
        with means.opened() as store, _key(store) as key:
            yield Finding("writing", well=True, seen="what is written to the store is kept")
            yield from _in_the_store(store)
            if settings.pictures:
                yield examine_bucket(settings.pictures, store)
            if server.well and settings.site.public_url:
                client = FrontClient(settings.site.public_url, means.ca_file, means.patience)
                yield from examine_front(settings.site, key, client)
            else:
                yield _left_out("what stands in front: that takes a running server and public_url")
    except (StoreFault, SQLAlchemyError) as fault:
        reason = fault if isinstance(fault, StoreFault) else type(fault).__name__
        account = "run this as the account of the server, and look at the disk"
        yield Finding("writing", well=False, seen=f"the store keeps nothing ({reason}): {account}")


def _versions(backend: Backend) -> Finding:
    parts = [f"{part} {version(part)}" for part in _PARTS]
    parts += [f"Python {platform.python_version()}", backend.version()]
    return Finding("versions", well=True, seen=", ".join(parts))


def examine_bucket(address: str, store: SiteStore) -> Finding:
    """Whether the bucket of pictures answers and is this home's."""
    # Loaded by those who use it: it takes a tenth of a second.
    from kiosk.server.pictures.bucket import PictureBucket

    try:
        PictureBucket(address, store).check()
    except (StoreFault, SettingsFault) as fault:
        seen = f"{fault}; look at the address, and AWS_… in the environment of this command"
        return Finding("pictures", well=False, seen=seen)
    return Finding("pictures", well=True, seen=f"{address} answers and is this home's")


def _settings_file(settings: SiteSettings, config: Path) -> Iterator[Finding]:
    if settings.site.metrics_token and config.stat().st_mode & stat.S_IROTH:
        seen = f"every account may read metrics_token: chmod 0640 {config}"
        yield Finding("site.toml", well=False, seen=seen)


def _left_out(what: str) -> Finding:
    return Finding("left out", well=False, seen=what)


def _in_the_store(store: SiteStore) -> Iterator[Finding]:
    site, now = store.site, store.now()
    with store.read() as connection:
        made_at = backed_up_at(connection)
        rows, reports = station_rows(connection, site), station_reports(connection, site)
    yield examine_clock(store.known_time, store.clock)
    yield examine_team(Members(store).all())
    yield examine_backups(site, made_at, now)
    yield from examine_stations(rows, reports, site, now)


@contextmanager
def _key(store: SiteStore) -> Iterator[str]:
    """A key in the store for as long as the block takes: it shows that the store can be written."""
    with store.write() as connection:
        key = leave_key(connection, store.now())
    try:
        yield key
    finally:
        with store.write() as connection:
            take_key_away(connection)
