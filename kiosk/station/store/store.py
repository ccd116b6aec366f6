"""An open station store and its parts; used on the thread that opened it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from sqlite_utils import Database

from kiosk.clock import Clock
from kiosk.station.store.clock_correction import ClockCorrection
from kiosk.station.store.database import BUSY_S, open_database, store_faults
from kiosk.station.store.outbox import Outbox
from kiosk.station.store.photos import Photos
from kiosk.station.store.private_words import PrivateWords
from kiosk.station.store.token_refusal import TokenRefusal
from kiosk.station.store.visits import Visits


class Store:
    """A station's store.

    Use `transaction` for every write that matters, its outbox row included.
    """

    def __init__(
        self, path: Path, clock: Clock, out_of_time: Callable[[], bool] | None = None
    ) -> None:
        self._db: Database = open_database(path, out_of_time)
        self.outbox = Outbox(self._db, clock)
        self.photos = Photos(self._db)
        self.visits = Visits(self._db)
        self.token_refusal = TokenRefusal(self._db, clock)
        self.clock_correction = ClockCorrection(self._db, clock)
        self.private_words = PrivateWords(self._db)

    def transaction(self) -> AbstractContextManager[Database]:
        """All or nothing, on disk when it ends; nested ones join the outer."""
        return self._db.atomic()

    def changes(self) -> int:
        """Grows with every row written since the file was opened."""
        return self._db.conn.total_changes

    def prepare_restored(self, shown: int, has_picture: Callable[[str], bool]) -> None:
        """Prepares a backup to be the store: skips numbers, offers and asks for everything again.

        `shown` is the highest number known to have been shown. A picture whose file is gone went to
        the server after the backup was made.
        """
        with self.transaction():
            self.visits.skip_numbers(shown)
            self.photos.assume_sent([p for p in self.photos.kept() if not has_picture(p)])
            self.visits.reset_cursor()
            self.outbox.forget_server()
            self.outbox.offer_again()

    def prepare_new(self, shown: int) -> None:
        """Prepares an empty store to replace one that is lost without a backup."""
        with self.transaction():
            self.visits.start_above(shown)

    def truncate_log(self) -> bool:
        """Empties the write-ahead log, so that no file holds deleted text.

        False when another connection still reads from it; never waits.
        """
        with store_faults():
            self._db.execute("pragma busy_timeout = 0").fetchall()
            try:
                [(busy, _, _)] = self._db.execute("pragma wal_checkpoint(truncate)").fetchall()
            finally:
                self._db.execute(f"pragma busy_timeout = {int(BUSY_S * 1_000)}").fetchall()
        return not busy

    def copy_to(self, path: Path) -> None:
        """Writes everything that is committed to a file that is not there yet."""
        with store_faults():
            path.touch(mode=0o600)
            self._db.execute("vacuum into ?", (str(path),))

    def close(self) -> None:
        """Closes the file; everything committed is already on disk."""
        self._db.close()
