"""Limits wrong PINs and wrong pairing codes: five for each member, then 15 minutes of waiting.

An attempt is counted before the secret is compared, so that many at once do not get more of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from math import ceil
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, delete, select

from kiosk.server.store.dialect import upsert
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import attempt_limits
from kiosk.server.store.terms import Terms

MAX_WRONG: Final = 5
BLOCKED_FOR: Final = timedelta(minutes=15)


class AttemptKind(StrEnum):
    """The secret that is attempted; each is counted by itself."""

    PIN = "pin"
    PAIRING_CODE = "pairing_code"


_FORGOTTEN: Final = frozenset({AttemptKind.PAIRING_CODE})
"""Counts that start anew `BLOCKED_FOR` after the last attempt. Wrong PINs count until a right one:
else four every quarter of an hour could be guessed for ever."""
_NO_TERM: Final = MappingProxyType(
    {"until": None, "began_at": None, "boot_id": None, "ends_up_s": None}
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A counted attempt with `left` more after it; not allowed for `wait_s` seconds unless 0."""

    left: int
    wait_s: int = 0


class AttemptLimit:
    """Counts the attempts of each member at one kind of secret, in the store."""

    def __init__(self, store: SiteStore, kind: AttemptKind) -> None:
        self._store = store
        self._kind = kind
        self._terms = Terms(store.clock, "until")

    def take(self, member_id: str) -> Attempt:
        """Counts an attempt in a transaction of its own."""
        with self._store.write() as connection:
            return self.count(connection, member_id)

    def clear(self, member_id: str) -> None:
        """Forgets the attempts, after a right one, in a transaction of its own."""
        with self._store.write() as connection:
            self.reset(connection, member_id)

    def count(self, connection: Connection, member_id: str) -> Attempt:
        """Counts an attempt; one that is not allowed is not counted."""
        mine = (attempt_limits.c.member_id == member_id) & (
            attempt_limits.c.kind == self._kind.value
        )
        row = connection.execute(select(attempt_limits).where(mine)).mappings().first()
        left_s = self._terms.left_s(row) if row is not None and row["until"] is not None else None
        if left_s == 0:
            row = None
        if row is not None and left_s is not None and row["wrong"] >= MAX_WRONG:
            return Attempt(0, int(left_s) + 1)
        wrong: int = row["wrong"] + 1 if row else 1
        expires = wrong >= MAX_WRONG or self._kind in _FORGOTTEN
        counted = {"wrong": wrong, **(self._terms.row_of(BLOCKED_FOR) if expires else _NO_TERM)}
        key = {"member_id": member_id, "kind": self._kind.value}
        connection.execute(upsert(attempt_limits, key, counted))
        return Attempt(MAX_WRONG - wrong)

    def waits(self, connection: Connection) -> Mapping[str, int]:
        """Seconds until each member who is blocked may try again, by member."""
        blocked = (attempt_limits.c.kind == self._kind.value) & (
            attempt_limits.c.wrong >= MAX_WRONG
        )
        rows = connection.execute(select(attempt_limits).where(blocked)).mappings()
        left = {row["member_id"]: self._terms.left_s(row) for row in rows if row["until"]}
        return {member_id: ceil(left_s) for member_id, left_s in left.items() if left_s}

    def reset(self, connection: Connection, member_id: str) -> None:
        """Forgets the attempts and lifts the block."""
        mine = (attempt_limits.c.member_id == member_id) & (
            attempt_limits.c.kind == self._kind.value
        )
        connection.execute(delete(attempt_limits).where(mine))
