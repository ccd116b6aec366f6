"""Terms: what lasts for a while and then is over, whatever the wall clock did meanwhile.

A term is kept as its two instants, and as the monotonic clock at its end. Within one boot the
monotonic clock alone decides. Over a restart the instants do, and a term that would begin in the
future is over: a clock that is put right never makes a lock or a session last for a year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import BindParameter, ColumnElement, RowMapping, Table, bindparam

from kiosk.clock import Clock

_T = TypeVar("_T")
_Value: TypeAlias = _T | BindParameter[_T]


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms by one clock, in tables with the columns of `row_of`.

    `ends`: the name of the column with the instant at which a term ends.
    """

    clock: Clock
    ends: str = "expires_at"

    def row_of(self, lasts: timedelta) -> Mapping[str, Any]:
        """The columns of a term that begins now."""
        now, up_s = self.clock.now(), self.clock.monotonic_s()
        return {
            "began_at": now,
            self.ends: now + lasts,
            "boot_id": self.clock.boot_id,
            "ends_up_s": up_s + lasts.total_seconds(),
        }

    def runs(self, table: Table) -> ColumnElement[bool]:
        """Whether a row's term still runs."""
        clock = self.clock
        return _runs(table, self.ends, clock.boot_id, clock.monotonic_s(), clock.now())

    def moment(self) -> Mapping[str, Any]:
        """The values of `runs_at_moment`."""
        return {
            "term_boot_id": self.clock.boot_id,
            "term_up_s": self.clock.monotonic_s(),
            "term_now": self.clock.now(),
        }

    def left_s(self, row: RowMapping) -> float:
        """Seconds until the term of `row` is over, 0 when it is."""
        if row["boot_id"] == self.clock.boot_id:
            return max(0.0, float(row["ends_up_s"]) - self.clock.monotonic_s())
        now: datetime = self.clock.now()
        if row["began_at"] is not None and row["began_at"] > now:
            return 0.0
        return max(0.0, float((row[self.ends] - now).total_seconds()))


def runs_at_moment(table: Table) -> ColumnElement[bool]:
    """As `Terms.runs`, for a statement that is built once and given `Terms.moment` each time."""
    now: BindParameter[datetime] = bindparam("term_now", type_=table.c.expires_at.type)
    return _runs(table, "expires_at", bindparam("term_boot_id"), bindparam("term_up_s"), now)


def _runs(
    table: Table, ends: str, boot_id: _Value[str], up_s: _Value[float], now: _Value[datetime]
) -> ColumnElement[bool]:
    by_up = (table.c.boot_id == boot_id) & (table.c.ends_up_s > up_s)
    elsewhere = table.c.boot_id.is_(None) | (table.c.boot_id != boot_id)
    begun = table.c.began_at.is_(None) | (table.c.began_at <= now)
    return by_up | (elsewhere & begun & (table.c[ends] > now))
