"""One site's store: the only way to read it, to write it, to append events and to listen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime

from sqlalchemy import Connection

from kiosk.clock import Clock
from kiosk.domain.site import Site
from kiosk.server.store.changes import ChangeFeed
from kiosk.server.store.dialect import insert_missing
from kiosk.server.store.engine import ServerDatabase
from kiosk.server.store.ledger.ledger import Ledger
from kiosk.server.store.tables import sites


class SiteStore:
    """What the features of one site read and write; `feed` publishes what they append."""

    def __init__(self, database: ServerDatabase, site: Site, clock: Clock) -> None:
        self.site = site
        self.clock = clock
        self.feed = ChangeFeed()
        self._database = database
        with database.write() as connection:
            connection.execute(insert_missing(sites).values(site_id=site.site_id, seq=0))

    @property
    def site_id(self) -> str:
        """The id of the site."""
        return self.site.site_id

    @property
    def epoch(self) -> str:
        """The random id of the store, renewed by a restore."""
        return self._database.epoch

    def now(self) -> datetime:
        """The instant by the home's clock."""
        return self.clock.now()

    def read(self) -> AbstractContextManager[Connection]:
        """One consistent view of the store."""
        return self._database.read()

    def write(self) -> AbstractContextManager[Connection]:
        """A write transaction for rows that no event tells of: tokens, PINs, the audit log."""
        return self._database.write()

    @contextmanager
    def append(self) -> Iterator[Ledger]:
        """The site's ledger in a write transaction; listeners are notified after the commit."""
        with self._database.write() as connection:
            ledger = Ledger(connection, self.site, self.now())
            seq_before = ledger.seq
            yield ledger
        if ledger.seq != seq_before:
            self.feed.publish(ledger.seq)

    def checkpoint(self) -> None:
        """Makes deleted rows unreadable; StoreFault when a reader is in the way, try again."""
        self._database.checkpoint()

    def close(self) -> None:
        """Closes the database; nothing of it can be used afterwards."""
        self._database.close()
