"""What differs by database engine: one module for each, behind one interface.

The rest of the server speaks SQLAlchemy's common language; only the column types and the partial
indexes in `tables` also name an engine.
"""

from __future__ import annotations

from pathlib import Path

from kiosk.server.store.dialect.backend import WRITES, Backend, ChangeLine
from kiosk.server.store.dialect.sqlite import SqliteFile
from kiosk.server.store.dialect.statements import (
    binding_order,
    insert_missing,
    json_text,
    upsert,
    upsert_rows,
)

__all__ = [
    "WRITES",
    "Backend",
    "ChangeLine",
    "binding_order",
    "insert_missing",
    "json_text",
    "store_of",
    "upsert",
    "upsert_rows",
]


def store_of(folder: Path, database: str = "") -> Backend:
    """Where the store of the home in `folder` lies: in a file there, or in the database named.

    SettingsFault when `database` is no address of a database.
    """
    if not database:
        return SqliteFile(folder)
    # Loaded by those who use it: a home without it starts sooner.
    from kiosk.server.store.dialect.postgresql import PostgresDatabase

    return PostgresDatabase(database)
