"""The append-only history of one site: events numbered without gaps and folded into visits.

One ledger is one write transaction, which locks the site's counter row first. It takes any fact:
whether a fact is allowed is decided before (`kiosk.domain.visit.decide`, `sync.ingest`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, text, update

from kiosk import wire
from kiosk.domain.events import Event, PhotoAttached, PhotoErased, VisitCheckedIn
from kiosk.domain.numbers import counter_of
from kiosk.domain.site import Site
from kiosk.domain.visit import Visit, evolve, open_visit
from kiosk.server.store import tables
from kiosk.server.store.ledger.joining_order import JoiningOrder
from kiosk.server.store.ledger.pending_rows import PendingRows
from kiosk.server.store.ledger.picture_rows import expect_picture, is_erased, mark_erased
from kiosk.server.store.ledger.private_words import ADD_EVENT_WORDS, PrivateWords
from kiosk.server.store.restored_backup import restored_at
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
_ADD_VISIT: Final = insert(tables.visits)
_CHANGE_VISIT: Final = update(tables.visits).where(tables.visits.c.id == bindparam("changed"))
_CONFIRM: Final = (
    update(tables.visits)
    .where(tables.visits.c.id == bindparam("confirmed"), tables.visits.c.perhaps_helped)
    .values(perhaps_helped=False)
)
# Words belong to events, pictures and names to visits, that must be there before.
_FIRST: Final = (_ADD_EVENT, ADD_EVENT_WORDS, _ADD_VISIT, _CHANGE_VISIT)


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
        self._new: set[str] = set()  # visits begun in this transaction
        self._is_erased: dict[tuple[str, str], bool] = {}  # by visit and picture, where known
        self._pending = PendingRows(connection, _FIRST)
        self._order = JoiningOrder(connection, site.site_id, self.flush)
        self._words = PrivateWords(connection, self._pending)
        self.seq = self._lock()

    def known(self, event_ids: Collection[str]) -> set[str]:
        """Those of the events that are already here."""
        return set(self.connection.scalars(_KNOWN, {"ids": list(event_ids)}))

    def preload(self, visit_ids: Collection[str], tokens: Collection[str] = ()) -> None:
        """Reads at once what many events to be added are about.

        `visit` then finds these visits, or finds that there are none. Every phone token that is to
        be added must be among `tokens`.
        """
        self._visits |= dict.fromkeys(visit_ids)
        self._visits |= load_visits(self.connection, visit_ids)
        self._words.preload(tokens)

    def visit(self, visit_id: str) -> Visit | None:
        """The visit as it is in this transaction; read from the store once."""
        if visit_id not in self._visits:
            self._visits[visit_id] = load_visit(self.connection, visit_id)
        return self._visits[visit_id]

    def append(self, event: Event, *, aged: bool = True) -> None:
        """Records `event` under the next number and folds it into its visit.

        `event.at` is by the home's clock; not `aged` when that is a guess, because the station
        could not tell how long ago it was.
        """
        self.add(event, aged=aged)
        self.flush()

    def add(self, event: Event, *, aged: bool = True) -> None:
        """As `append`, for many in a row: new rows are written by `flush`, which must follow."""
        self.seq += 1
        self._insert(event)
        if not self._announces_erased(event):
            self._words.add_to_event(event)
        self._fold(event, aged=aged)
        self._words.add_to_visit(event)
        if event.actor.startswith("member:"):
            self._confirm(event.about.id)

    def flush(self) -> None:
        """Writes the rows that `add` left pending, and how far the site has come."""
        self._pending.write()
        self._keep_seq()

    def note_change(self, visit_id: str) -> None:
        """Something shown with a visit changed without an event (its picture arrived).

        Readers pull.
        """
        self.seq += 1
        mine = tables.visits.c.id == visit_id
        self.connection.execute(update(tables.visits).where(mine).values(seq=self.seq))
        self._keep_seq()

    def note_line_change(self) -> None:
        """As `note_change`, for every open visit: a member was renamed, a clock put right."""
        self.seq += 1
        mine = (tables.visits.c.site_id == self.site.site_id) & text(tables.OPEN_STATES)
        self.connection.execute(update(tables.visits).where(mine).values(seq=self.seq))
        self._keep_seq()

    def _keep_seq(self) -> None:
        self.connection.execute(_KEEP_SEQ, {"site": self.site.site_id, "reached": self.seq})

    def _lock(self) -> int:
        """Takes the counter row for writing before anything is read: numbers have no gaps."""
        found = self.connection.execute(_LOCK, {"site": self.site.site_id}).scalar()
        assert found is not None, "the site's row is made when its store is opened"
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
        self._pending.add(_ADD_EVENT, row)

    def _fold(self, event: Event, *, aged: bool) -> None:
        before = self.visit(event.about.id)
        if isinstance(event.facts, VisitCheckedIn):
            if before is None:
                self._begin(event, event.facts, aged=aged)
            return
        assert before is not None, "only ingest may meet unknown visits"
        if isinstance(event.facts, PhotoAttached):
            erased = self._announces_erased(event)
            expect_picture(self._pending, event, event.facts, self.received_at if erased else None)
            if erased:
                self._store(before)
                return
        self._store(evolve(before, event.facts, event.at))
        if isinstance(event.facts, PhotoErased):
            self._erase(event.about.id, event.facts.photo)

    def _announces_erased(self, event: Event) -> bool:
        """Whether the event announces a picture that was erased already: it brings nothing back."""
        facts, visit = event.facts, self.visit(event.about.id)
        if not isinstance(facts, PhotoAttached) or visit is None or facts.photo in visit.photos:
            return False
        this = (visit.id, facts.photo)
        if this not in self._is_erased:
            self._is_erased[this] = visit.id not in self._new and is_erased(self.connection, *this)
        return self._is_erased[this]

    def _begin(self, event: Event, facts: VisitCheckedIn, *, aged: bool) -> None:
        # Without a guess: a station counts on from the day's highest number known here.
        day = self.site.day(event.at if aged else self.received_at)
        counter = counter_of(facts.number)
        joined_at, twice = self._order.place(event.at, facts.station, day, counter)
        self.begun += 1
        visit = open_visit(event.about.id, event.site_id, facts, joined_at)
        restored_at = self._restored_at
        # A restore of the future happened by a clock that was wrong, at a time that nobody knows.
        doubtful = restored_at is not None and joined_at < restored_at <= self.received_at
        extra = {"seq": self.seq, "day": day, "counter": counter, "perhaps_helped": doubtful}
        extra["number_twice"] = twice
        self._pending.add(_ADD_VISIT, {**row_of_new(visit), **extra})
        self._visits[visit.id] = visit
        self._new.add(visit.id)

    def _store(self, visit: Visit) -> None:
        row = row_from(visit)
        self._pending.add(_CHANGE_VISIT, {"changed": row.pop("id"), **row, "seq": self.seq})
        self._visits[visit.id] = visit

    def _erase(self, visit_id: str, photo: str) -> None:
        """A picture goes with the words that were read on it."""
        self.flush()
        mark_erased(self.connection, visit_id, photo, self.received_at)
        self._words.delete_of_picture(visit_id, photo)
        self._is_erased[visit_id, photo] = True
        self.erased.append(photo)

    def _confirm(self, visit_id: str) -> None:
        """Whoever acts on a visit has seen who it is: no doubt whether they were helped stays."""
        self.connection.execute(_CONFIRM, {"confirmed": visit_id})
