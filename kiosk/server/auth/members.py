"""Members of the team: their PINs, their sign-in and their sessions.

A PIN works only on a paired tablet; five wrong ones lock the member out. PINs and session tokens
are stored as hashes.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

import uuid6
from sqlalchemy import Connection, RowMapping, Select, bindparam, delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from kiosk.journal import LogEvent, log
from kiosk.server.auth.attempts import BLOCKED_FOR, Attempt, AttemptKind, AttemptLimit
from kiosk.server.auth.duty import is_note_due
from kiosk.server.auth.look_alike import look_alike
from kiosk.server.auth.pins import hash_pin, new_pin, verify_pin
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import devices, members, sessions
from kiosk.server.store.terms import runs_at_moment
from kiosk.server.store.tokens import token_hash

SESSION_LIFETIME: Final = timedelta(hours=12)
"""Counted from the sign-in, however much the tablet is used: a shift, and never a night."""
_SECRET_BYTES: Final = 32
# Built once: every call of a desk asks, and building it takes longer than executing it.
_SIGNED_IN: Final = (
    select(members, sessions.c.token_hash, sessions.c.seen_at)
    .join(sessions, sessions.c.member_id == members.c.id)
    .where(sessions.c.token_hash.in_(bindparam("tokens", expanding=True)))
    .where(runs_at_moment(sessions))
    .where(members.c.site_id == bindparam("site"), members.c.active)
)

_NOTE_HEARD: Final = (
    update(sessions)
    .where(sessions.c.token_hash == bindparam("token"))
    .values(seen_at=bindparam("at"))
)


class Role(StrEnum):
    """The role of a member; `permissions` says what each may do."""

    MEMBER = "member"
    LEAD = "lead"


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the team."""

    id: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class WrongPin:
    """Not the PIN; `tries_left` more before the member is locked out."""

    tries_left: int


@dataclass(frozen=True, slots=True)
class Locked:
    """Too many wrong PINs; allowed again in `retry_after_s` seconds."""

    retry_after_s: int


