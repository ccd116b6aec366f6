"""Recovery from an older copy: a new epoch, and doubt about every visit that is open in it.

The copy is a backup that was restored, or a snapshot or file that was put back. Calls made after it
are lost: who waits in the copy was perhaps helped already.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import uuid6
from sqlalchemy import Connection, select, text, update

from kiosk.server.store.dialect import upsert
from kiosk.server.store.engine import ServerDatabase
from kiosk.server.store.read_marks import note_former_epoch
from kiosk.server.store.tables import OPEN_STATES, meta, sessions, visits

BACKED_UP_AT: Final = "backed_up_at"
"""The key under which `kiosk backup` notes when it last made one."""
_RESTORED_AT: Final = "restored_at"
_WHEN: Final = select(meta.c.value).where(meta.c.key == _RESTORED_AT)


def start_new_epoch(database: ServerDatabase, at: datetime) -> None:
    """As `renew_epoch`, in a transaction of its own."""
    with database.write() as connection:
        renew_epoch(connection, at)


def renew_epoch(connection: Connection, at: datetime) -> str:
    """Gives the store a new epoch, so that stations offer again, and doubts every open visit.

    Sessions end: some may have been closed after the copy was made.
    """
    epoch = change_epoch(connection)
    connection.execute(upsert(meta, {"key": _RESTORED_AT}, {"value": at.isoformat()}))
    connection.execute(update(visits).where(text(OPEN_STATES)).values(perhaps_helped=True))
    connection.execute(sessions.delete())
    return epoch


def change_epoch(connection: Connection) -> str:
    """Gives the store a new epoch, so that stations offer again what they have; no more."""
    former = connection.scalar(select(meta.c.value).where(meta.c.key == "epoch"))
    note_former_epoch(connection, str(former))
    epoch = str(uuid6.uuid7())
    connection.execute(upsert(meta, {"key": "epoch"}, {"value": epoch}))
    return epoch


def restored_at(connection: Connection) -> datetime | None:
    """When the store was restored; a visit that began before is doubtful. None: never."""
    found = connection.scalar(_WHEN)
    return None if found is None else datetime.fromisoformat(found)


def note_backup(connection: Connection, at: datetime) -> None:
    """A backup of this store was made at `at`."""
    connection.execute(upsert(meta, {"key": BACKED_UP_AT}, {"value": at.isoformat()}))


def backed_up_at(connection: Connection) -> datetime | None:
    """When `kiosk backup` last made a backup of this store. None: never since it is this store."""
    found = connection.scalar(select(meta.c.value).where(meta.c.key == BACKED_UP_AT))
    return None if found is None else datetime.fromisoformat(found)
