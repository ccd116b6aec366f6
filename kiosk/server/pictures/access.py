"""Owns who may see which picture, and that every look is remembered before it happens.

A visit that is open, or ended within a day: every member. Older: a lead, with a written reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import RowMapping, select

from kiosk.domain.visit import ENDED
from kiosk.server.audit.record import Audit, Look
from kiosk.server.auth.members import Member, Role
from kiosk.server.pictures.picture_store import WHOLE, PictureStore
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import pictures, visits

OPEN_FOR: Final = timedelta(hours=24)
"""How long after its end a visit's pictures are the whole team's to see."""
SHORTEST_REASON: Final = 5
LONGEST_REASON: Final = 300


class Hidden(StrEnum):
    """Why a picture is not shown."""

    GONE = "no_such_picture"
    LEAD_NEEDED = "lead_needed"
    REASON_NEEDED = "reason_needed"


@dataclass(frozen=True, slots=True)
class Wish:
    """A member wants to see a picture; `suffix` says which size, `reason` is what they wrote."""

    member: Member
    photo: str
    suffix: str
    reason: str = ""


class PictureAccess:
    """The pictures of one site, behind their door."""

    def __init__(self, store: SiteStore, picture_store: PictureStore, audit: Audit) -> None:
        self._store = store
        self._picture_store = picture_store
        self._audit = audit

    def look(self, wish: Wish) -> bytes | Hidden:
        """The picture's bytes, or why not."""
        visit = self._visit_of(wish.photo)
        if visit is None:
            return Hidden.GONE
        if not self._recent(visit):
            if wish.member.role != Role.LEAD:
                return Hidden.LEAD_NEEDED
            if len(wish.reason) < SHORTEST_REASON:
                return Hidden.REASON_NEEDED
        whole = wish.suffix == WHOLE
        self._audit.note_look(Look(wish.member.id, visit["id"], wish.photo, whole, wish.reason))
        content = self._picture_store.read(wish.photo, wish.suffix)
        return Hidden.GONE if content is None else content

    def _visit_of(self, photo: str) -> RowMapping | None:
        """Whose picture it is; of several visits the open one, else the last to end."""
        query = (
            select(visits.c.id, visits.c.state, visits.c.ended_at)
            .join(pictures, pictures.c.visit_id == visits.c.id)
            .where(pictures.c.photo == photo, pictures.c.erased_at.is_(None))
            .where(pictures.c.received_at.is_not(None), visits.c.site_id == self._store.site_id)
            .order_by(visits.c.ended_at.desc().nulls_first())
        )
        with self._store.read() as connection:
            return connection.execute(query).mappings().first()

    def _recent(self, visit: RowMapping) -> bool:
        """Open, or ended within a day; an end in the future is a station's wrong clock."""
        if visit["state"] not in ENDED:
            return True
        return bool(abs(self._store.now() - visit["ended_at"]) < OPEN_FOR)
