"""Owns the record of who looked at what: pictures seen, exports, tokens revoked.

Never refuses anything; that is for whoever asks it to note.
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

ONE_LOOK: Final = timedelta(minutes=10)
"""The same picture seen again by the same member within this is the same look."""
MOST_LOOKS: Final = 50
"""More pictures within an hour than this are said in the log."""
_HOUR: Final = timedelta(hours=1)


class Act(StrEnum):
    """What is worth remembering."""

    PICTURE = "picture"
    EXPORT = "export"
    REVOKE = "revoke"


@dataclass(frozen=True, slots=True)
class Look:
    """A member sees a picture of a visit, whole or its small copy."""

    member_id: str
    visit_id: str
    photo: str
    whole: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record. `who` is None for whoever holds the server's command line."""

    at: datetime
    who: str | None
    act: str
    about: str
    detail: str
    reason: str


class Audit:
    """The record of one site."""

    def __init__(self, store: SiteStore) -> None:
        self._store = store

    def note(self, act: Act, about: str, *, member_id: str | None = None, detail: str = "") -> None:
        """Remembers `act`: what it was about, and by whom (None: the command line)."""
        with self._store.write() as connection:
            self._add(connection, act=act.value, about=about, member_id=member_id, detail=detail)

    def note_look(self, look: Look) -> None:
        """Remembers a look before it happens; looks shortly after each other are one."""
        with self._store.read() as connection:
            seen = self._seen(connection, look)
        if seen is not None and (seen == "whole" or not look.whole):
            return
        with self._store.write() as connection:
            looks = self._add_look(connection, look)
        if looks == MOST_LOOKS + 1:
            log(LogEvent.MANY_PICTURES_SEEN, member_id=look.member_id, count=looks)

    def entries(self, since: datetime) -> list[Entry]:
        """What happened from `since` on, oldest first; a visit is named by day and number."""
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
        with self._store.read() as connection:
            return [Entry(*row) for row in connection.execute(query)]

    def _add_look(self, connection: Connection, look: Look) -> int:
        """How many looks the member has had within the hour."""
        detail = "whole" if look.whole else "small"
        if self._seen(connection, look) is not None:
            connection.execute(update(audit).where(self._same(look)).values(detail=detail))
            return 0
        self._add(
            connection,
            act=Act.PICTURE.value,
            about=look.visit_id,
            member_id=look.member_id,
            photo=look.photo,
            detail=detail,
            reason=look.reason,
        )
        mine = (audit.c.member_id == look.member_id) & (audit.c.act == Act.PICTURE.value)
        recent = audit.c.at > self._store.now() - _HOUR
        return connection.scalar(select(func.count()).where(mine, recent)) or 0

    def _seen(self, connection: Connection, look: Look) -> str | None:
        """How this picture was seen just now, None when it was not."""
        return connection.scalar(select(audit.c.detail).where(self._same(look)))

    def _same(self, look: Look) -> ColumnElement[bool]:
        return (
            (audit.c.member_id == look.member_id)
            & (audit.c.act == Act.PICTURE.value)
            & (audit.c.at > self._store.now() - ONE_LOOK)
            & (audit.c.photo == look.photo)
            & (audit.c.reason == look.reason)
        )

    def _add(self, connection: Connection, **row: str | None) -> None:
        at, site_id = self._store.now(), self._store.site_id
        new = {"id": str(uuid6.uuid7()), "site_id": site_id, "at": at, **row}
        connection.execute(insert(audit).values(new))
