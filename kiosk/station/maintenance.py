"""Maintenance of a running kiosk: disk space, retention, backups.

Runs on a thread of its own, so that no visitor waits for a backup. Writes to the store only through
the station thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from kiosk.clock import Clock
from kiosk.faults import StoreDamaged, StoreFault
from kiosk.journal import LogEvent, log
from kiosk.station.retention import Retention
from kiosk.station.snapshot import Snapshots
from kiosk.station.store.backups import Backups
from kiosk.station.store.store import Store
from kiosk.station.writer import StationFolder, StationWriter

CHECK_EVERY_S: Final = 60.0
RETENTION_EVERY_S: Final = 3_600.0
"""How often expired data is deleted; the promise to visitors is once a day."""
BACKUP_EVERY_S: Final = 900.0
"""How much may be lost with a damaged file, of what the server does not have yet."""


class Maintainable(Protocol):
    """What `Maintenance` looks after; every method blocks and may raise StoreFault."""

    def check(self) -> None:
        """Looks at the token, the disk and the write-ahead log."""
        ...

    def knows_time(self) -> bool:
        """Whether the server has said what time it is."""
        ...

    def run_retention(self) -> bool:
        """Deletes what has expired; True when backups still hold some of it."""
        ...

    def confirm_backups_renewed(self) -> None:
        """No backup holds deleted text any more."""
        ...

    def change_count(self) -> int:
        """A number that is another one whenever something was written."""
        ...

    def repair_if_damaged(self) -> None:
        """Checks the store, which somebody found damaged, and repairs it if it is."""
        ...


class Housekeeping:
    """What maintenance does on the station thread: one method for each of its chores."""

    def __init__(
        self,
        writer: StationWriter,
        folder: StationFolder,
        retention: Retention,
        snapshots: Snapshots,
        check_token: Callable[[], None],
    ) -> None:
        self._writer = writer
        self._folder = folder
        self._retention = retention
        self._snapshots = snapshots
        self._check_token = check_token

    def check(self) -> None:
        """Looks at the token, makes the reserve, empties a write-ahead log that has grown."""
        self._check_token()
        self._writer.run(self._check_disk)

    def knows_time(self) -> bool:
        """Whether the server has said what time it is."""
        return self._retention.server_time.now() is not None

    def run_retention(self) -> bool:
        """Deletes what has expired; True when backups still hold some of it."""
        return self._writer.run(self._run_retention)

    def confirm_backups_renewed(self) -> None:
        """Empties the log too, then notes that no file holds deleted text any more."""
        self._writer.run_on_store(_confirm_backups_renewed)

    def change_count(self) -> int:
        """Grows with every row written."""
        return self._writer.run_on_store(lambda store: store.changes())

    def repair_if_damaged(self) -> None:
        """Checks the whole file, and puts a backup in its place if it is damaged."""
        self._writer.run(self._folder.recovery.repair_if_damaged)

    def _check_disk(self) -> None:
        self._folder.space.maintain()
        self._folder.recovery.check_log_size()

    def _run_retention(self) -> bool:
        self._retention.run(self._snapshots.read().site)
        return self._folder.store.private_words.backups_stale()


def _confirm_backups_renewed(store: Store) -> None:
    """Not while somebody still reads the log: deleted text would lie in it."""
    if store.truncate_log():
        store.private_words.backups_renewed()


class Maintenance:
    """The worker: one step a minute."""

    def __init__(self, target: Maintainable, backups: Backups, clock: Clock) -> None:
        self._target = target
        self._backups = backups
        self._clock = clock
        self._retention_s: float | None = None
        # The first backup comes a minute after the start, when the screen has long been painted.
        self._backed_up_s = clock.monotonic_s() - BACKUP_EVERY_S + CHECK_EVERY_S
        self._changes = -1
        self._failed = False

    def step(self) -> float:
        """Does what is due; the seconds until the next step."""
        self._target.check()
        try:
            if self._is_retention_due():
                self._run_retention()
        finally:  # what cannot be deleted must not keep visits from being backed up
            if self._clock.monotonic_s() - self._backed_up_s >= BACKUP_EVERY_S:
                self._back_up()
        return CHECK_EVERY_S

    def _is_retention_due(self) -> bool:
        """The first time as soon as the server has said the time: nothing expires without it."""
        if self._retention_s is None:
            return self._target.knows_time()
        return self._clock.monotonic_s() - self._retention_s >= RETENTION_EVERY_S

    def _run_retention(self) -> None:
        if self._target.run_retention():
            changes = self._target.change_count()  # before the copy: later rows are not in it
            self._copy(renew=True)
            self._changes = changes
            self._target.confirm_backups_renewed()
        self._retention_s = self._clock.monotonic_s()

    def _back_up(self) -> None:
        changes = self._target.change_count()
        if changes != self._changes:
            self._copy(renew=False)
            self._changes = changes
        self._backed_up_s = self._clock.monotonic_s()

    def _copy(self, *, renew: bool) -> None:
        try:
            if renew:
                self._backups.renew()
            else:
                self._backups.make()
        except StoreDamaged:
            self._target.repair_if_damaged()
            raise
        except StoreFault as fault:
            if not self._failed:
                log(LogEvent.BACKUP_FAILED, reason=str(fault))
            self._failed = True
            raise
        self._failed = False
        log(LogEvent.BACKUP_MADE)
