"""Every row of a store copied into another one, of either engine, with proof that it is the same.

The proof is a hash of each table: the sum of the SHA-256 of its rows, so that it needs no order, in
which the engines differ. Each row is hashed as it was read, and again as it lies in the copy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, Table, delete, func, insert, select
from sqlalchemy.exc import DataError, IntegrityError

from kiosk.faults import SettingsFault, StoreFault
from kiosk.server.store.dialect.characters import without_nul
from kiosk.server.store.engine import first_line
from kiosk.server.store.tables import meta, metadata, sites

_BATCH: Final = 1_000
_HASH_SPACE: Final = 1 << 256
_SITE_IDS: Final = select(sites.c.site_id).order_by(sites.c.site_id)
_ENCODER: Final = msgspec.json.Encoder(order="deterministic")

Told: TypeAlias = Callable[[int, int], None]
"""Called with how many rows are copied so far, and how many there are."""


def copy_rows(source: Connection, target: Connection, told: Told) -> Mapping[str, int]:
    """Makes `target` hold what `source` holds, and nothing else; rows by table.

    StoreFault when a row does not fit, or lies there otherwise than it was read.
    """
    for table in reversed(metadata.sorted_tables):
        target.execute(delete(table))
    return _copy(source, target, {table: select(table) for table in metadata.sorted_tables}, told)


def copy_site(
    source: Connection, target: Connection, site_id: str, told: Told
) -> Mapping[str, int]:
    """Adds the site's rows to `target`, as `copy_rows`; `meta`, which is the store's, stays."""
    return _copy(source, target, rows_of_site(site_id), told)


def rows_of_site(site_id: str) -> Mapping[Table, Select[Any]]:
    """What to select of each table but `meta` for the rows of one site."""
    return {
        table: select(table).where(_is_of(table, site_id))
        for table in metadata.sorted_tables
        if table is not meta
    }


def _is_of(table: Table, site_id: str) -> ColumnElement[bool]:
    """By the table's own column, or by that of the row it belongs to."""
    if "site_id" in table.columns:
        return table.columns.site_id == site_id
    key = next(iter(table.foreign_keys))
    owner = key.column.table
    return key.parent.in_(select(key.column).where(owner.columns.site_id == site_id))


def _copy(
    source: Connection, target: Connection, rows: Mapping[Table, Select[Any]], told: Told
) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    whole = sum(_count(source, query) for query in rows.values())
    for table, query in rows.items():
        counts[table.name], given = 0, 0
        for batch in _batches(source, table, query):
            given += sum(map(_hash, batch))
            try:
                target.execute(insert(table), [row._asdict() for row in batch])
            except (DataError, IntegrityError) as fault:
                said = first_line(fault.orig)
                raise StoreFault(f"{table.name}: a row does not fit: {said}") from fault
            counts[table.name] += len(batch)
            told(sum(counts.values()), whole)
        found = (_count(target, query), digest(target, table, query))
        if found != (counts[table.name], given % _HASH_SPACE):
            raise StoreFault(f"{table.name}: the copy is not what was read")
    return counts


def digest(connection: Connection, table: Table, query: Select[Any] | None = None) -> int:
    """The sum of the rows' hashes, modulo 2^256."""
    query = select(table) if query is None else query
    return sum(sum(map(_hash, batch)) for batch in _batches(connection, table, query)) % _HASH_SPACE


def _count(connection: Connection, query: Select[Any]) -> int:
    return connection.scalar(select(func.count()).select_from(query.subquery())) or 0


def holds_a_home(connection: Connection) -> bool:
    """Whether a home ever opened this store."""
    return connection.scalar(select(sites.c.site_id).limit(1)) is not None


def site_ids(connection: Connection) -> Sequence[str]:
    """The sites of this store, in order."""
    return [str(found) for found in connection.scalars(_SITE_IDS)]


def only_site(connection: Connection) -> str:
    """The site of this store; SettingsFault when it holds none, or several."""
    found = site_ids(connection)
    if len(found) != 1:
        raise SettingsFault(f"expected a store of one site, this one has {len(found)}")
    return found[0]


def _batches(
    connection: Connection, table: Table, query: Select[Any]
) -> Iterator[Sequence[Row[Any]]]:
    with connection.execute(query.execution_options(yield_per=_BATCH)) as rows:
        parts = rows.partitions()
        while True:
            try:
                part = next(parts, None)
            except (ValueError, TypeError, msgspec.MsgspecError) as fault:
                raise StoreFault(f"{table.name}: a row cannot be read") from fault
            if part is None:
                return
            yield part


def _hash(row: Row[Any]) -> int:
    # A row that lay in a file may have characters that its copy cannot have.
    values = [without_nul(value) for value in row]
    return int.from_bytes(hashlib.sha256(_ENCODER.encode(values)).digest())
