"""Every row of a store copied into another one, of either engine, with proof that it is the same.

The proof is a hash of each table: the sum of the SHA-256 of its rows, so that it needs no order, in
which the engines differ. Each row is hashed as it was read, and again as it lies in the copy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import msgspec
from sqlalchemy import Connection, Row, Table, delete, func, insert, select
from sqlalchemy.exc import DataError, IntegrityError

from kiosk.faults import SettingsFault, StoreFault
from kiosk.server.store.dialect.characters import without_nul
from kiosk.server.store.engine import first_line
from kiosk.server.store.tables import metadata, sites

_BATCH: Final = 1_000
_HASH_SPACE: Final = 1 << 256
_ENCODER: Final = msgspec.json.Encoder(order="deterministic")

Told: TypeAlias = Callable[[int, int], None]
"""Called with how many rows are copied so far, and how many there are."""


def copy_rows(source: Connection, target: Connection, told: Told) -> Mapping[str, int]:
    """Makes `target` hold what `source` holds, and nothing else; rows by table.

    StoreFault when a row does not fit, or lies there otherwise than it was read.
    """
    tables = metadata.sorted_tables
    for table in reversed(tables):
        target.execute(delete(table))
    counts: dict[str, int] = {}
    whole = count_rows(source)
    for table in tables:
        counts[table.name], given = 0, 0
        for batch in _batches(source, table):
            given += sum(map(_hash, batch))
            try:
                target.execute(insert(table), [row._asdict() for row in batch])
            except (DataError, IntegrityError) as fault:
                said = first_line(fault.orig)
                raise StoreFault(f"{table.name}: a row does not fit: {said}") from fault
            counts[table.name] += len(batch)
            told(sum(counts.values()), whole)
        if digest(target, table) != given % _HASH_SPACE:
            raise StoreFault(f"{table.name}: the copy is not what was read")
    return counts


def digest(connection: Connection, table: Table) -> int:
    """The sum of the rows' hashes, modulo 2^256."""
    return sum(sum(map(_hash, batch)) for batch in _batches(connection, table)) % _HASH_SPACE


def count_rows(connection: Connection) -> int:
    """The rows of all tables."""
    counts = (
        connection.scalar(select(func.count()).select_from(table))
        for table in metadata.sorted_tables
    )
    return sum(count or 0 for count in counts)


def holds_a_home(connection: Connection) -> bool:
    """Whether a home ever opened this store."""
    return connection.scalar(select(sites.c.site_id).limit(1)) is not None


def only_site(connection: Connection) -> str:
    """The site of this store; SettingsFault when it holds none, or several."""
    found = connection.scalars(select(sites.c.site_id)).all()
    if len(found) != 1:
        raise SettingsFault(f"expected a store of one site, this one has {len(found)}")
    return str(found[0])


def _batches(connection: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    with connection.execute(select(table).execution_options(yield_per=_BATCH)) as rows:
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
