"""Owns what a station does for itself: looks at its disk, purges, and copies its store.

Runs on a thread of its own, so that no visitor waits for a copy. Never writes to the store but
through the station's thread.
"""

from __future__ import annotations

from typing import Final, Protocol

from kiosk.clock import Clock
from kiosk.faults import StoreDamaged, StoreFault
from kiosk.journal import LogEvent, log
from kiosk.station.store.backups import Backups

LOOK_EVERY_S: Final = 60.0
PURGE_EVERY_S: Final = 3_600.0
"""How often is looked for what may go; the promise is daily."""
BACKUP_EVERY_S: Final = 900.0
"""How much may be lost with a file, of what the home does not have yet (notes: S11)."""


class Maintainable(Protocol):
    """What is kept up: every verb waits until it is done and may raise StoreFault."""

    def look(self) -> None:
        """Sees how disk and write-ahead log stand."""
        ...

    def knows_the_time(self) -> bool:
        """Whether the home has said what time it is."""
        ...

    def purge(self) -> bool:
        """Deletes what may go; True when backups still hold some of it, until `pay`."""
        ...

    def pay(self) -> None:
        """No backup holds what was emptied."""
        ...

    def changes(self) -> int:
        """Another number whenever something was written."""
        ...

    def check_whole(self) -> None:
        """The store was found damaged."""
        ...


class Maintenance:
    """One step a minute."""

    def __init__(self, kept: Maintainable, backups: Backups, clock: Clock) -> None:
        self._kept = kept
        self._backups = backups
        self._clock = clock
        self._purged_s: float | None = None
        # The first copy comes a minute after the start, when the screen has long been painted.
        self._backed_up_s = clock.monotonic_s() - BACKUP_EVERY_S + LOOK_EVERY_S
        self._changes = -1
        self._failed = False

    def step(self) -> float:
        """Does what is due; the seconds until the next look."""
        self._kept.look()
        try:
            if self._is_purge_due():
                self._purge()
        finally:  # what cannot be deleted must not keep visits from being copied
            if self._clock.monotonic_s() - self._backed_up_s >= BACKUP_EVERY_S:
                self._back_up()
        return LOOK_EVERY_S

    def _is_purge_due(self) -> bool:
        """Also as soon as the home says the time: without that nothing goes."""
        if self._purged_s is None:
            return self._kept.knows_the_time()
        return self._clock.monotonic_s() - self._purged_s >= PURGE_EVERY_S

    def _purge(self) -> None:
        if self._kept.purge():
            changes = self._kept.changes()  # before the copy: whoever comes meanwhile is not in it
            self._copy(renewed=True)
            self._changes = changes
            self._kept.pay()
        self._purged_s = self._clock.monotonic_s()

    def _back_up(self) -> None:
        changes = self._kept.changes()
        if changes != self._changes:
            self._copy(renewed=False)
            self._changes = changes
        self._backed_up_s = self._clock.monotonic_s()

    def _copy(self, *, renewed: bool) -> None:
        try:
            if renewed:
                self._backups.renew()
            else:
                self._backups.make()
        except StoreDamaged:
            self._kept.check_whole()
            raise
        except StoreFault as fault:
            if not self._failed:
                log(LogEvent.BACKUP_FAILED, reason=str(fault))
            self._failed = True
            raise
        self._failed = False
        log(LogEvent.BACKUP_MADE)
