"""Data for the benches of the server's store: facts, raw rows, a long history."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
from psycopg.sql import SQL
from psycopg.types.json import Json

from kiosk import wire
from kiosk.domain.events import About, Event, VisitCheckedIn
from kiosk.domain.site import Site
from kiosk.server.home import Home, HomeMeans, open_home
from kiosk.server.store.dialect import sqlite, store_of
from kiosk.server.store.engine import ServerDatabase
from kiosk.server.sync import ingest
from tests.doubles.clock import FakeClock

SITE = Site("bench", "Bench", "Europe/London", seats={"B": (1, 2, 3)})
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
_VISITS_A_DAY = 200
_EVENTS_A_VISIT = ("VisitCheckedIn", "VisitCalled", "VisitFinished")
_ROWS = {
    "events": "seq",
    "event_private": "event_id in (select id from events where seq {})",
    "visits": "seq",
    "visit_private": "visit_id in (select id from visits where seq {})",
}
"""Each table a check-in writes to, and how its rows are found by the numbers of their events."""


def new_id(count: int) -> str:
    """Ids that rise, as those of stations do."""
    return str(UUID(int=(0x01A00000 << 96) + (7 << 76) + (2 << 62) + count))


def bench_home(folder: Path, database: str = "") -> Home:
    """A home with nothing in it, its clock standing still."""
    return open_home(SITE, folder, FakeClock(NOW), means=HomeMeans(database=database))


def arrival(number: int) -> wire.WireEvent:
    """Somebody checks in with a name and a secret for their phone, as every kiosk sends them."""
    facts = VisitCheckedIn(f"B{number}", "B", 1 + number % 3)
    about = About("visit", new_id(10_000_000 + number))
    words = {"first_name": "Ada Lovelace", "phone_token": f"{number:022d}"}
    event = Event(new_id(number), "bench", about, "visitor", "station:B", NOW, facts, words)
    return wire.to_wire(event, 1.0)


def take(home: Home, facts: Sequence[wire.WireEvent]) -> int:
    """One push through the real ingest, durable when it returns; the number of its last event."""
    push = wire.Push("bench", NOW, list(facts))
    with home.store.append() as ledger:
        answer = ingest.accept(ledger, wire.ReadPush(push), "B", home.store.epoch).answer
    assert len(answer.acknowledged) == len(facts)
    return answer.seq


class RawStore:
    """The same tables, indexes and pragmas under the bare driver."""

    def __init__(self, home: Home, folder: Path) -> None:
        folder.mkdir()
        self._db = sqlite3.connect(folder / "raw.db", isolation_level=None)
        for pragma in sqlite._PRAGMAS:
            self._db.execute(f"pragma {pragma}")
        made = "select sql from sqlite_master where sql is not null"
        with home.store.read() as connection:
            for (sql,) in connection.exec_driver_sql(made).all():
                self._db.execute(sql)
        self._db.execute("insert into sites values ('bench', 0)")

    def write(self, rows: dict[str, list[tuple[object, ...]]], seq: int) -> None:
        """All of them in one durable transaction, and the site's number with them."""
        self._db.execute("begin immediate")
        for table, values in rows.items():
            marks = ",".join("?" * len(values[0]))
            self._db.executemany(f"insert into {table} values ({marks})", values)
        self._db.execute("update sites set seq = ?", (seq,))
        self._db.execute("commit")

    def close(self) -> None:
        """Lets go of the file."""
        self._db.close()


class RawDatabase:
    """The same tables and indexes of PostgreSQL under its bare driver."""

    def __init__(self, address: str) -> None:
        ServerDatabase(store_of(Path(), address)).close()
        self._db = psycopg.connect(address)
        self._db.execute("insert into sites values ('bench', 0)")
        self._db.commit()

    def write(self, rows: dict[str, list[tuple[object, ...]]], seq: int) -> None:
        """All of them in one durable transaction, and the site's number with them."""
        with self._db.cursor() as cursor:
            for table, values in rows.items():
                marks = ",".join(["%s"] * len(values[0]))
                given = [tuple(map(_given, row)) for row in values]
                # The names are those of `_ROWS` above.
                cursor.executemany(SQL(f"insert into {table} values ({marks})"), given)
            cursor.execute("update sites set seq = %s", (seq,))
        self._db.commit()

    def close(self) -> None:
        """Lets go of the database."""
        self._db.close()


def _given(value: object) -> object:
    return Json(value) if isinstance(value, dict | list) else value


def rows_between(home: Home, first: int, last: int) -> dict[str, list[tuple[object, ...]]]:
    """What check-ins with these numbers left in the store, by table."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with home.store.read() as connection:
        for table, where in _ROWS.items():
            between = f"between {first} and {last}"
            which = where.format(between) if "{}" in where else f"{where} {between}"
            rows = connection.exec_driver_sql(f"select * from {table} where {which}")
            found[table] = [tuple(row) for row in rows]
    return found


def plant_history(home: Home, visits: int) -> None:
    """That many finished visits of the days before, three events each, as years leave them."""
    with home.store.write() as connection:
        raw = connection.connection.cursor()
        raw.executemany(
            "insert into visits (id, site_id, seq, number, station, day, counter, joined_at, state,"
            " seat, called_at, began_at, ended_at, outcome, photos) values"
            " (?, 'bench', ?, ?, 'B', ?, ?, ?, 'finished', 1, ?, ?, ?, 'fixed', '[]')",
            list(_old_visits(visits)),
        )
        raw.executemany(
            "insert into events values"
            " (?, 'bench', ?, 'visit', ?, 'visitor', 'station:B', ?, ?, ?, '{}', 1)",
            list(_old_events(visits)),
        )
        raw.execute("insert into visit_private select id, 'Ada', 'A note', null from visits")
        raw.execute("update sites set seq = ?", (visits * len(_EVENTS_A_VISIT),))


def _old_visits(visits: int) -> Iterator[tuple[object, ...]]:
    for number in range(visits):
        at = _when(number, visits)
        counter = number % _VISITS_A_DAY + 1
        day, joined_at = at.date().isoformat(), at.isoformat(" ")
        seq = (number + 1) * len(_EVENTS_A_VISIT)
        row = (new_id(20_000_000 + number), seq, f"B{counter}", day, counter)
        yield (*row, joined_at, joined_at, joined_at, joined_at)


def _old_events(visits: int) -> Iterator[tuple[object, ...]]:
    for number in range(visits):
        at = _when(number, visits).isoformat(" ")
        for place, kind in enumerate(_EVENTS_A_VISIT):
            seq = number * len(_EVENTS_A_VISIT) + place + 1
            yield (new_id(30_000_000 + seq), seq, new_id(20_000_000 + number), at, at, kind)


def _when(number: int, visits: int) -> datetime:
    """The day and time of an old visit: the last was the day before, 200 a day."""
    days = (visits - 1 - number) // _VISITS_A_DAY + 1
    minutes = number % _VISITS_A_DAY
    return (NOW - timedelta(days=days) + timedelta(minutes=minutes)).replace(tzinfo=None)
