"""PostgreSQL: the store is a database that several processes share, also on several machines.

A transaction that writes locks the site's row first, so that the site's numbers have no gaps and
the order of commits is their order. A transaction that reads sees one moment and blocks nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, Final, LiteralString, TypeAlias

import msgspec
import psycopg
from psycopg import IsolationLevel, conninfo, sql
from psycopg.abc import Buffer
from psycopg.types.string import StrDumperVarchar
from sqlalchemy import Connection, Engine, create_engine, event, select, text

from kiosk.faults import SettingsFault, StoreFault
from kiosk.server.store.dialect.backend import WRITES
from kiosk.server.store.dialect.change_line import NotifyLine
from kiosk.server.store.dialect.characters import without_nul
from kiosk.server.store.tables import audit, event_private, sites, visit_private

SCHEMES: Final = ("postgresql://", "postgres://")
OLDEST: Final = 14
"""Older ones are no longer maintained."""
_CONNECT_S: Final = 5
_POOL: Final = 5
_POOL_MORE: Final = 10
_POOL_WAIT_S: Final = 10.0
_TIMEOUTS: Final = {
    "statement_timeout": "60s",
    # Whoever holds the site's row and says nothing more is dead: others get their turn.
    "idle_in_transaction_session_timeout": "30s",
}
_MIGRATION: Final = 0x6B696F736B
"""The advisory lock of whoever changes the schema, in every home's database ("kiosk")."""
_JOBS: Final = 0x6B6A6F62
"""The advisory locks of jobs ("kjob")."""
_LOCK_WAIT_S: Final = 2
"""How long a purge waits for a table: whoever reads waits behind it."""
_OLDER_READERS: Final = """
select count(*) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
    and backend_xmin is not null and xact_start <= %s
"""
_PURGED: Final = (event_private, visit_private, audit)
"""Tables whose rows are deleted for their age, because they hold words of people."""
_Raw: TypeAlias = psycopg.Connection[Any]


class PostgresDatabase:
    """A store in a database of its own."""

    in_folder = False

    def __init__(self, url: str) -> None:
        self._url = url
        try:
            named = conninfo.conninfo_to_dict(url) if url.startswith(SCHEMES) else None
        except psycopg.Error:
            named = None
        if named is None:
            # It is not repeated: it may hold a password.
            expected = "expected an address like postgresql://kiosk@db.example.org/kiosk"
            raise SettingsFault(f"database: {expected}")
        self._place = _place(named)

    @property
    def place(self) -> str:
        """Its address, without account and password."""
        return self._place

    def open_engine(self) -> Engine:
        """The engine on the database, once that answered and is one that can be used."""
        self._check()
        engine = create_engine(
            "postgresql+psycopg://",
            creator=self.connect,
            paramstyle="format",  # values by position: see `statements.binding_order`
            pool_size=_POOL,
            max_overflow=_POOL_MORE,
            pool_timeout=_POOL_WAIT_S,
            pool_pre_ping=True,  # the database may have been restarted since
            hide_parameters=True,  # they are people's words, and faults are logged
            json_serializer=_encode,
            json_deserializer=msgspec.json.decode,
        )
        event.listen(engine, "begin", _begin)
        return engine

    def connect(self, *, autocommit: bool = False) -> _Raw:
        """A connection of its own."""
        raw: _Raw = psycopg.connect(
            self._url,
            autocommit=True,
            connect_timeout=_CONNECT_S,
            application_name="kiosk",
            client_encoding="utf8",
        )
        for name, value in _TIMEOUTS.items():
            raw.execute(sql.SQL("set {} = {}").format(sql.Identifier(name), value))
        raw.execute("set time zone 'UTC'")
        raw.adapters.register_dumper(str, _CleanText)
        raw.set_autocommit(autocommit)
        return raw

    @contextmanager
    def migration(self, engine: Engine) -> Iterator[Connection]:
        """Two that start together change the schema one after the other."""
        with engine.connect() as connection:
            writing = connection.execution_options(**{WRITES: True})
            with writing.begin():
                writing.execute(text("set local statement_timeout = 0"))
                writing.execute(text("set local idle_in_transaction_session_timeout = 0"))
                writing.execute(select(text(f"pg_advisory_xact_lock({_MIGRATION})")))
                yield writing

    def lock_site(self, connection: Connection, site_id: str | None) -> None:
        """Locks the site's row, or every row in one order, so that no two wait for each other."""
        rows = select(sites.c.seq).order_by(sites.c.site_id).with_for_update()
        if site_id is not None:
            rows = rows.where(sites.c.site_id == site_id)
        connection.execute(rows)

    def change_line(self) -> NotifyLine:
        """A connection of its own: one that waits does nothing else."""
        return NotifyLine(partial(self.connect, autocommit=True))

    @contextmanager
    def alone(self, job: str) -> Iterator[bool]:
        """The lock goes with its connection, however that ends."""
        try:
            raw = self.connect(autocommit=True)
        except psycopg.Error as fault:
            raise StoreFault(f"{self.place}: {_reason(fault)}") from fault
        with raw:
            row = raw.execute("select pg_try_advisory_lock(%s, hashtext(%s))", (_JOBS, job))
            yield row.fetchone() == (True,)

    def is_made(self) -> bool:
        """Whether the database has a home's tables."""
        return self.revision() is not None

    def is_there(self) -> bool:
        """A connection never leads to another database than the one it was opened on."""
        return True

    def erase_deleted(self, engine: Engine) -> bool:
        """Writes the tables with people's words anew, without what was deleted in them.

        A plain `vacuum` would leave the bytes of deleted rows in the tables' files.
        """
        with self.connect(autocommit=True) as raw:
            if not _wait_for_readers(raw):
                return False
            raw.execute(f"set lock_timeout = '{_LOCK_WAIT_S}s'")
            try:
                for table in _PURGED:
                    raw.execute(sql.SQL("vacuum (full) {}").format(sql.Identifier(table.name)))
            except psycopg.errors.LockNotAvailable:
                return False
        return True

    def revision(self) -> str | None:
        """The revision of the schema in the database."""
        try:
            with self.connect(autocommit=True) as raw:
                if _first(raw, "select to_regclass('alembic_version')") is None:
                    return None
                found = _first(raw, "select version_num from alembic_version")
        except psycopg.Error as fault:
            raise StoreFault(f"{self.place}: {_reason(fault)}") from fault
        return None if found is None else str(found)

    def site_ids(self) -> Sequence[str]:
        """Those in the database."""
        try:
            with self.connect(autocommit=True) as raw:
                rows = raw.execute("select site_id from sites order by site_id").fetchall()
        except psycopg.Error as fault:
            raise StoreFault(f"{self.place}: {_reason(fault)}") from fault
        return [str(row[0]) for row in rows]

    def version(self) -> str:
        """The server's, when it answers."""
        try:
            with self.connect(autocommit=True) as raw:
                return f"PostgreSQL {_first(raw, 'show server_version')}"
        except psycopg.Error:
            return "PostgreSQL"

    def _check(self) -> None:
        """SettingsFault for a database that does not answer, or that no home can be kept in."""
        try:
            with self.connect(autocommit=True) as raw:
                wrong = _unfit(raw)
        except psycopg.Error as fault:
            expected = f"expected a database that answers: {_reason(fault)}"
            raise SettingsFault(f"{self.place}: {expected}") from fault
        if wrong is not None:
            raise SettingsFault(f"{self.place}: {wrong}")


