"""Owns the station's database file: opening, durability settings and schema.

Never holds a rule of the queue.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database, Migrations

from kiosk.faults import StoreDamaged, StoreFault
from kiosk.machine.sqlite_copy import check, is_damage

BUSY_S = 5.0
"""How long a write waits for another process to let go of the file."""

migrations = Migrations("station")


class WritingDatabase(Database):
    """A database whose transactions take the write lock first.

    One that reads and then writes is refused at once while another process writes, without the
    wait that `BUSY_S` promises.
    """

    @contextmanager
    def atomic(self) -> Generator[Database]:
        """All or nothing; nested ones join the outer."""
        if self.conn.in_transaction:
            with super().atomic():
                yield self
            return
        self.conn.execute("begin immediate")
        try:
            yield self
            self.conn.execute("commit")
        except BaseException:
            self.conn.rollback()
            raise


@migrations()
def first_schema(db: Database) -> None:
    """Events, their private words apart, the outbox, own visits, the home's last word."""
    for statement in _FIRST_SCHEMA.split(";"):
        db.execute(statement)


@migrations()
def what_the_server_refused(db: Database) -> None:
    """Since when the token is refused; what was set aside is counted without reading the rest."""
    for statement in _REFUSED.split(";"):
        db.execute(statement)


@migrations()
def what_may_be_forgotten(db: Database) -> None:
    """Whose instants can be relied on, since when the home has a visit, numbers lost unseen."""
    for statement in _WHAT_MAY_BE_FORGOTTEN.split(";"):
        db.execute(statement)


@migrations()
def what_the_server_stumbles_over(db: Database) -> None:
    """How often the server failed over an event or a picture while it took others."""
    for table in ("outbox", "photos"):
        db.execute(f"alter table {table} add column stumbles integer not null default 0")


@migrations()
def since_when_it_is_set_aside(db: Database) -> None:
    """For whoever sees to it."""
    for table in ("outbox", "photos"):
        db.execute(f"alter table {table} add column set_aside_at text")


@migrations()
def pictures_are_found_by_visit(db: Database) -> None:
    """And those still here without reading past all that were ever sent."""
    for statement in _FOUND_BY_VISIT.split(";"):
        db.execute(statement)


def open_database(path: Path, out_of_time: Callable[[], bool] | None = None) -> Database:
    """The station's database, made or brought up to date; use it on the opening thread only.

    Looked through first, until `out_of_time`; StoreDamaged when it is bad. Every commit is flushed
    to the disk before it returns (synchronous=FULL: of 2,412 replayed power cuts none lost a visit;
    NORMAL lost some in 1,271), and deleted text is overwritten.
    """
    with store_faults():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
        db = WritingDatabase(sqlite3.connect(path, timeout=BUSY_S))
        try:
            for pragma in _PRAGMAS:
                db.execute(f"pragma {pragma}").fetchall()
            check(db.conn, out_of_time)
            migrations.apply(db)
        except BaseException:
            db.close()
            raise
    return db


@contextmanager
def store_faults() -> Iterator[None]:
    """What SQLite or the disk raises inside, as StoreFault; StoreDamaged when the file is bad."""
    try:
        yield
    except (sqlite3.Error, OSError) as fault:
        kind = StoreDamaged if is_damage(fault) else StoreFault
        raise kind(type(fault).__name__) from fault


_PRAGMAS = (
    "journal_mode = wal",
    "synchronous = full",
    "secure_delete = on",
    "foreign_keys = on",
    # KiB of pages. More is kept of what was never asked for again, and twice: the system does too.
    "cache_size = -500",
)

_FIRST_SCHEMA = """
create table events (
    id text primary key,
    site_id text not null,
    visit_id text not null,
    actor text not null,
    origin text not null,
    at text not null,
    type text not null,
    facts text not null,
    version integer not null,
    boot_id text not null,
    monotonic_s real not null
) strict;
create index events_by_visit on events (visit_id);
create table event_private (
    event_id text primary key references events (id),
    words text not null
) strict;
create table outbox (
    event_id text primary key references events (id),
    visit_order integer not null,
    position integer not null,
    set_aside_code text,
    set_aside_detail text
) strict;
create index outbox_waiting on outbox (visit_order desc, position) where set_aside_code is null;
create table visits (
    id text primary key,
    visit_order integer not null unique,
    number text not null,
    day text not null,
    seat integer,
    state text not null,
    at text not null,
    heard_of integer not null default 0,
    unique (day, number)
) strict;
create index visits_open on visits (state) where state not in ('finished', 'no_show', 'left');
create table photos (
    photo text not null,
    visit_id text not null references visits (id),
    at text not null,
    acknowledged_at text,
    set_aside_code text,
    erased_at text,
    primary key (photo, visit_id)
) strict;
create table counter (
    id integer primary key check (id = 1),
    day text not null,
    last integer not null
) strict;
create table server_store (
    id integer primary key check (id = 1),
    epoch text not null
) strict;
create table home (
    id integer primary key check (id = 1),
    epoch text not null,
    seq integer not null,
    state blob not null
) strict
"""

_REFUSED = """
create table refused (
    id integer primary key check (id = 1),
    counted_s real not null,
    at text not null,
    boot_id text not null,
    monotonic_s real not null
) strict;
create index outbox_set_aside on outbox (event_id) where set_aside_code is not null;
create index photos_set_aside on photos (photo)
    where set_aside_code is not null and erased_at is null
"""
_WHAT_MAY_BE_FORGOTTEN = """
alter table visits add column dated integer not null default 0;
alter table visits add column settled_at text;
alter table photos add column dated integer not null default 0;
alter table counter add column lost integer not null default 0;
create table purge (
    id integer primary key check (id = 1),
    owed integer not null
) strict
"""
_FOUND_BY_VISIT = """
create index photos_by_visit on photos (visit_id);
create index photos_here on photos (photo) where acknowledged_at is null and erased_at is null
"""
