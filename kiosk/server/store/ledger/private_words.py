"""The rows of private words, beside events and beside visits, which retention empties.

Beside the event lies everything a visitor or member wrote; beside the visit what desks show of it,
and the hash of the token that opens the visitor's page on a phone.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select
from sqlalchemy.sql.dml import Insert

from kiosk.domain.events import Event, PhotoAttached
from kiosk.server.store import dialect
from kiosk.server.store.ledger.pending_rows import PendingRows
from kiosk.server.store.tables import event_private, events, visit_private
from kiosk.server.store.tokens import token_hash

ADD_EVENT_WORDS: Final = insert(event_private)
_SHOWN: Final = ("first_name", "note")
_TOKEN: Final = "phone_token"
_HASH: Final = visit_private.c.phone_token_hash
_TAKEN: Final = select(_HASH).where(_HASH.in_(bindparam("hashes", expanding=True)))


class PrivateWords:
    """The private words that one transaction adds."""

    def __init__(self, connection: Connection, pending: PendingRows) -> None:
        self._connection = connection
        self._pending = pending
        self._hashes: dict[str, bytes] = {}  # of the tokens that may be added
        self._taken: set[bytes] = set()  # hashes of the tokens that belong to a visit

    def preload(self, tokens: Collection[str]) -> None:
        """Reads at once which of these phone tokens belong to a visit already.

        Every token that is to be added must be named here first.
        """
        self._hashes = {token: token_hash(token) for token in tokens}
        if tokens:
            asked = {"hashes": list(self._hashes.values())}
            self._taken |= set(self._connection.scalars(_TAKEN, asked))

    def add_to_event(self, event: Event) -> None:
        """All of the event's words but the phone token, of which only the hash is kept."""
        words = {key: text for key, text in event.private.items() if key != _TOKEN}
        if words:
            self._pending.add(ADD_EVENT_WORDS, {"event_id": event.id, "words": words})

    def add_to_visit(self, event: Event) -> None:
        """What desks show of the words, and the hash of the phone token."""
        words: dict[str, Any] = {
            name: event.private[name] for name in _SHOWN if name in event.private
        }
        hashed = self._new_hash(event.private.get(_TOKEN))
        if hashed is not None:
            words["phone_token_hash"] = hashed
        if words:
            row = {"visit_id": event.about.id, **words}
            self._pending.add(_replace_words(tuple(words)), row)

    def delete_of_picture(self, visit_id: str, photo: str) -> None:
        """Deletes the words that were read on a picture."""
        attached = select(events.c.id).where(
            events.c.about_id == visit_id,
            events.c.type == PhotoAttached.__name__,
            dialect.json_text(events.c.facts, "photo") == photo,
        )
        of_picture = event_private.c.event_id.in_(attached)
        self._connection.execute(delete(event_private).where(of_picture))

    def _new_hash(self, token: str | None) -> bytes | None:
        """The hash of a phone token; None without one, or when it belongs to a visit already."""
        if not token:
            return None
        hashed = self._hashes[token]
        if hashed in self._taken:
            return None
        self._taken.add(hashed)
        return hashed


@cache
def _replace_words(names: tuple[str, ...]) -> Insert:
    """Writes the words beside the visit in place of those under the same names."""
    return dialect.upsert_rows(visit_private, ["visit_id"], names)