class _CleanText(StrDumperVarchar):
    """Text as PostgreSQL takes it: it has no character of the number 0."""

    def dump(self, obj: str) -> Buffer | None:
        """With the mark for a character that cannot be shown in its place."""
        return super().dump(str(without_nul(obj)))


def _encode(value: object) -> str:
    """As JSON, in which NUL is an escape that PostgreSQL cannot read back as text."""
    encoded = msgspec.json.encode(value).decode()
    if "\\u0000" in encoded:
        encoded = msgspec.json.encode(without_nul(value)).decode()
    return encoded


def _begin(connection: Connection) -> None:
    """Sent with the transaction's own beginning, so that it costs no message of its own."""
    raw: Any = connection.connection.dbapi_connection
    writes = bool(connection.get_execution_options().get(WRITES, False))
    # Writers see what others committed while they waited for the site's row.
    level = IsolationLevel.READ_COMMITTED if writes else IsolationLevel.REPEATABLE_READ
    if raw.isolation_level is not level:
        raw.isolation_level = level
        raw.read_only = not writes


def _unfit(raw: _Raw) -> str | None:
    """Why no home can be kept there; None when one can."""
    if raw.info.server_version < OLDEST * 10_000:
        return f"expected PostgreSQL {OLDEST} or newer"
    if _first(raw, "show server_encoding") != "UTF8":
        return "expected a database with the encoding UTF8"
    if _first(raw, "select pg_is_in_recovery()"):
        return "expected the primary server, this one only follows another"
    named = "select count(*) from pg_tables where schemaname = current_schema()"
    is_home = _first(raw, "select to_regclass('alembic_version')") is not None
    if not is_home and _first(raw, named):
        return "expected an empty database, or a home's: this one holds something else"
    return None


def _wait_for_readers(raw: _Raw) -> bool:
    """Whether everybody is done who may still see what was deleted: a table keeps it for them."""
    since = _first(raw, "select clock_timestamp()")
    for _ in range(_LOCK_WAIT_S * 20):
        if raw.execute(_OLDER_READERS, (since,)).fetchone() == (0,):
            return True
        raw.execute("select pg_sleep(0.05)")
    return False


def _first(raw: _Raw, query: LiteralString) -> object:
    row = raw.execute(query).fetchone()
    return None if row is None else row[0]


def _reason(fault: psycopg.Error) -> str:
    """What the server or the network said, without the addresses that were tried."""
    lines = f"{fault}".rpartition(" failed: ")[2].splitlines()
    return "; ".join(" ".join(line.split()) for line in lines if line.strip())


def _place(named: dict[str, Any]) -> str:
    host, name = named.get("host", ""), named.get("dbname", "")
    if host.startswith("/"):
        return f"postgresql:///{name}?host={host}"
    port = f":{named['port']}" if "port" in named else ""
    return f"postgresql://{host}{port}/{name}"