class Members:
    """The team of one site."""

    def __init__(self, store: SiteStore) -> None:
        self._store = store
        self._attempts = AttemptLimit(store, AttemptKind.PIN)
        self._heard: dict[bytes, datetime] = {}  # by the hash of the session's token

    def add(self, name: str, role: Role) -> tuple[Member, str] | None:
        """The new member and their PIN, shown once; None when somebody's name is like it."""
        pin = new_pin()
        pin_hash = hash_pin(pin)
        member = Member(str(uuid6.uuid7()), name, role.value)
        with self._store.write() as connection:
            if self._like(connection, name):
                return None
            connection.execute(
                insert(members).values(
                    id=member.id,
                    site_id=self._store.site_id,
                    name=name,
                    role=member.role,
                    pin_hash=pin_hash,
                )
            )
        return member, pin

    def like(self, name: str) -> list[Member]:
        """The members whose names nobody could tell from `name` at the sign-in."""
        with self._store.read() as connection:
            return self._like(connection, name)

    def rename(self, name: str, new_name: str) -> Member | None:
        """The member under the new name; None when nobody has `name`, or others one like the new.

        Sessions go on.
        """
        with self._store.append() as ledger:
            connection = ledger.connection
            row = self._named(connection, name)
            if row is None or any(it.id != row["id"] for it in self._like(connection, new_name)):
                return None
            self._change(connection, row["id"], name=new_name)
            ledger.note_line_change()  # it stands beside every visit in their hands
        return Member(row["id"], new_name, row["role"])

    def set_role(self, name: str, role: Role) -> Member | None:
        """The member in the role; None when nobody has `name`, or nobody else would be a lead."""
        with self._store.write() as connection:
            row = self._named(connection, name)
            if row is None or (role is not Role.LEAD and self._is_last_lead(connection, row["id"])):
                return None
            self._change(connection, row["id"], role=role.value)
        return Member(row["id"], row["name"], role.value)

    def deactivate(self, connection: Connection, name: str) -> Member | None:
        """Ends the member's membership and sessions, in the caller's transaction.

        None when nobody has that name, or nobody else is a lead. What they did keeps their name,
        with the day they left, so that somebody else may have it.
        """
        row = self._named(connection, name)
        if row is None or self._is_last_lead(connection, row["id"]):
            return None
        left = f"{name} (until {self._store.site.day(self._store.now())})"
        while self._exists(connection, left):
            left += "*"
        self._change(connection, row["id"], name=left, active=False)
        self._attempts.reset(connection, row["id"])
        connection.execute(delete(sessions).where(sessions.c.member_id == row["id"]))
        return _member(row)

    def reset_pin(self, name: str) -> str | None:
        """A new PIN, shown once; lifts a lock, ends open sessions.

        None when nobody has that name.
        """
        pin = new_pin()
        pin_hash = hash_pin(pin)
        with self._store.write() as connection:
            row = self._named(connection, name)
            if row is None:
                return None
            mine = members.c.id == row["id"]
            connection.execute(update(members).where(mine).values(pin_hash=pin_hash))
            self._attempts.reset(connection, row["id"])
            connection.execute(delete(sessions).where(sessions.c.member_id == row["id"]))
        return pin

    def all(self) -> list[Member]:
        """All active members, by name."""
        with self._store.read() as connection:
            query = self._team().order_by(members.c.name)
            return [_member(row) for row in connection.execute(query).mappings()]

    def at_sign_in(self) -> list[tuple[Member, int]]:
        """All active members, by name, with the seconds until each may try a PIN again."""
        with self._store.read() as connection:
            query = self._team().order_by(members.c.name)
            team = [_member(row) for row in connection.execute(query).mappings()]
            waits = self._attempts.waits(connection)
        return [(member, waits.get(member.id, 0)) for member in team]

    def sign_in(
        self, member_id: str, pin: str, tablet_id: str
    ) -> tuple[Member, str] | WrongPin | Locked | None:
        """Member and session token, or the refusal; None when there is no such member.

        The attempt is counted before the PIN is compared.
        """
        with self._store.write() as connection:
            row = self._active(connection, member_id)
            if row is None:
                return None
            attempt = self._attempts.count(connection, member_id)
        if attempt.wait_s:
            return Locked(attempt.wait_s)
        right = verify_pin(row["pin_hash"], pin)
        token = self._open_session(row, tablet_id) if right else None
        if token is None:
            return _wrong(member_id, attempt)
        log(LogEvent.MEMBER_SIGNED_IN, member_id=member_id)
        return _member(row), token

    def signed_in(self, tokens: Set[str]) -> Mapping[str, Member]:
        """The members whose sessions these tokens are, by token; without those that ended.

        Notes that the desks' pages were heard from.
        """
        by_hash = {token_hash(token): token for token in tokens}
        now = self._store.now()
        with self._store.read() as connection:
            asked = {"site": self._store.site_id, "tokens": list(by_hash)}
            asked |= self._store.terms.moment()
            rows = connection.execute(_SIGNED_IN, asked).mappings().all()
        self._heard |= dict.fromkeys((row["token_hash"] for row in rows), now)
        if any(is_note_due(row["seen_at"], now) for row in rows):
            self._note_heard()
        return {by_hash[row["token_hash"]]: _member(row) for row in rows}

    def _note_heard(self) -> None:
        """Notes every page heard from since the last time: fifty desks are one write, not fifty."""
        heard, self._heard = self._heard, {}
        noted = [{"token": token, "at": at} for token, at in heard.items()]
        # A disk without room must not keep a member from what can still be read.
        with suppress(DBAPIError), self._store.write() as connection:
            if noted:  # else another thread has just noted them
                connection.execute(_NOTE_HEARD, noted)

    def sign_out(self, token: str) -> None:
        """Ends the session."""
        with self._store.write() as connection:
            mine = sessions.c.token_hash == token_hash(token)
            connection.execute(delete(sessions).where(mine))

    def _named(self, connection: Connection, name: str) -> RowMapping | None:
        query = self._team().where(members.c.name == name)
        return connection.execute(query).mappings().first()

    def _team(self) -> Select[Any]:
        return select(members).where(members.c.site_id == self._store.site_id, members.c.active)

    def _like(self, connection: Connection, name: str) -> list[Member]:
        rows = connection.execute(self._team()).mappings()
        return [_member(row) for row in rows if look_alike(row["name"], name)]

    def _exists(self, connection: Connection, name: str) -> bool:
        mine = (members.c.site_id == self._store.site_id) & (members.c.name == name)
        return connection.scalar(select(members.c.id).where(mine)) is not None

    def _is_last_lead(self, connection: Connection, member_id: str) -> bool:
        leads = connection.execute(self._team().where(members.c.role == Role.LEAD.value)).mappings()
        return {row["id"] for row in leads} == {member_id}

    def _change(self, connection: Connection, member_id: str, **values: object) -> None:
        connection.execute(update(members).where(members.c.id == member_id).values(**values))

    def _active(self, connection: Connection, member_id: str) -> RowMapping | None:
        mine = (members.c.id == member_id) & (members.c.site_id == self._store.site_id)
        return connection.execute(select(members).where(mine, members.c.active)).mappings().first()

    def _open_session(self, row: RowMapping, tablet_id: str) -> str | None:
        """The session's token; None when the PIN was replaced, or the tablet unpaired, meanwhile.

        A tablet has one session: an earlier one ends.
        """
        token = secrets.token_urlsafe(_SECRET_BYTES)
        same_pin = select(members.c.id).where(
            members.c.id == row["id"], members.c.pin_hash == row["pin_hash"]
        )
        ended = ~self._store.terms.runs(sessions) | (sessions.c.device_id == tablet_id)
        paired = select(devices.c.id).where(
            devices.c.id == tablet_id, devices.c.revoked_at.is_(None)
        )
        with self._store.write() as connection:
            if connection.scalar(paired) is None or connection.scalar(same_pin) is None:
                return None
            self._attempts.reset(connection, row["id"])
            connection.execute(delete(sessions).where(ended))
            connection.execute(
                insert(sessions).values(
                    token_hash=token_hash(token),
                    member_id=row["id"],
                    device_id=tablet_id,
                    made_at=self._store.now(),
                    **self._store.terms.row_of(SESSION_LIFETIME),
                    seen_at=self._store.now(),
                )
            )
        return token


def _wrong(member_id: str, attempt: Attempt) -> WrongPin | Locked:
    if attempt.left:
        return WrongPin(attempt.left)
    log(LogEvent.MEMBER_LOCKED, member_id=member_id)
    return Locked(int(BLOCKED_FOR.total_seconds()))


def _member(row: RowMapping) -> Member:
    return Member(row["id"], row["name"], row["role"])
