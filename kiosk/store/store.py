"""Owns one opened station store and its parts; all on the thread that opened it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from sqlite_utils import Database

from kiosk.clock import Clock
from kiosk.store.database import open_database, store_faults
from kiosk.store.outbox import Outbox
from kiosk.store.photos import Photos
from kiosk.store.refusal import Refusal
from kiosk.store.visits import Visits


class Store:
    """A station's store.

    Use `transaction` for every write that matters, its outbox row included.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self._db: Database = open_database(path)
        self.outbox = Outbox(self._db, clock)
        self.photos = Photos(self._db)
        self.visits = Visits(self._db)
        self.refusal = Refusal(self._db, clock)

    def transaction(self) -> AbstractContextManager[Database]:
        """All or nothing, on disk when it ends; nested ones join the outer."""
        return self._db.atomic()

    def truncate_log(self) -> None:
        """Empties the write-ahead log, so that deleted text lies in no file."""
        with store_faults():
            self._db.execute("pragma wal_checkpoint(truncate)").fetchall()

    def close(self) -> None:
        """Closes the file; everything committed is already on disk."""
        self._db.close()
