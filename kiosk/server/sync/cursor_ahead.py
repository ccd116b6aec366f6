"""A station's cursor ahead of the home's history: an older copy of the store was put back.

Nobody signed the cursor, so each letter is believed once a day. Signed marks (`store.read_marks`)
count always.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select

from kiosk.server.store.dialect import upsert
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import meta, sites

BELIEVED_EVERY: Final = timedelta(days=1)


def is_ahead(store: SiteStore, letter: str, after: int) -> bool:
    """Whether the station with that letter has read further than the store goes; noted if so."""
    with store.read() as connection:
        if after <= _head(connection, store.site_id):
            return False
    key, now = f"ahead {store.site_id} {letter}", store.now()
    with store.write() as connection:
        last = connection.scalar(select(meta.c.value).where(meta.c.key == key))
        if last is not None and abs(now - datetime.fromisoformat(last)) < BELIEVED_EVERY:
            return False
        if after <= _head(connection, store.site_id):
            return False
        connection.execute(upsert(meta, {"key": key}, {"value": now.isoformat()}))
    return True


def _head(connection: Connection, site_id: str) -> int:
    return connection.scalar(select(sites.c.seq).where(sites.c.site_id == site_id)) or 0
