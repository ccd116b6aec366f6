"""Access to the pictures of visits; every view is recorded in the audit log before it happens.

Pictures of an open visit, or one that ended within a day, are for every member. Older ones need the
permission SEE_OLD_PICTURES and a written reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import RowMapping, select

from kiosk.domain.visit import ENDED
from kiosk.server.audit.record import Audit, PictureViewed
from kiosk.server.auth.members import Member
from kiosk.server.auth.permissions import Permission, is_allowed
from kiosk.server.pictures.picture_store import WHOLE, PictureStore
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import pictures, visits

RECENT_FOR: Final = timedelta(hours=24)
"""How long after the end of a visit the whole team may see its pictures."""
MIN_REASON_LENGTH: Final = 5
MAX_REASON_LENGTH: Final = 300


class ViewRefusal(StrEnum):
    """Why a picture is not shown."""

    GONE = "no_such_picture"
    LEAD_NEEDED = "lead_needed"
    REASON_NEEDED = "reason_needed"


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """A member asks to see a picture in the size of `suffix`; `reason` is what they wrote."""

    member: Member
    photo: str
    suffix: str
    reason: str = ""


class PictureAccess:
    """The pictures of one site, for members who may see them."""

    def __init__(self, store: SiteStore, picture_store: PictureStore, audit: Audit) -> None:
        self._store = store
        self._picture_store = picture_store
        self._audit = audit

    def view(self, request: ViewRequest) -> bytes | ViewRefusal:
        """The picture's bytes, or the refusal."""
        visit = self._visit_of(request.photo)
        if visit is None:
            return ViewRefusal.GONE
        if not self._is_recent(visit):
            if not is_allowed(request.member, Permission.SEE_OLD_PICTURES):
                return ViewRefusal.LEAD_NEEDED
            if len(request.reason) < MIN_REASON_LENGTH:
                return ViewRefusal.REASON_NEEDED
        self._audit.record_view(
            PictureViewed(
                member_id=request.member.id,
                visit_id=visit["id"],
                photo=request.photo,
                whole=request.suffix == WHOLE,
                reason=request.reason,
            )
        )
        content = self._picture_store.read(request.photo, request.suffix)
        return ViewRefusal.GONE if content is None else content

    def _visit_of(self, photo: str) -> RowMapping | None:
        """The visit with this picture; of several the open one, else the last to end."""
        query = (
            select(visits.c.id, visits.c.state, visits.c.ended_at)
            .join(pictures, pictures.c.visit_id == visits.c.id)
            .where(pictures.c.photo == photo, pictures.c.erased_at.is_(None))
            .where(pictures.c.received_at.is_not(None), visits.c.site_id == self._store.site_id)
            .order_by(visits.c.ended_at.desc().nulls_first())
        )
        with self._store.read() as connection:
            return connection.execute(query).mappings().first()

    def _is_recent(self, visit: RowMapping) -> bool:
        """Open, or ended within a day; an end in the future comes from a station's wrong clock."""
        if visit["state"] not in ENDED:
            return True
        return bool(abs(self._store.now() - visit["ended_at"]) < RECENT_FOR)
