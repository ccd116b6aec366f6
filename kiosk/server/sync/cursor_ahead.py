"""A station's cursor ahead of the home's history: an older copy of the store was put back.

Nobody signed the cursor, so each letter is believed once a day. Signed marks (`store.read_marks`)
count always.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, select

from kiosk.server.store.dialect import upsert
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import meta, sites

BELIEVED_EVERY: Final = timedelta(days=1)
_REACHED: Final = select(sites.c.seq).where(sites.c.site_id == bindparam("site"))


def is_ahead(store: SiteStore, letter: str, after: int) -> bool:
    """Whether the station with that letter has read further than the store goes; noted if so."""
    with store.read() as connection:
        if after <= reached(connection, store.site_id):
            return False
    key, now = f"ahead {store.site_id} {letter}", store.now()
    with store.write() as connection:
        last = connection.scalar(select(meta.c.value).where(meta.c.key == key))
        if last is not None and abs(now - datetime.fromisoformat(last)) < BELIEVED_EVERY:
            return False
        if after <= reached(connection, store.site_id):
            return False
        connection.execute(upsert(meta, {"key": key}, {"value": now.isoformat()}))
    return True


def reached(connection: Connection, site_id: str) -> int:
    """The number the site has reached."""
    return connection.scalar(_REACHED, {"site": site_id}) or 0
