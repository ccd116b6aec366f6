"""Owns handing many rows of one statement to the driver. Never begins or ends a transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase

_Place = tuple[str, Callable[[Any], Any] | None]
"""The name of the value that belongs there, and what makes the driver's of it."""


def write_rows(
    connection: Connection, statement: UpdateBase, rows: Sequence[Mapping[str, Any]]
) -> None:
    """As `connection.execute(statement, rows)`; every row has values of the same names.

    That looks up the name and the type of each value again for each row, which takes as long as
    what SQLite does with them.
    """
    written, places = _prepared(statement, tuple(rows[0]), connection.dialect)
    values = [
        tuple(row[name] if turn is None else turn(row[name]) for name, turn in places)
        for row in rows
    ]
    connection.exec_driver_sql(written, values)


@lru_cache(maxsize=64)
def _prepared(
    statement: UpdateBase, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, Sequence[_Place]]:
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    assert isinstance(compiled, SQLCompiler)
    assert compiled.positiontup is not None, "SQLite's places have no names"
    kinds = [compiled.binds[name].type.dialect_impl(dialect) for name in compiled.positiontup]
    turns = [kind.bind_processor(dialect) for kind in kinds]
    return compiled.string, list(zip(compiled.positiontup, turns, strict=True))
