"""The time as the home has reason to believe it: nothing is deleted for good on one clock's word.

The machine's clock is believed when something else agrees: the time known last, carried on by the
monotonic clock or, over a restart, not longer ago than a home is switched off; a time server; a
kiosk on another machine; or a person. Until then what would be irreversible waits, and leads are
told. A clock that is put right is believed again at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock
from typing import Final

import msgspec
from sqlalchemy import Connection, select

from kiosk.clock import Clock
from kiosk.journal import LogEvent, log
from kiosk.server.store.dialect import upsert
from kiosk.server.store.engine import ServerDatabase
from kiosk.server.store.tables import events, meta

AGREES_WITHIN: Final = timedelta(minutes=15)
"""How far two clocks may be apart before one of them must be wrong."""
LONGEST_OFF: Final = timedelta(days=3)
"""A home is switched off over a weekend; after longer something else must confirm its clock."""
SAVED_EVERY: Final = timedelta(minutes=10)
_KEY: Final = "known_time"


class Doubt(StrEnum):
    """How the machine's clock stands to the time that is known."""

    AHEAD = "ahead"
    BEHIND = "behind"


class Known(msgspec.Struct, frozen=True):
    """The time known last, and the monotonic clock at that instant.

    `impossible`: rows may bear later instants, written while the clock was wrong.
    """

    at: datetime
    boot_id: str | None
    up_s: float
    impossible: bool = False


@dataclass(frozen=True, slots=True)
class ClockDoubt:
    """Why the clock is not believed, and the first instant that it showed since."""

    reason: Doubt
    since: datetime


class KnownTime:
    """The known time of one store. Any thread may call."""

    def __init__(self, database: ServerDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._lock = Lock()
        self._doubt: ClockDoubt | None = None
        self._saved: Known | None = None  # by this process

    def doubt(self) -> ClockDoubt | None:
        """Why the machine's clock is not believed now; None when it is.

        Ask often: the time that is believed is saved, so that it can be compared later.
        """
        with self._lock:
            now = self._clock.now()
            known = self._read()
            reason = None if known is None else self._reason(known, now)
            if known is None or reason is None or self._clock.is_synchronized():
                self._believe(now, known)
                return None
            if self._doubt is None or self._doubt.reason is not reason:
                self._doubt = ClockDoubt(reason, now)
                log(LogEvent.CLOCK_DOUBTED, clock=reason.value)
            return self._doubt

    def confirm(self) -> None:
        """A person says that the machine's clock is right."""
        with self._lock:
            self._believe(self._clock.now(), self._read())

    def witness(self, boot_id: str | None, at: datetime) -> None:
        """Another clock says it is `at`; one of this machine, or of none known, counts nothing."""
        elsewhere = boot_id is not None and boot_id != self._clock.boot_id
        agrees = abs(self._clock.now() - at) <= AGREES_WITHIN
        if elsewhere and agrees and self._doubt is not None:
            self.confirm()

    def has_impossible_rows(self) -> bool:
        """Whether rows may bear instants later than the known time."""
        with self._database.read() as connection:
            known = _known(connection, self._clock.now())
        return known is not None and known.impossible

    def impossible_rows_corrected(self) -> None:
        """No row bears an instant later than the known time any more."""
        with self._lock, self._database.write() as connection:
            known = _known(connection, self._clock.now())
            if known is not None:
                _save(connection, msgspec.structs.replace(known, impossible=False))

    def _read(self) -> Known | None:
        """What is known: of this machine, if this process saved it and another one did since.

        Servers on several machines each compare their own clock, and not each other's.
        """
        with self._database.read() as connection:
            known = _known(connection, self._clock.now())
        mine = self._saved
        if known is None or mine is None or known.boot_id == mine.boot_id:
            return known
        return msgspec.structs.replace(mine, impossible=known.impossible)

    def _reason(self, known: Known, now: datetime) -> Doubt | None:
        if known.boot_id == self._clock.boot_id:
            off = now - self._carried_on(known)
            longest = AGREES_WITHIN
        else:
            off, longest = now - known.at, LONGEST_OFF
        if off > longest:
            return Doubt.AHEAD
        return Doubt.BEHIND if off < -AGREES_WITHIN else None

    def _carried_on(self, known: Known) -> datetime:
        """The time now, had nobody set the wall clock since."""
        return known.at + timedelta(seconds=self._clock.monotonic_s() - known.up_s)

    def _believe(self, now: datetime, known: Known | None) -> None:
        """Saves the time, now and then; after a doubt, or a step back, rows may be impossible."""
        stepped_back = known is not None and now < known.at - AGREES_WITHIN
        wrong_before = self._doubt is not None or stepped_back
        new_boot = known is None or known.boot_id != self._clock.boot_id
        if new_boot or wrong_before or known is None or now - known.at >= SAVED_EVERY:
            impossible = wrong_before or (known is not None and known.impossible)
            row = Known(now, self._clock.boot_id, self._clock.monotonic_s(), impossible)
            with self._database.write() as connection:
                _save(connection, row)
            self._saved = row
        if self._doubt is not None:
            log(LogEvent.CLOCK_BELIEVED)
        self._doubt = None


def _known(connection: Connection, now: datetime) -> Known | None:
    """The row; of a store older than the row the instant of its newest event that can be."""
    found = connection.scalar(select(meta.c.value).where(meta.c.key == _KEY))
    if found is not None:
        return msgspec.json.decode(found, type=Known)
    newest = select(events.c.received_at).order_by(events.c.seq.desc()).limit(1)
    # One event of the future, by a clock that was wrong then, says nothing about the clock now.
    at = connection.scalar(newest.where(events.c.received_at <= now)) or connection.scalar(newest)
    return None if at is None else Known(at, None, 0.0)


def _save(connection: Connection, known: Known) -> None:
    value = msgspec.json.encode(known).decode()
    connection.execute(upsert(meta, {"key": _KEY}, {"value": value}))
