"""The key of one run of `kiosk doctor`, left in the store by it and known to the running server.

Whoever answers to it serves this very store, and whoever shows it may write there.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection, delete, select

from kiosk.server.store.dialect import upsert
from kiosk.server.store.tables import meta
from kiosk.server.store.tokens import SECRET_BYTES, token_hash

LASTS: Final = timedelta(minutes=10)
"""A run that was killed leaves its key behind for so long."""
_KEY: Final = "doctor"


class _Kept(msgspec.Struct, frozen=True):
    digest: bytes
    made_at: datetime


def leave_key(connection: Connection, now: datetime) -> str:
    """A new key; an earlier one is void."""
    key = secrets.token_urlsafe(SECRET_BYTES)
    kept = msgspec.json.encode(_Kept(token_hash(key), now)).decode()
    connection.execute(upsert(meta, {"key": _KEY}, {"value": kept}))
    return key


def take_key_away(connection: Connection) -> None:
    """No key is valid any more."""
    connection.execute(delete(meta).where(meta.c.key == _KEY))


def is_key(connection: Connection, shown: str, now: datetime) -> bool:
    """Whether `shown` is the key that is valid now."""
    found = connection.scalar(select(meta.c.value).where(meta.c.key == _KEY))
    if found is None:
        return False
    kept = msgspec.json.decode(found, type=_Kept)
    is_young = timedelta(0) <= now - kept.made_at < LASTS
    return is_young and hmac.compare_digest(kept.digest, token_hash(shown))
