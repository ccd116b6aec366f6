"""One opened site: its store and every feature that works on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.clock import Clock
from kiosk.domain.site import Site
from kiosk.pictures.clean import clean
from kiosk.server.audit.record import Audit
from kiosk.server.auth.attempts import AttemptKind, AttemptLimit
from kiosk.server.auth.devices import Devices
from kiosk.server.auth.members import Members
from kiosk.server.fleet.pairings import Pairings
from kiosk.server.jobs.clock import ClockCorrection
from kiosk.server.jobs.end_of_day import EndOfDay
from kiosk.server.jobs.no_shows import NoShows
from kiosk.server.jobs.retention import Retention
from kiosk.server.jobs.schedule import Job, scheduled
from kiosk.server.pictures.access import PictureAccess
from kiosk.server.pictures.cleaning_process import Cleaner
from kiosk.server.pictures.files import FolderFiles, PictureFiles
from kiosk.server.pictures.picture_store import PictureStore
from kiosk.server.pictures.uploads import Uploads
from kiosk.server.queue.acts import QueueActs
from kiosk.server.queue.live_line import LiveLine
from kiosk.server.shared.site_state import SharedState
from kiosk.server.store.condition import Notice, NoticeCode
from kiosk.server.store.dialect import store_of
from kiosk.server.store.engine import ServerDatabase
from kiosk.server.store.processes.folder_claim import claim, refuse_to_begin_anew
from kiosk.server.store.room import Room
from kiosk.server.store.site_store import SiteStore
from kiosk.space import Space

TICK_S = 5.0
"""How often the queue's timed work is looked for."""
PURGE_EVERY_S = 3_600.0
"""How often what is past its time is looked for; the promise is daily."""


@dataclass(frozen=True, slots=True)
class Home:
    """A site that this server has authority over, opened."""

    store: SiteStore
    devices: Devices
    pairings: Pairings
    members: Members
    attempts: AttemptLimit
    line: LiveLine
    state: SharedState
    acts: QueueActs
    no_shows: NoShows
    end_of_day: EndOfDay
    picture_store: PictureStore
    picture_access: PictureAccess
    uploads: Uploads
    audit: Audit
    retention: Retention
    room: Room
    clock: ClockCorrection

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Runs the site's timed work until the block ends."""
        self.store.feed.bind()
        with self.store.running(), scheduled(self._jobs()):
            yield

    def clean_up(self) -> None:
        """Removes what a crash left; no other process may use the data folder."""
        self.picture_store.sweep()
        self.uploads.sweep()

    def watch_connections(self, is_crowded: Callable[[], bool]) -> None:
        """Leads are told while somebody takes too many connections of this server."""
        notice = Notice(NoticeCode.CROWDED)
        self.store.condition.watch(lambda: notice if is_crowded() else None)

    def close(self) -> None:
        """Closes the store."""
        self.store.close()

    def _purge(self) -> None:
        """What is past its time goes; with several processes one of them sees to it."""
        with self.store.alone("purge") as alone:
            if alone:
                self.retention.run()
                self.uploads.sweep()
                self.picture_store.sweep_if_shared()

    def _jobs(self) -> list[Job]:
        return [
            Job(
                "timers",
                (self.room.maintain, self.clock.run, self.no_shows.run, self.end_of_day.run),
                TICK_S,
                60.0,
            ),
            Job("purge", (self._purge,), PURGE_EVERY_S, 600.0),
        ]


@dataclass(frozen=True, slots=True)
class HomeMeans:
    """What a home is opened with besides its folder.

    `cleaner` cleans the pictures that arrive; this one does so in the calling thread. `database`:
    the address of the database with the store; empty: the store is in the folder. `pictures`: the
    address of the bucket with the pictures; empty: they are in the folder.
    """

    cleaner: Cleaner = clean
    database: str = ""
    pictures: str = ""


def open_home(
    site: Site,
    data: Path,
    clock: Clock,
    space: Space | None = None,
    means: HomeMeans | None = None,
) -> Home:
    """The home of `site` with its store in `data`, made or brought up to date.

    With the address of a database in `means` the store is there, and `data` has the pictures.
    """
    room = Room(space or Space(data))
    means = means or HomeMeans()
    backend = store_of(data, means.database)
    if backend.in_folder:
        refuse_to_begin_anew(data)
    opened = ServerDatabase(backend)
    try:
        if not backend.in_folder:
            claim(data, opened, site.site_id)
        store = SiteStore(opened, site, clock)
    except BaseException:
        opened.close()
        raise
    store.condition.watch(room.notice)
    devices = Devices(store)
    picture_store = PictureStore(store, _picture_files(data, store, means), means.cleaner)
    audit = Audit(store)
    line = LiveLine(store)
    return Home(
        store=store,
        devices=devices,
        pairings=Pairings(store, devices),
        members=Members(store),
        attempts=AttemptLimit(store, AttemptKind.PAIRING_CODE),
        line=line,
        state=SharedState(store, line),
        acts=QueueActs(store, line),
        no_shows=NoShows(store, line),
        end_of_day=EndOfDay(store, line),
        picture_store=picture_store,
        picture_access=PictureAccess(store, picture_store, audit),
        uploads=Uploads(picture_store, data / "uploads", room),
        room=room,
        audit=audit,
        retention=Retention(store, picture_store),
        clock=ClockCorrection(store),
    )


def _picture_files(data: Path, store: SiteStore, means: HomeMeans) -> PictureFiles:
    if not means.pictures:
        return FolderFiles(data / "pictures")
    # Loaded by those who use it: a home without it starts sooner.
    from kiosk.server.pictures.bucket import PictureBucket

    return PictureBucket(means.pictures, store)
