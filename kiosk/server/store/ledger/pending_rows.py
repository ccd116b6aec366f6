"""Rows of one transaction that wait to be written together, many with one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.sql.dml import UpdateBase

from kiosk.server.store.ledger.bulk_insert import write_rows


class PendingRows:
    """Rows by statement. `first` are written before the others, in that order."""

    def __init__(self, connection: Connection, first: Sequence[UpdateBase]) -> None:
        self._connection = connection
        self._first = first
        self._rows: dict[UpdateBase, list[dict[str, Any]]] = {}

    def add(self, statement: UpdateBase, row: dict[str, Any]) -> None:
        """`statement` will be executed with `row`."""
        self._rows.setdefault(statement, []).append(row)

    def write(self) -> None:
        """Executes every statement once, with all its rows."""
        for statement in (*self._first, *self._rows):
            if rows := self._rows.pop(statement, None):
                write_rows(self._connection, statement, rows)
