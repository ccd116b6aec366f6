"""Audit log of a site: pictures viewed, visits exported, tokens revoked, team changed.

It only records; whether an act is allowed is decided before, by the caller.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import uuid6
from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from kiosk.journal import LogEvent, log
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import audit, members, visits

SAME_VIEW_WITHIN: Final = timedelta(minutes=10)
"""The same picture viewed again by the same member within this time is one entry."""
MANY_VIEWS: Final = 50
"""More pictures viewed within an hour than this are reported in the log."""
WHOLE: Final = "whole"
SMALL: Final = "small"
"""What of a picture was seen: itself, or only its small copy in the strip of a visit."""
_HOUR: Final = timedelta(hours=1)


class Act(StrEnum):
    """Kind of an entry."""

    PICTURE = "picture"
    EXPORT = "export"
    REVOKE = "revoke"
    TEAM = "team"


@dataclass(frozen=True, slots=True)
class PictureViewed:
    """A member is about to see a picture of a visit: the whole one or its small copy."""

    member_id: str
    visit_id: str
    photo: str
    whole: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry. `who` is None when it was done on the server's command line."""

    at: datetime
    who: str | None
    act: str
    about: str
    detail: str
    reason: str


class Audit:
    """The audit log of one site."""

    def __init__(self, store: SiteStore) -> None:
        self._store = store

    def record(
        self, act: Act, about: str, *, member_id: str | None = None, detail: str = ""
    ) -> None:
        """Adds an entry; `member_id` None: on the command line."""
        with self._store.write() as connection:
            self._add(connection, act=act.value, about=about, member_id=member_id, detail=detail)

    def record_view(self, viewed: PictureViewed) -> None:
        """Adds an entry before a picture is shown; views shortly after each other are one entry."""
        with self._store.read() as connection:
            detail = self._recorded(connection, viewed)
        if detail is not None and (detail == WHOLE or not viewed.whole):
            return
        with self._store.write() as connection:
            views = self._add_view(connection, viewed)
        if views == MANY_VIEWS + 1:
            log(LogEvent.MANY_PICTURES_SEEN, member_id=viewed.member_id, count=views)

    def entries(self, since: datetime, *, small: bool = True) -> list[AuditEntry]:
        """The entries from `since` on, oldest first; a visit is named by its day and number.

        `small` False leaves out views of small copies alone: they come with opening a visit.
        """
        visit = visits.c.day + " " + visits.c.number
        query = (
            select(
                audit.c.at,
                members.c.name,
                audit.c.act,
                func.coalesce(visit, audit.c.about),
                audit.c.detail,
                audit.c.reason,
            )
            .outerjoin(members, members.c.id == audit.c.member_id)
            .outerjoin(visits, visits.c.id == audit.c.about)
            .where(audit.c.site_id == self._store.site_id, audit.c.at >= since)
            .order_by(audit.c.at, audit.c.id)
        )
        if not small:
            query = query.where(
                (audit.c.act != Act.PICTURE.value)
                | (audit.c.detail != SMALL)
                | (audit.c.reason != "")
            )
        with self._store.read() as connection:
            return [AuditEntry(*row) for row in connection.execute(query)]

    def _add_view(self, connection: Connection, viewed: PictureViewed) -> int:
        """Adds or updates the entry; how many the member has of the last hour, 0 if updated."""
        detail = WHOLE if viewed.whole else SMALL
        if self._recorded(connection, viewed) is not None:
            connection.execute(update(audit).where(self._same(viewed)).values(detail=detail))
            return 0
        self._add(
            connection,
            act=Act.PICTURE.value,
            about=viewed.visit_id,
            member_id=viewed.member_id,
            photo=viewed.photo,
            detail=detail,
            reason=viewed.reason,
        )
        mine = (audit.c.member_id == viewed.member_id) & (audit.c.act == Act.PICTURE.value)
        recent = self._within(_HOUR)
        return connection.scalar(select(func.count()).where(mine, recent)) or 0

    def _recorded(self, connection: Connection, viewed: PictureViewed) -> str | None:
        """The detail of the recent entry for this view, None when there is none."""
        return connection.scalar(select(audit.c.detail).where(self._same(viewed)))

    def _same(self, viewed: PictureViewed) -> ColumnElement[bool]:
        return (
            (audit.c.member_id == viewed.member_id)
            & (audit.c.act == Act.PICTURE.value)
            & self._within(SAME_VIEW_WITHIN)
            & (audit.c.photo == viewed.photo)
            & (audit.c.reason == viewed.reason)
        )

    def _within(self, span: timedelta) -> ColumnElement[bool]:
        """An entry of the future is not of the last hour: the clock was ahead then."""
        now = self._store.now()
        return (audit.c.at > now - span) & (audit.c.at <= now)

    def _add(self, connection: Connection, **row: str | None) -> None:
        at, site_id = self._store.now(), self._store.site_id
        new = {"id": str(uuid6.uuid7()), "site_id": site_id, "at": at, **row}
        connection.execute(insert(audit).values(new))
