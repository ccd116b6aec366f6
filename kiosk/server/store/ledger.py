"""Owns appending events: the site's next number, the fold into visits, private words apart.

One ledger is one write transaction on one site, its counter row locked first. Never judges a fact.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.sql.dml import Insert, UpdateBase

from kiosk import wire
from kiosk.domain.events import Event, PhotoAttached, PhotoErased, VisitCheckedIn
from kiosk.domain.numbers import counter_of
from kiosk.domain.site import Site
from kiosk.domain.visit import Visit, evolve, open_visit
from kiosk.server.store import tables
from kiosk.server.store.bulk_insert import write_rows
from kiosk.server.store.recovery import restored_at
from kiosk.server.store.visit_rows import load_visit, load_visits, row_from, row_of_new

_SITE: Final = tables.sites.c.site_id == bindparam("site")
# Built once, not for each of a hundred facts: building them costs more than what they do.
_KEEP_SEQ: Final = update(tables.sites).where(_SITE).values(seq=bindparam("reached"))
_LOCK: Final = (
    update(tables.sites).where(_SITE).values(seq=tables.sites.c.seq).returning(tables.sites.c.seq)
)
_KNOWN: Final = select(tables.events.c.id).where(
    tables.events.c.id.in_(bindparam("ids", expanding=True))
)
_ADD_EVENT: Final = insert(tables.events)
_ADD_WORDS: Final = insert(tables.event_private)
_ADD_VISIT: Final = insert(tables.visits)
_CHANGE_VISIT: Final = update(tables.visits).where(tables.visits.c.id == bindparam("changed"))
_ADD_PICTURE: Final = upsert(tables.pictures).on_conflict_do_nothing()
_NUMBERED: Final = select(tables.visits.c.joined_at).where(
    tables.visits.c.site_id == bindparam("site"),
    tables.visits.c.station == bindparam("station"),
    tables.visits.c.day == bindparam("day"),
)
_NEWEST: Final = (
    _NUMBERED.with_only_columns(tables.visits.c.counter, tables.visits.c.joined_at)
    .order_by(tables.visits.c.counter.desc(), tables.visits.c.joined_at.desc())
    .limit(1)
)
_HASH: Final = tables.visit_private.c.phone_token_hash
_TOKENS: Final = select(_HASH).where(_HASH.in_(bindparam("hashes", expanding=True)))
# The nearest alone: kept like this, a day's joining times rise with its numbers.
_NEIGHBOURS: Final = select(
    _NUMBERED.where(tables.visits.c.counter < bindparam("counter"))
    .order_by(tables.visits.c.counter.desc(), tables.visits.c.joined_at.desc())
    .limit(1)
    .scalar_subquery(),
    _NUMBERED.where(tables.visits.c.counter > bindparam("counter"))
    .order_by(tables.visits.c.counter, tables.visits.c.joined_at)
    .limit(1)
    .scalar_subquery(),
)


@cache
def _keep_words(names: tuple[str, ...]) -> Insert:
    """Beside the visit, in place of what was there under these names."""
    row = upsert(tables.visit_private)
    fresh = {name: row.excluded[name] for name in names}
    return row.on_conflict_do_update(index_elements=["visit_id"], set_=fresh)


class Ledger:
    """The site's history, open for writing until the transaction ends."""

    def __init__(self, connection: Connection, site: Site, received_at: datetime) -> None:
        self.connection = connection
        self.site = site
        self.received_at = received_at
        self.begun = 0
        """Visits begun so far."""
        self.erased: list[str] = []
        """Pictures erased so far; their files go once the transaction is on disk."""
        self._restored_at = restored_at(connection)
        self._visits: dict[str, Visit | None] = {}
        self._newest: dict[tuple[str, str], tuple[int, datetime] | None] = {}
        self._hashes: dict[str, bytes] = {}  # of the tokens that may be added
        self._taken: set[bytes] = set()  # hashes of those that a phone has
        self._pending: dict[UpdateBase, list[dict[str, Any]]] = {}
        self.seq = self._lock()

    def known(self, event_ids: Collection[str]) -> set[str]:
        """Those of the events that are already here."""
        return set(self.connection.scalars(_KNOWN, {"ids": list(event_ids)}))

    def preload(self, visit_ids: Collection[str], tokens: Collection[str] = ()) -> None:
        """Reads at once what many events to be added are about.

        `visit` then finds these visits, or finds that there are none. Every phone's token that
        is to be added must be named: whether one is taken already is asked for here alone.
        """
        self._visits |= dict.fromkeys(visit_ids)
        self._visits |= load_visits(self.connection, visit_ids)
        self._hashes = {token: token_hash(token) for token in tokens}
        if tokens:
            asked = {"hashes": list(self._hashes.values())}
            self._taken |= set(self.connection.scalars(_TOKENS, asked))

    def visit(self, visit_id: str) -> Visit | None:
        """The visit as it is in this transaction; read from the store once."""
        if visit_id not in self._visits:
            self._visits[visit_id] = load_visit(self.connection, visit_id)
        return self._visits[visit_id]

    def append(self, event: Event, *, aged: bool = True) -> None:
        """Records `event` under the next number and folds it into its visit.

        `event.at` is by the home's clock (see `EventClock`); not `aged` when that is a guess:
        a station could not tell how long ago it was.
        """
        self.add(event, aged=aged)
        self.flush()

    def add(self, event: Event, *, aged: bool = True) -> None:
        """As `append`, for many in a row: new rows are written by `flush`, which must follow."""
        self.seq += 1
        self._insert(event)
        self._fold(event, aged=aged)
        self._keep_private(event)
        if event.actor.startswith("member:"):
            self._confirm(event.about.id)

    def flush(self) -> None:
        """Writes what `add` put off, and how far the site has come."""
        # In this order: words belong to events, pictures and names to visits, that must be there.
        first = (_ADD_EVENT, _ADD_WORDS, _ADD_VISIT, _CHANGE_VISIT)
        for statement in (*first, *self._pending):
            if rows := self._pending.pop(statement, None):
                write_rows(self.connection, statement, rows)
        self._keep_seq()

    def note_change(self, visit_id: str) -> None:
        """Something shown with a visit changed without an event (its picture arrived).

        Readers pull.
        """
        self.seq += 1
        mine = tables.visits.c.id == visit_id
        self.connection.execute(update(tables.visits).where(mine).values(seq=self.seq))
        self._keep_seq()

    def _keep_seq(self) -> None:
        self.connection.execute(_KEEP_SEQ, {"site": self.site.site_id, "reached": self.seq})

    def _lock(self) -> int:
        """Takes the counter row for writing before anything is read: numbers have no gaps."""
        found = self.connection.execute(_LOCK, {"site": self.site.site_id}).scalar()
        assert found is not None, "the site's row is made when the server starts"
        return int(found)

    def _insert(self, event: Event) -> None:
        row = {
            "id": event.id,
            "site_id": event.site_id,
            "seq": self.seq,
            "about_kind": event.about.kind,
            "about_id": event.about.id,
            "actor": event.actor,
            "origin": event.origin,
            "at": event.at,
            "received_at": self.received_at,
            "type": event.type,
            "facts": wire.facts_to_builtins(event.facts),
            "version": event.version,
        }
        self._pending.setdefault(_ADD_EVENT, []).append(row)
        words = {key: text for key, text in event.private.items() if key != "phone_token"}
        if words:
            kept = {"event_id": event.id, "words": words}
            self._pending.setdefault(_ADD_WORDS, []).append(kept)

    def _fold(self, event: Event, *, aged: bool) -> None:
        before = self.visit(event.about.id)
        if isinstance(event.facts, VisitCheckedIn):
            if before is None:
                self._begin(event, event.facts, aged=aged)
            return
        assert before is not None, "only intake may meet unknown visits"
        self._store(evolve(before, event.facts, event.at))
        if isinstance(event.facts, PhotoAttached):
            self._expect_picture(event, event.facts)
        if isinstance(event.facts, PhotoErased):
            self.flush()
            self._forget_picture(event, event.facts)

    def _begin(self, event: Event, facts: VisitCheckedIn, *, aged: bool) -> None:
        # Without a guess: a station counts on from the day's highest number known here.
        day = self.site.day(event.at if aged else self.received_at)
        counter = counter_of(facts.number)
        joined_at = self._between_neighbours(event.at, facts.station, day, counter)
        self.begun += 1
        visit = open_visit(event.about.id, event.site_id, facts, joined_at)
        doubtful = self._restored_at is not None and joined_at < self._restored_at
        extra = {"seq": self.seq, "day": day, "counter": counter, "perhaps_helped": doubtful}
        self._pending.setdefault(_ADD_VISIT, []).append({**row_of_new(visit), **extra})
        self._visits[visit.id] = visit

    def _between_neighbours(
        self, joined_at: datetime, station: str, day: str, counter: int
    ) -> datetime:
        """One station draws its numbers in the order people came.

        Delays on the way may not change it.
        """
        place = {"site": self.site.site_id, "station": station, "day": day}
        newest = self._newest_of(place)
        if newest is None or newest[0] < counter:
            joined_at = joined_at if newest is None else max(joined_at, newest[1])
            self._newest[station, day] = (counter, joined_at)
            return joined_at
        self.flush()
        asked = {**place, "counter": counter}
        earliest, latest = self.connection.execute(_NEIGHBOURS, asked).one()
        if earliest is not None:
            joined_at = max(joined_at, earliest)
        return joined_at if latest is None else min(joined_at, latest)

    def _newest_of(self, place: Mapping[str, str]) -> tuple[int, datetime] | None:
        """The day's last number of a station and when its visitor joined."""
        key = (place["station"], place["day"])
        if key not in self._newest:
            found = self.connection.execute(_NEWEST, place).first()
            self._newest[key] = (found[0], found[1]) if found else None
        return self._newest[key]

    def _confirm(self, visit_id: str) -> None:
        """Whoever acts on a visit has seen who it is: no doubt whether they were helped stays."""
        doubted = (tables.visits.c.id == visit_id) & tables.visits.c.perhaps_helped
        self.connection.execute(update(tables.visits).where(doubted).values(perhaps_helped=False))

    def _store(self, visit: Visit) -> None:
        row = row_from(visit)
        changed = {"changed": row.pop("id"), **row, "seq": self.seq}
        self._pending.setdefault(_CHANGE_VISIT, []).append(changed)
        self._visits[visit.id] = visit

    def _expect_picture(self, event: Event, facts: PhotoAttached) -> None:
        row = {
            "photo": facts.photo,
            "visit_id": event.about.id,
            "site_id": event.site_id,
            "taken_at": event.at,
            "width": facts.width,
            "height": facts.height,
        }
        self._pending.setdefault(_ADD_PICTURE, []).append(row)

    def _forget_picture(self, event: Event, facts: PhotoErased) -> None:
        told = (tables.pictures.c.photo == facts.photo) & (
            tables.pictures.c.visit_id == event.about.id
        )
        erased = {"erased_at": self.received_at}
        self.connection.execute(update(tables.pictures).where(told).values(erased))
        self.erased.append(facts.photo)
        # The words of a picture go with it.
        attached = select(tables.events.c.id).where(
            tables.events.c.about_id == event.about.id,
            tables.events.c.type == PhotoAttached.__name__,
            tables.events.c.facts["photo"].as_string() == facts.photo,
        )
        words = tables.event_private.c.event_id.in_(attached)
        self.connection.execute(delete(tables.event_private).where(words))

    def _keep_private(self, event: Event) -> None:
        """What desks show of the private words, beside the visit; purge empties both."""
        words: dict[str, Any] = {
            name: event.private[name] for name in ("first_name", "note") if name in event.private
        }
        words |= self._phone(event.private.get("phone_token"))
        if words:
            row = {"visit_id": event.about.id, **words}
            self._pending.setdefault(_keep_words(tuple(words)), []).append(row)

    def _phone(self, token: str | None) -> Mapping[str, bytes]:
        """What is kept of the phone's token: nothing when a phone has it already."""
        if not token:
            return {}
        hashed = self._hashes[token]
        if hashed in self._taken:
            return {}
        self._taken.add(hashed)
        return {"phone_token_hash": hashed}


def token_hash(token: str) -> bytes:
    """What is kept of a random token: SHA-256; a slow hash is pointless for 128 random bits."""
    return hashlib.sha256(token.encode()).digest()
