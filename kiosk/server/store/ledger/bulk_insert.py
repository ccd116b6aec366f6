"""Bulk insert: many rows of one statement handed to the driver at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

from kiosk.server.store.dialect import binding_order

_Binding = tuple[str, Callable[[Any], Any] | None]
"""The name of a value and what converts it for the driver."""


def write_rows(
    connection: Connection, statement: UpdateBase, rows: Sequence[Mapping[str, Any]]
) -> None:
    """As `connection.execute(statement, rows)`; every row has values of the same names.

    SQLAlchemy looks up name and type of each value again for each row, which takes as long as
    what SQLite does with them.
    """
    sql, bindings = _prepared(statement, tuple(rows[0]), connection.dialect)
    # Column by column: the loops over rows are then in C.
    columns = [_column(rows, name, convert) for name, convert in bindings]
    connection.exec_driver_sql(sql, list(zip(*columns, strict=True)))


def _column(
    rows: Sequence[Mapping[str, Any]], name: str, convert: Callable[[Any], Any] | None
) -> Iterable[Any]:
    values = map(itemgetter(name), rows)
    return values if convert is None else map(convert, values)


@lru_cache(maxsize=64)
def _prepared(
    statement: UpdateBase, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, Sequence[_Binding]]:
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    assert isinstance(compiled, SQLCompiler)
    order = binding_order(compiled)
    types = [compiled.binds[name].type.dialect_impl(dialect) for name in order]
    converters = [kind.bind_processor(dialect) for kind in types]
    return compiled.string, list(zip(order, converters, strict=True))
