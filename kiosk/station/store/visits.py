"""This station's own visits, its number counter, and the last state of the site.

Never sends anything.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlite_utils import Database

from kiosk import wire
from kiosk.domain.events import VisitSeated
from kiosk.domain.numbers import NEW_STORE_START, RESTORE_SKIP, Counter
from kiosk.domain.seats import SeatedVisit
from kiosk.domain.visit import ENDED, VisitState


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
        """Takes the next number from the counter; call inside the check-in's transaction.

        Passes over numbers that open visits have: the count starts anew while some still wait.
        """
        counter = (self._counter() or Counter("", NEW_STORE_START)).after_draw()
        while self._is_held(counter.last):
            counter = counter.after_draw()
        self._save_counter(counter)
        return counter

    def skip_numbers(self, shown: int) -> None:
        """Skips numbers that may have been shown after the backup that is now the store."""
        self._save_counter((self._counter() or Counter("", NEW_STORE_START)).after_loss(shown))

    def start_above(self, shown: int) -> None:
        """Starts above what a lost store can have reached; `shown` is its highest known number."""
        start = max(NEW_STORE_START, shown + RESTORE_SKIP)
        self._save_counter(Counter("", start, lost=True))

    def add(self, visit: OwnVisit, day: str, at: datetime) -> None:
        """Adds a new visit, last in this station's own order."""
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
            f"select id, number, seat, state from visits where {_OPEN} order by visit_order"
        )
        return [OwnVisit(**row) for row in rows]

    def without_seat(self) -> Sequence[SeatedVisit]:
        """Own visits not known to have ended that have no seat."""
        rows = self._db.query(
            f"select id, number, state, day from visits where {_OPEN} and seat is null"
        )
        return [SeatedVisit(**row) for row in rows]

    def give_seat(self, visit_id: str, seat: int) -> None:
        """From now on the seat is this visit's."""
        self._db.execute("update visits set seat = ? where id = ?", (seat, visit_id))

    def seated_since(self) -> Sequence[SeatedVisit]:
        """Own visits that wait on a seat they got after they had stood, oldest first."""
        rows = self._db.query(
            f"""
            select id, number, state, seat, day from visits
            where {_OPEN} and state = 'waiting' and seat is not null and exists (
                select 1 from events where visit_id = visits.id and type = ?
            )
            order by visit_order
            """,
            (VisitSeated.__name__,),
        )
        return [SeatedVisit(**row) for row in rows]

    def taken(self) -> frozenset[int]:
        """The seats of own visits not known to have ended."""
        rows = self._db.execute(
            f"select seat from visits where {_OPEN} and seat is not null"
        ).fetchall()
        return frozenset(row[0] for row in rows)

    def count_waiting_not_in(self, line: Sequence[str]) -> int:
        """How many own visits wait here that are not in `line`; fast however many there are."""
        query = f"""
            select count(*) from visits
            where {_OPEN} and state = 'waiting' and id not in (select value from json_each(?))
            """
        [(count,)] = self._db.execute(query, (json.dumps(line),)).fetchall()
        return int(count)

    def home(self) -> wire.State | None:
        """The last state the server sent; None before its first answer, or when it is unusable."""
        rows = self._db.execute("select state from home").fetchall()
        if not rows:
            return None
        try:
            state = wire.decode(bytes(rows[0][0]), wire.State)
            wire.site_from_wire(state.site)
        except ValueError:
            return None  # it will be asked for again; a kiosk must start whatever one row holds
        return state

    def reset_cursor(self) -> None:
        """Keeps the last state for the screen, but asks for the next one from the start."""
        home = self.home()
        if home is not None:
            self._save_home(msgspec.structs.replace(home, epoch="", seq=0))

    def remember(self, state: wire.State) -> None:
        """Keeps the state and what became of own visits, in one transaction."""
        with self._db.atomic():
            self._save_home(state)
            for news in state.visits:
                self._apply(news, state.day)
            counter = self._counter() or Counter(state.day, state.last_number)
            self._save_counter(
                counter.with_server_count(state.day, state.last_number, all_known=self._all_known())
            )

    def close_begun_before(self, at: datetime) -> None:
        """Ends own visits that surely began before `at` and are still open; frees their seats."""
        with self._db.atomic():
            self._db.execute(
                f"update visits set state = ? where time_trusted and at < ? and {_OPEN}",
                (VisitState.LEFT.value, at.isoformat()),
            )

    def _save_home(self, state: wire.State) -> None:
        """Writes only a state that is new: the same one comes every few seconds."""
        self._db.execute(
            """
            insert into home values (1, ?1, ?2, ?3)
            on conflict (id) do update set epoch = ?1, seq = ?2, state = ?3
            where (epoch, seq, state) != (?1, ?2, ?3)
            """,
            (state.epoch, state.seq, wire.encode(state)),
        )

    def _apply(self, news: wire.VisitUpdate, day: str) -> None:
        """An open visit unknown here comes from a lost store: its seat is taken all the same.

        A seat that only the server knows of was given before this store was put back.
        """
        if news.state not in ENDED:
            self._db.execute(
                """
                insert into visits (id, visit_order, number, day, seat, state, at)
                select ?, coalesce(max(visit_order), 0) + 1, ?, ?, ?, ?, '' from visits
                where true on conflict do nothing
                """,
                (news.id, news.number, day, news.seat, news.state),
            )
        self._db.execute(
            """
            update visits set state = ?1, known_to_home = 1
            where id = ?2 and (state, known_to_home) != (?1, 1)
            """,
            (news.state, news.id),
        )
        if news.seat is not None and news.state not in ENDED:
            self._db.execute(
                f"""
                update visits set seat = ?1 where id = ?2 and seat is null
                and not exists (select 1 from visits where {_OPEN} and seat = ?1)
                """,
                (news.seat, news.id),
            )

    def _is_held(self, count: int) -> bool:
        """Whether a visit not known to have ended has this count in its number."""
        query = f"select 1 from visits where {_OPEN} and substr(number, 2) = ? limit 1"
        return bool(self._db.execute(query, (str(count),)).fetchall())

    def _counter(self) -> Counter | None:
        rows = self._db.execute("select day, last, lost from counter").fetchall()
        return Counter(rows[0][0], rows[0][1], bool(rows[0][2])) if rows else None

    def _all_known(self) -> bool:
        """Whether nothing waits for the server, and it has named every open visit of this kiosk."""
        unknown = self._db.execute(
            f"""
            select 1 from outbox where set_aside_code is null
            union all select 1 from visits where not known_to_home and {_OPEN}
            limit 1
            """
        ).fetchall()
        return not unknown

    def _save_counter(self, counter: Counter) -> None:
        self._db.execute(
            """
            insert into counter (id, day, last, lost) values (1, ?1, ?2, ?3)
            on conflict (id) do update set day = ?1, last = ?2, lost = ?3
            where (day, last, lost) != (?1, ?2, ?3)
            """,
            (counter.day, counter.last, counter.lost),
        )


_OPEN = "state not in ('finished', 'no_show', 'left')"
"""`ENDED`, word for word the condition of the partial index, or SQLite does not use it."""
