"""Owns this station's own visits, its counter and what the home last said of the site.

Never sends anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from kiosk import wire
from kiosk.domain.numbers import NEW_STORE_START, Counter
from kiosk.domain.visit import ENDED, State


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """A visit checked in here that has not ended, as far as known."""

    id: str
    number: str
    seat: int | None
    state: str


class Visits:
    """The visits of this station's store."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def draw(self) -> Counter:
        """The counter after one more number, kept; call inside the check-in's transaction."""
        counter = (self._counter() or Counter("", NEW_STORE_START)).drawn()
        self._keep(counter)
        return counter

    def add(self, visit: OwnVisit, day: str, at: datetime) -> None:
        """Keeps a new visit, last in this station's own order."""
        self._db.execute(
            """
            insert into visits (id, visit_order, number, day, seat, state, at)
            values (?, (select coalesce(max(visit_order), 0) + 1 from visits), ?, ?, ?, ?, ?)
            """,
            (visit.id, visit.number, day, visit.seat, visit.state, at.isoformat()),
        )

    def order_of(self, visit_id: str) -> int:
        """The visit's place in this station's own order; newer is higher."""
        rows = self._db.execute(
            "select visit_order from visits where id = ?", (visit_id,)
        ).fetchall()
        return int(rows[0][0])

    def open(self) -> Sequence[OwnVisit]:
        """Own visits not known to have ended, oldest first."""
        rows = self._db.query(
            """
            select id, number, seat, state from visits
            where state not in ('finished', 'no_show', 'left') order by visit_order
            """
        )
        return [OwnVisit(**row) for row in rows]

    def home(self) -> wire.State | None:
        """What the home last said, None before it ever answered."""
        rows = self._db.execute("select state from home").fetchall()
        return wire.decode(bytes(rows[0][0]), wire.State) if rows else None

    def remember(self, state: wire.State) -> None:
        """Keeps the home's word and what became of own visits, in one transaction."""
        with self._db.atomic():
            self._db.execute(
                "insert or replace into home values (1, ?, ?, ?)",
                (state.epoch, state.seq, wire.encode(state)),
            )
            for news in state.visits:
                self._db.execute(
                    "update visits set state = ?, heard_of = 1 where id = ?", (news.state, news.id)
                )
            counter = self._counter() or Counter(state.day, state.last_number)
            self._keep(counter.told(state.day, state.last_number, all_known=self._all_known()))

    def end_before(self, at: datetime) -> None:
        """Own visits begun before `at` that the home never spoke of hold no seat any more."""
        with self._db.atomic():
            self._db.execute(
                f"update visits set state = ? where at < ? and state not in {_ENDED_SQL}",
                (State.LEFT.value, at.isoformat()),
            )

    def _counter(self) -> Counter | None:
        rows = self._db.execute("select day, last from counter").fetchall()
        return Counter(*rows[0]) if rows else None

    def _all_known(self) -> bool:
        """Whether nothing waits for the home, and it has named every visit that goes on here."""
        unknown = self._db.execute(
            f"""
            select 1 from outbox where set_aside_code is null
            union all select 1 from visits where not heard_of and state not in {_ENDED_SQL}
            limit 1
            """
        ).fetchall()
        return not unknown

    def _keep(self, counter: Counter) -> None:
        self._db.execute(
            "insert or replace into counter values (1, ?, ?)", (counter.day, counter.last)
        )


_ENDED_SQL = "(" + ", ".join(f"'{state.value}'" for state in sorted(ENDED)) + ")"
