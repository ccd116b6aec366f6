"""Statements that every engine has and SQLAlchemy's common language lacks.

SQLite took `on conflict` from PostgreSQL, word for word: what SQLAlchemy builds for the one is
compiled for the other. A test holds both to it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.sql.compiler import SQLCompiler


def upsert(table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> Insert:
    """Writes `values` in the row of `key`, which is made when it is not there."""
    row = insert(table).values(**key, **values)
    return row.on_conflict_do_update(index_elements=list(key), set_=dict(values))


def upsert_rows(table: Table, key: Sequence[str], names: Collection[str]) -> Insert:
    """As `upsert`, for rows that are bound later and have a value for each of `names`."""
    row = insert(table)
    return row.on_conflict_do_update(
        index_elements=list(key), set_={name: row.excluded[name] for name in names}
    )


def insert_missing(table: Table) -> Insert:
    """Rows that are there already stay as they are."""
    return insert(table).on_conflict_do_nothing()


def json_text(column: ColumnElement[Any], name: str) -> ColumnElement[str]:
    """The text under `name` in a column of JSON."""
    text: ColumnElement[str] = column[name].as_string()
    return text


def binding_order(compiled: SQLCompiler) -> Sequence[str]:
    """The names of a statement's values in the order in which the driver takes them."""
    assert compiled.positiontup is not None, "the placeholders of every engine here have no names"
    return compiled.positiontup
