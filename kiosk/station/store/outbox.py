"""The outbox: events the server has not acknowledged yet.

A committed event is offered until the server acknowledges its id, and survives a power cut at any
instant. A refused event is set aside for a human, never deleted. No HTTP, no thread, no retry.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlite_utils import Database

from kiosk import wire
from kiosk.clock import Clock
from kiosk.domain.events import About, Event
from kiosk.domain.snapshot import Backlog
from kiosk.journal import LogEvent, log

LONGEST_AGE_S: Final = 366 * 86_400.0
"""An event that looks older was recorded under a wrong wall clock."""
# Grouped by visit, as the index is: SQLite sorts nothing, however much waits.
_WAITING: Final = """
select coalesce(sum(waiting), 0), min(first), count(*) from (
    select count(*) as waiting, min(position) as first from outbox
    where set_aside_code is null
    and position not in (select rowid from events where id in (select value from json_each(?)))
    group by visit_order
)
"""
_SET_ASIDE: Final = """
select (select count(*) from outbox where set_aside_code is not null)
    + (select count(*) from photos where set_aside_code is not null and erased_at is null)
"""


@dataclass(frozen=True, slots=True)
class Offer:
    """An event to send.

    `age_s`: seconds since it was recorded, None when another boot recorded it.
    """

    event: Event
    age_s: float | None


class Outbox:
    """The events of this station's store that wait for the server."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def append(self, event: Event, visit_order: int) -> None:
        """Records `event` as waiting; call inside the transaction that writes what it is about."""
        self._db.execute(
            "insert into events values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                event.id,
                event.site_id,
                event.about.id,
                event.actor,
                event.origin,
                event.at.isoformat(),
                event.type,
                json.dumps(wire.facts_to_builtins(event.facts)),
                event.version,
                self._clock.boot_id,
                self._clock.monotonic_s(),
            ),
        )
        if event.private:
            self._db.execute(
                "insert into event_private values (?, ?)",
                (event.id, json.dumps(dict(event.private))),
            )
        self._offer([(event.id, visit_order)])

    def pending(self, limit: int, passed_over: Collection[str] = ()) -> Sequence[Offer]:
        """Up to `limit` waiting events, the newest visit first, each visit's own in order.

        Those of visits `passed_over` are left out. An event that cannot be read, because its page
        is damaged or a newer version wrote it, is set aside: it must not block the others.
        """
        rows = self._db.query(
            """
            select e.*, p.words from outbox o
            join events e on e.id = o.event_id
            left join event_private p on p.event_id = e.id
            where o.set_aside_code is null
            and e.visit_id not in (select value from json_each(?))
            order by o.visit_order desc, o.position
            limit ?
            """,
            (json.dumps(list(passed_over)), limit),
        )
        return [offer for row in list(rows) if (offer := self._read_or_set_aside(row))]

    def backlog(self, taken: Collection[str] = ()) -> Backlog:
        """What waits, since when, and what was refused, without the events `taken`.

        The age of an event from an earlier boot is at least this boot's; the wall clock is believed
        only where it is plausible.
        """
        waiting, first, visits = self._db.execute(_WAITING, (json.dumps(list(taken)),)).fetchone()
        (set_aside,) = self._db.execute(_SET_ASIDE).fetchone()
        return Backlog(waiting, self._age_s(first) if waiting else None, set_aside, visits)

    def _age_s(self, position: int) -> int:
        at, boot_id, recorded_s = self._db.execute(
            "select at, boot_id, monotonic_s from events where rowid = ?", (position,)
        ).fetchone()
        up_s = self._clock.monotonic_s()
        if boot_id == self._clock.boot_id:
            return int(max(0.0, up_s - recorded_s))
        by_wall_s = (self._clock.now() - datetime.fromisoformat(at)).total_seconds()
        return int(max(up_s, by_wall_s) if by_wall_s <= LONGEST_AGE_S else up_s)

    def acknowledge(self, ids: Iterable[str]) -> None:
        """Removes these: the server has them."""
        with self._db.atomic():
            for event_id in ids:
                self._db.execute("delete from outbox where event_id = ?", (event_id,))

    def set_aside(self, event_id: str, code: str, detail: str) -> None:
        """Keeps an event that the server will never take, with the reason; it blocks nothing."""
        with self._db.atomic():
            self._db.execute(
                "update outbox set set_aside_code = ?, set_aside_detail = ?, set_aside_at = ?"
                " where event_id = ?",
                (code, detail[:500], self._clock.now().isoformat(), event_id),
            )

    def count_failure(self, event_id: str) -> int:
        """How often the server failed over this event alone, this time included."""
        with self._db.atomic():
            (count,) = self._db.execute(
                "update outbox set failures = failures + 1 where event_id = ? returning failures",
                (event_id,),
            ).fetchone()
        return int(count)

    def offer_known(self, takes: Mapping[str, int]) -> bool:
        """Offers again what was set aside as too new and the server now takes; True if any.

        `takes`: the event types it knows, each with its newest version.
        """
        rows = self._db.execute(
            """
            select e.id, e.type, e.version from outbox o join events e on e.id = o.event_id
            where o.set_aside_code = ?
            """,
            (wire.RefusalCode.TOO_NEW.value,),
        ).fetchall()
        known = [row[0] for row in rows if row[2] <= takes.get(row[1], 0)]
        with self._db.atomic():
            for event_id in known:
                self._db.execute(
                    "update outbox set set_aside_code = null, set_aside_detail = null"
                    " where event_id = ?",
                    (event_id,),
                )
        return bool(known)

    def note_epoch(self, epoch: str) -> bool:
        """Stores the epoch of the server's store; True when it is another than before.

        The new store may lack what the one before acknowledged: everything is offered again.
        """
        known = self._db.execute("select epoch from server_store").fetchall()
        if known and known[0][0] == epoch:
            return False
        with self._db.atomic():
            self._db.execute(
                "insert or replace into server_store (id, epoch) values (1, ?)", (epoch,)
            )
            if known:
                self.offer_again()
        return bool(known)

    def note_mark(self, mark: str) -> None:
        """Keeps the mark that came with an answer, to be shown with the next push."""
        with self._db.atomic():
            self._db.execute("update server_store set mark = ?1 where mark != ?1", (mark,))

    def mark(self) -> str | None:
        """The mark of the last answer, None while there is none."""
        row = self._db.execute("select mark from server_store where mark != ''").fetchone()
        return None if row is None else str(row[0])

    def offer_again(self) -> None:
        """Offers every event again, to a server whose store is another one now."""
        rows = self._db.query(
            """
            select e.id, v.visit_order from events e join visits v on v.id = e.visit_id
            where e.id not in (select event_id from outbox) order by e.rowid
            """
        )
        with self._db.atomic():
            self._offer([(row["id"], row["visit_order"]) for row in rows])
            self._db.execute(
                "update visits set home_has_since = null where home_has_since is not null"
            )

    def forget_server(self) -> None:
        """Forgets the epoch: whichever store answers next counts as the first."""
        with self._db.atomic():
            self._db.execute("delete from server_store")

    def _offer(self, waiting: Sequence[tuple[str, int]]) -> None:
        for event_id, visit_order in waiting:
            self._db.execute(
                """
                insert into outbox (event_id, visit_order, position)
                values (?1, ?2, (select rowid from events where id = ?1))
                """,
                (event_id, visit_order),
            )

    def _read_or_set_aside(self, row: dict[str, object]) -> Offer | None:
        try:
            return self._read(row)
        except ValueError:
            event_id = str(row["id"])
            log(LogEvent.EVENT_SET_ASIDE, event_id=event_id, code=wire.UNREADABLE)
            self.set_aside(event_id, wire.UNREADABLE, "")
            return None

    def _read(self, row: dict[str, object]) -> Offer:
        same_boot = row["boot_id"] == self._clock.boot_id
        recorded_s = float(str(row["monotonic_s"]))
        event = Event(
            id=str(row["id"]),
            site_id=str(row["site_id"]),
            about=About("visit", str(row["visit_id"])),
            actor=str(row["actor"]),
            origin=str(row["origin"]),
            at=datetime.fromisoformat(str(row["at"])),
            facts=wire.facts_from_builtins(str(row["type"]), json.loads(str(row["facts"]))),
            private=json.loads(str(row["words"])) if row["words"] else {},
            version=int(str(row["version"])),
        )
        age_s = max(0.0, self._clock.monotonic_s() - recorded_s) if same_boot else None
        return Offer(event, age_s)
