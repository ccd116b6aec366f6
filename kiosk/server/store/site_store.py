"""One site's store: the only way to read it, to write it, to append events and to listen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select

from kiosk.clock import Clock
from kiosk.domain.site import Site
from kiosk.journal import LogEvent, log
from kiosk.server.store.changes import ChangeFeed
from kiosk.server.store.condition import Condition, Notice, NoticeCode
from kiosk.server.store.dialect import Backend, insert_missing
from kiosk.server.store.engine import ServerDatabase, stored_epoch
from kiosk.server.store.known_time import KnownTime
from kiosk.server.store.ledger.ledger import Ledger
from kiosk.server.store.processes.elsewhere import Elsewhere
from kiosk.server.store.read_marks import ReadMarks, note_former_epoch
from kiosk.server.store.restored_backup import renew_epoch, restored_at
from kiosk.server.store.tables import sites
from kiosk.server.store.terms import Terms

_PUT_BACK_SHOWN: Final = timedelta(days=1)
"""How long leads are told that an older copy is the store now."""


class SiteStore:
    """What the features of one site read and write; `feed` publishes what they append."""

    def __init__(self, database: ServerDatabase, site: Site, clock: Clock) -> None:
        self.site = site
        self.clock = clock
        self.feed = ChangeFeed()
        self.terms = Terms(clock)
        self.known_time = KnownTime(database, clock)
        self.condition = Condition()
        self.writes = 0
        """How often something was written here that the site's number does not tell of."""
        self._database = database
        self.condition.watch(self._clock_notice)
        self.condition.watch(self._put_back_notice)
        self._elsewhere = self._others(database.backend)
        with database.write() as connection:
            connection.execute(insert_missing(sites).values(site_id=site.site_id, seq=0))
        self.known_time.doubt()  # from now on it can be compared

    @property
    def site_id(self) -> str:
        """The id of the site."""
        return self.site.site_id

    @property
    def epoch(self) -> str:
        """The random id of the store, renewed when an older copy took its place."""
        return self._database.epoch

    @property
    def marks(self) -> ReadMarks:
        """How far readers have read, in words that only this store can have signed."""
        return ReadMarks(self._database.mark_key, self.site_id, self.epoch)

    def renew_epoch(self, epoch: str, read_under: str) -> bool:
        """Begins a new epoch after `epoch`: a reader under `read_under` read what is not here.

        False when another proof was there before.
        """
        with self._database.write() as connection:
            stored = stored_epoch(connection)
            if epoch != stored:
                self._database.epoch = stored  # another process renewed it
                return False
            note_former_epoch(connection, read_under)
            renewed = renew_epoch(connection, self.now())
            seq = connection.scalar(select(sites.c.seq).where(sites.c.site_id == self.site_id))
        self._database.epoch = renewed
        self.writes += 1
        log(LogEvent.EPOCH_RENEWED)
        self._publish(seq or 0)
        return True

    def now(self) -> datetime:
        """The instant by the home's clock."""
        return self.clock.now()

    def read(self) -> AbstractContextManager[Connection]:
        """One consistent view of the store."""
        return self._database.read()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A write transaction for rows that no event tells of: tokens, PINs, the audit log."""
        with self._database.write(self.site_id) as connection:
            yield connection
        self.writes += 1

    @contextmanager
    def append(self, *, line_only: bool = False) -> Iterator[Ledger]:
        """The site's ledger in a write transaction; listeners are notified after the commit.

        `line_only`: nothing is written but what the site's number tells of.
        """
        with self._database.write(self.site_id) as connection:
            ledger = Ledger(connection, self.site, self.now())
            seq_before = ledger.seq
            yield ledger
        self.writes += not line_only
        if ledger.seq != seq_before:
            self._publish(ledger.seq)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Changes of other processes reach the feed, and its own reach them, until the end."""
        with nullcontext() if self._elsewhere is None else self._elsewhere.running():
            yield

    def alone(self, job: str) -> AbstractContextManager[bool]:
        """Whether no other process does that job of the site; none does until the block ends."""
        return self._database.backend.alone(f"{self.site_id} {job}")

    def _publish(self, seq: int) -> None:
        self.feed.publish(seq)
        if self._elsewhere is not None:
            self._elsewhere.tell(seq)

    def _others(self, backend: Backend) -> Elsewhere | None:
        """The site's other processes; None where there are none."""
        if backend.in_folder:
            return None
        return Elsewhere(self.site_id, backend.change_line, self._head, self.feed.publish)

    def _head(self) -> int:
        """How far the site has come; the epoch, which another process may have renewed, too."""
        with self.read() as connection:
            self._database.epoch = stored_epoch(connection)
            return (
                connection.scalar(select(sites.c.seq).where(sites.c.site_id == self.site_id)) or 0
            )

    def _clock_notice(self) -> Notice | None:
        doubt = self.known_time.doubt()
        return None if doubt is None else Notice(NoticeCode.CLOCK_DOUBTED, doubt.since)

    def _put_back_notice(self) -> Notice | None:
        """For a day after an older copy took the store's place."""
        with self.read() as connection:
            at = restored_at(connection)
        if at is None or not timedelta(0) <= self.now() - at < _PUT_BACK_SHOWN:
            return None
        return Notice(NoticeCode.PUT_BACK, at)

    def checkpoint(self) -> None:
        """Makes deleted rows unreadable; StoreFault when a reader is in the way, try again."""
        self._database.checkpoint()

    def close(self) -> None:
        """Closes the database; nothing of it can be used afterwards."""
        self._database.close()
