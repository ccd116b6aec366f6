"""Read marks: how far a reader has read, in words that only this home can have written.

A station shows with every push the mark that came with the answer to the last one. A mark that this
home signed, for a place where its history now ends earlier or holds another event, proves that an
older copy of the store was put back; so does one of an epoch that the store never had. Each proof
counts once, because the epoch is another one afterwards, and nobody can make one up.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from sqlalchemy import Connection, bindparam, select

from kiosk.server.store.dialect import insert_missing, upsert
from kiosk.server.store.tables import events, meta, sites

# Built once: every push asks, and building it takes longer than executing it.
_EVENT_AT: Final = (
    select(events.c.id)
    .where(events.c.site_id == bindparam("site"), events.c.seq <= bindparam("reached"))
    .order_by(events.c.seq.desc())
    .limit(1)
)
_KEY: Final = "mark_key"
_SIGNATURE_LENGTH: Final = 32
_NO_EVENT: Final = "none"
_FORMER: Final = "former epoch "


def note_former_epoch(connection: Connection, epoch: str) -> None:
    """The store had this epoch: a mark under it is old, and proves nothing."""
    connection.execute(upsert(meta, {"key": f"{_FORMER}{epoch}"}, {"value": "1"}))


def mark_key(connection: Connection) -> bytes:
    """The key that signs this store's marks, made when there is none yet."""
    new = {"key": _KEY, "value": secrets.token_hex(32)}
    connection.execute(insert_missing(meta).values(new))
    return bytes.fromhex(connection.scalar(select(meta.c.value).where(meta.c.key == _KEY)) or "")


class ReadMarks:
    """The marks of one site's history under one epoch."""

    def __init__(self, key: bytes, site_id: str, epoch: str) -> None:
        self._key = key
        self._site_id = site_id
        self._epoch = epoch

    def at(self, connection: Connection, seq: int) -> str:
        """The mark of a reader that has read up to `seq`."""
        body = f"{self._epoch}.{seq}.{self._event_at(connection, seq)}"
        return f"{body}.{self._signature(body)}"

    def proves_older_copy(self, connection: Connection, mark: str) -> str | None:
        """The epoch under which the store gave this mark when it held more, or something else.

        None when the mark proves nothing.
        """
        body, _, signature = mark.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(body).encode()):
            return None
        epoch, seq, event_id = body.split(".")
        if epoch != self._epoch:
            former = select(meta.c.key).where(meta.c.key == f"{_FORMER}{epoch}")
            return epoch if connection.scalar(former) is None else None
        return epoch if self._is_elsewhere(connection, int(seq), event_id) else None

    def _is_elsewhere(self, connection: Connection, seq: int, event_id: str) -> bool:
        """Whether the history ends before `seq`, or went on differently."""
        head = connection.scalar(select(sites.c.seq).where(sites.c.site_id == self._site_id)) or 0
        return head < seq or self._event_at(connection, seq) != event_id

    def _event_at(self, connection: Connection, seq: int) -> str:
        """The last event up to there; a picture that arrives has a number and is no event."""
        return connection.scalar(_EVENT_AT, {"site": self._site_id, "reached": seq}) or _NO_EVENT

    def _signature(self, body: str) -> str:
        words = f"{self._site_id}.{body}".encode()
        return hmac.new(self._key, words, hashlib.sha256).hexdigest()[:_SIGNATURE_LENGTH]
