"""Owns appending events: the site's next number, the fold into visits, private words apart.

One ledger is one write transaction on one site, its counter row locked first. Never judges a fact.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from kiosk import wire
from kiosk.domain.events import Event, PhotoAttached, PhotoErased, VisitCheckedIn
from kiosk.domain.names import clean_name
from kiosk.domain.numbers import counter_of
from kiosk.domain.site import Site
from kiosk.domain.visit import Visit, evolve, open_visit
from kiosk.server import tables
from kiosk.server.restored import is_doubtful
from kiosk.server.visit_rows import load_visit, row_from


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
        self.seq = self._lock()

    def holds(self, event_id: str) -> bool:
        """Whether the event is already here."""
        known = select(exists().where(tables.events.c.id == event_id))
        return bool(self.connection.scalar(known))

    def append(self, event: Event, *, aged: bool = True) -> None:
        """Records `event` under the next number and folds it into its visit.

        `event.at` is by the home's clock (see `Arrival`); not `aged` when that is a guess, because
        a station could not tell how long ago it was.
        """
        self.seq += 1
        self._insert(event)
        self._fold(event, aged=aged)
        self._keep_private(event)
        if event.actor.startswith("member:"):
            self._confirm(event.about.id)
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
        site_row = tables.sites.c.site_id == self.site.site_id
        self.connection.execute(update(tables.sites).where(site_row).values(seq=self.seq))

    def _lock(self) -> int:
        """Takes the counter row for writing before anything is read: numbers have no gaps."""
        mine = tables.sites.c.site_id == self.site.site_id
        touched = update(tables.sites).where(mine).values(seq=tables.sites.c.seq)
        found = self.connection.execute(touched.returning(tables.sites.c.seq)).scalar()
        assert found is not None, "the site's row is made when the server starts"
        return int(found)

    def _insert(self, event: Event) -> None:
        self.connection.execute(
            insert(tables.events).values(
                id=event.id,
                site_id=event.site_id,
                seq=self.seq,
                about_kind=event.about.kind,
                about_id=event.about.id,
                actor=event.actor,
                origin=event.origin,
                at=event.at,
                received_at=self.received_at,
                type=event.type,
                facts=wire.facts_to_builtins(event.facts),
                version=event.version,
            )
        )
        words = {key: text for key, text in event.private.items() if key != "phone_token"}
        if words:
            kept = {"event_id": event.id, "words": words}
            self.connection.execute(insert(tables.event_private).values(kept))

    def _fold(self, event: Event, *, aged: bool) -> None:
        before = load_visit(self.connection, event.about.id)
        if isinstance(event.facts, VisitCheckedIn):
            if before is None:
                self._begin(event, event.facts, aged=aged)
            return
        assert before is not None, "only intake may meet unknown visits"
        self._store(evolve(before, event.facts, event.at))
        if isinstance(event.facts, PhotoAttached):
            self._expect_picture(event, event.facts)
        if isinstance(event.facts, PhotoErased):
            self._forget_picture(event, event.facts)

    def _begin(self, event: Event, facts: VisitCheckedIn, *, aged: bool) -> None:
        # Without a guess: a station counts on from the day's highest number known here.
        day = self.site.day(event.at if aged else self.received_at)
        counter = counter_of(facts.number)
        joined_at = self._between_neighbours(event.at, facts.station, day, counter)
        self.begun += 1
        visit = open_visit(event.about.id, event.site_id, facts, joined_at)
        doubtful = is_doubtful(self.connection, joined_at)
        extra = {"day": day, "counter": counter, "perhaps_helped": doubtful}
        self.connection.execute(
            insert(tables.visits).values(**row_from(visit), seq=self.seq, **extra)
        )

    def _between_neighbours(
        self, joined_at: datetime, station: str, day: str, counter: int
    ) -> datetime:
        """One station draws its numbers in the order people came.

        Delays on the way may not change it.
        """
        numbered = tables.visits
        same = (
            (numbered.c.site_id == self.site.site_id)
            & (numbered.c.station == station)
            & (numbered.c.day == day)
        )
        before = select(func.max(numbered.c.joined_at)).where(same, numbered.c.counter < counter)
        after = select(func.min(numbered.c.joined_at)).where(same, numbered.c.counter > counter)
        earliest = self.connection.scalar(before)
        latest = self.connection.scalar(after)
        if earliest is not None:
            joined_at = max(joined_at, earliest)
        return joined_at if latest is None else min(joined_at, latest)

    def _confirm(self, visit_id: str) -> None:
        """Whoever acts on a visit has seen who it is: no doubt whether they were helped stays."""
        doubted = (tables.visits.c.id == visit_id) & tables.visits.c.perhaps_helped
        self.connection.execute(update(tables.visits).where(doubted).values(perhaps_helped=False))

    def _store(self, visit: Visit) -> None:
        row = {name: value for name, value in row_from(visit).items() if name != "id"}
        mine = tables.visits.c.id == visit.id
        self.connection.execute(update(tables.visits).where(mine).values(**row, seq=self.seq))

    def _expect_picture(self, event: Event, facts: PhotoAttached) -> None:
        row: Mapping[str, Any] = {
            "photo": facts.photo,
            "visit_id": event.about.id,
            "site_id": event.site_id,
            "taken_at": event.at,
            "width": facts.width,
            "height": facts.height,
        }
        self.connection.execute(upsert(tables.pictures).values(**row).on_conflict_do_nothing())

    def _forget_picture(self, event: Event, facts: PhotoErased) -> None:
        told = (tables.pictures.c.photo == facts.photo) & (
            tables.pictures.c.visit_id == event.about.id
        )
        erased = {"erased_at": self.received_at}
        self.connection.execute(update(tables.pictures).where(told).values(erased))
        self.erased.append(facts.photo)

    def _keep_private(self, event: Event) -> None:
        """What desks show of the private words, beside the visit; purge empties both."""
        words: dict[str, Any] = {}
        if "first_name" in event.private:
            words["first_name"] = clean_name(event.private["first_name"])
        if "note" in event.private:
            words["note"] = event.private["note"]
        words |= self._phone(event.private.get("phone_token"))
        if words:
            row = upsert(tables.visit_private).values(visit_id=event.about.id, **words)
            self.connection.execute(
                row.on_conflict_do_update(index_elements=["visit_id"], set_=words)
            )

    def _phone(self, token: str | None) -> Mapping[str, bytes]:
        """What is kept of the phone's token: nothing when a phone has it already."""
        if not token:
            return {}
        mine = tables.visit_private.c.phone_token_hash == token_hash(token)
        taken = self.connection.scalar(select(exists().where(mine)))
        return {} if taken else {"phone_token_hash": token_hash(token)}


def token_hash(token: str) -> bytes:
    """What is kept of a random token: SHA-256; a slow hash is pointless for 128 random bits."""
    return hashlib.sha256(token.encode()).digest()
