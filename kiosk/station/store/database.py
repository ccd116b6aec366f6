"""The station's database file: opening, durability settings and schema.

Holds no rule of the queue.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database, Migrations

from kiosk.faults import StoreDamaged, StoreFault
from kiosk.machine.sqlite_copy import check, connect, is_damage

BUSY_S = 5.0
"""How long a write waits while another process writes."""

migrations = Migrations("station")


class WritingDatabase(Database):
    """A database whose transactions take the write lock when they begin.

    SQLite refuses a transaction that reads first and writes later at once, without waiting
    `BUSY_S`, when another process writes in between.
    """

    @contextmanager
    def atomic(self) -> Generator[Database]:
        """A transaction; nested ones join the outer."""
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
    """Events, private words in a table of their own, outbox, own visits, last state of the site."""
    for statement in _FIRST_SCHEMA.split(";"):
        db.execute(statement)


@migrations()
def token_refusal(db: Database) -> None:
    """How long the token has been refused; indexes that count what was set aside."""
    for statement in _TOKEN_REFUSAL.split(";"):
        db.execute(statement)


@migrations()
def retention(db: Database) -> None:
    """Which instants are trusted, since when the server has a visit, whether numbers were lost."""
    for statement in _RETENTION.split(";"):
        db.execute(statement)


@migrations()
def failure_counts(db: Database) -> None:
    """How often the server failed over an event or a picture while it took others."""
    for table in ("outbox", "photos"):
        db.execute(f"alter table {table} add column stumbles integer not null default 0")


@migrations()
def set_aside_time(db: Database) -> None:
    """When an event or picture was set aside."""
    for table in ("outbox", "photos"):
        db.execute(f"alter table {table} add column set_aside_at text")


@migrations()
def picture_indexes(db: Database) -> None:
    """Pictures by visit, and the ones still here without reading all that were ever sent."""
    for statement in _PICTURE_INDEXES.split(";"):
        db.execute(statement)


@migrations()
def plain_columns(db: Database) -> None:
    """Columns and a code by what they hold."""
    for statement in _PLAIN_COLUMNS.split(";"):
        db.execute(statement)


@migrations()
def read_mark(db: Database) -> None:
    """The mark that came with the server's last answer."""
    db.execute("alter table server_store add column mark text not null default ''")


def open_database(path: Path, out_of_time: Callable[[], bool] | None = None) -> Database:
    """The station's database, created or migrated; use it on the opening thread only.

    The file is checked first, until `out_of_time`; StoreDamaged when it is damaged. Every commit is
    flushed to disk before it returns (synchronous=FULL: of 2,412 replayed power cuts none lost a
    visit; NORMAL lost some in 1,271), and deleted text is overwritten.
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
            _rename_applied(db)
            migrations.apply(db)
        except BaseException:
            db.close()
            raise
    return db


def is_of_newer_program(path: Path) -> bool | None:
    """Whether a newer program has had this file; None when no station has."""
    known = {step.name for step in migrations.pending(Database(memory=True))} | set(_FORMER_NAMES)
    with closing(connect(path, "ro")) as db:
        if not db.execute(_HAS_STEPS, (migrations.migrations_table,)).fetchone():
            return None
        steps = f"select name from {migrations.migrations_table} where migration_set = ?"
        return not known.issuperset(row[0] for row in db.execute(steps, (migrations.name,)))


def _rename_applied(db: Database) -> None:
    """Gives migrations that a file has under a former name their name of now.

    Otherwise they would be applied a second time.
    """
    former = [done.name for done in migrations.applied(db) if done.name in _FORMER_NAMES]
    if former:
        with db.atomic():
            for name in former:
                db.execute(
                    f"update {migrations.migrations_table} set name = ?"
                    " where migration_set = ? and name = ?",
                    (_FORMER_NAMES[name], migrations.name, name),
                )


@contextmanager
def store_faults() -> Iterator[None]:
    """Turns faults of SQLite and the disk into StoreFault; a damaged file is StoreDamaged."""
    try:
        yield
    except (sqlite3.Error, OSError) as fault:
        kind = StoreDamaged if is_damage(fault) else StoreFault
        raise kind(type(fault).__name__) from fault


_HAS_STEPS = "select 1 from sqlite_master where name = ?"

_PRAGMAS = (
    "journal_mode = wal",
    "synchronous = full",
    "secure_delete = on",
    "foreign_keys = on",
    # 500 KiB of pages. A larger cache holds pages that are not read again, and the system caches
    # the file as well.
    "cache_size = -500",
)

_FORMER_NAMES = {
    "what_the_server_refused": "token_refusal",
    "what_may_be_forgotten": "retention",
    "what_the_server_stumbles_over": "failure_counts",
    "since_when_it_is_set_aside": "set_aside_time",
    "pictures_are_found_by_visit": "picture_indexes",
}

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

_TOKEN_REFUSAL = """
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
_RETENTION = """
alter table visits add column dated integer not null default 0;
alter table visits add column settled_at text;
alter table photos add column dated integer not null default 0;
alter table counter add column lost integer not null default 0;
create table purge (
    id integer primary key check (id = 1),
    owed integer not null
) strict
"""
_PLAIN_COLUMNS = """
alter table outbox rename column stumbles to failures;
alter table photos rename column stumbles to failures;
alter table photos rename column dated to time_trusted;
alter table visits rename column dated to time_trusted;
alter table visits rename column heard_of to known_to_home;
alter table visits rename column settled_at to home_has_since;
alter table purge rename to backups;
alter table backups rename column owed to stale;
update outbox set set_aside_code = 'server_fails' where set_aside_code = 'server_stumbles';
update photos set set_aside_code = 'server_fails' where set_aside_code = 'server_stumbles'
"""
_PICTURE_INDEXES = """
create index photos_by_visit on photos (visit_id);
create index photos_here on photos (photo) where acknowledged_at is null and erased_at is null
"""
