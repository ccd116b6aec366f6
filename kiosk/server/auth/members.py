"""Owns the team: who may sign in, their PINs and their sessions.

A PIN works on a paired tablet alone; five wrong ones lock the member out. Keeps hashes only.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import uuid6
from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from kiosk.journal import LogEvent, log
from kiosk.server.auth.pins import hash_pin, is_pin, new_pin
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import devices, members, sessions
from kiosk.server.store.tokens import token_hash

MOST_WRONG_PINS: Final = 5
LOCKED_FOR: Final = timedelta(minutes=15)
SESSION_LASTS: Final = timedelta(hours=12)
"""Absolute, whatever happens in between (notes: M8)."""
_SECRET_BYTES: Final = 32


class Role(StrEnum):
    """What a member may do."""

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
    """Not the PIN; how many tries are left."""

    tries_left: int


@dataclass(frozen=True, slots=True)
class Locked:
    """Too many wrong PINs; when to come back, in seconds."""

    retry_after_s: int


class Members:
    """The team of one site."""

    def __init__(self, store: SiteStore) -> None:
        self._store = store

    def add(self, name: str, role: Role) -> tuple[Member, str] | None:
        """The new member and their PIN, shown once; None when the name is taken."""
        pin = new_pin()
        pin_hash = hash_pin(pin)
        member = Member(str(uuid6.uuid7()), name, role.value)
        with self._store.write() as connection:
            if self._named(connection, name) is not None:
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

    def reset_pin(self, name: str) -> str | None:
        """A new PIN, shown once; lifts a lock, ends open sessions.

        None when nobody has that name.
        """
        pin = new_pin()
        fresh = {"pin_hash": hash_pin(pin), "wrong_pins": 0, "locked_until": None}
        with self._store.write() as connection:
            row = self._named(connection, name)
            if row is None:
                return None
            connection.execute(update(members).where(members.c.id == row["id"]).values(fresh))
            connection.execute(delete(sessions).where(sessions.c.member_id == row["id"]))
        return pin

    def all(self) -> list[Member]:
        """Everybody who may sign in, by name."""
        with self._store.read() as connection:
            query = (
                select(members)
                .where(members.c.site_id == self._store.site_id, members.c.active)
                .order_by(members.c.name)
            )
            return [_member(row) for row in connection.execute(query).mappings()]

    def sign_in(
        self, member_id: str, pin: str, tablet_id: str
    ) -> tuple[Member, str] | WrongPin | Locked | None:
        """Member and session token, or why not; None when there is no such member.

        A try is counted before the PIN is looked at: many at once do not get more of them.
        """
        now = self._store.now()
        with self._store.write() as connection:
            row = self._active(connection, member_id)
            if row is None:
                return None
            if row["locked_until"] is not None and row["locked_until"] > now:
                return Locked(int((row["locked_until"] - now).total_seconds()) + 1)
            tries = self._count_try(connection, row, now)
        right = is_pin(row["pin_hash"], pin)
        token = self._open_session(row, tablet_id, now) if right else None
        if token is None:
            return _wrong(row, tries)
        log(LogEvent.MEMBER_SIGNED_IN, member_id=member_id)
        return _member(row), token

    def signed_in(self, token: str) -> Member | None:
        """Who holds this session, None when it is over."""
        with self._store.read() as connection:
            query = (
                select(members)
                .join(sessions, sessions.c.member_id == members.c.id)
                .where(sessions.c.token_hash == token_hash(token))
                .where(sessions.c.expires_at > self._store.now())
                .where(members.c.site_id == self._store.site_id, members.c.active)
            )
            row = connection.execute(query).mappings().first()
            return _member(row) if row else None

    def sign_out(self, token: str) -> None:
        """Ends the session."""
        with self._store.write() as connection:
            mine = sessions.c.token_hash == token_hash(token)
            connection.execute(delete(sessions).where(mine))

    def _named(self, connection: Connection, name: str) -> RowMapping | None:
        query = select(members).where(
            members.c.site_id == self._store.site_id, members.c.name == name
        )
        return connection.execute(query).mappings().first()

    def _active(self, connection: Connection, member_id: str) -> RowMapping | None:
        mine = (members.c.id == member_id) & (members.c.site_id == self._store.site_id)
        return connection.execute(select(members).where(mine, members.c.active)).mappings().first()

    def _count_try(self, connection: Connection, row: RowMapping, now: datetime) -> int:
        """Which try this is; the last one locks, until it turns out to be the right PIN.

        A lock that has run out starts the count anew.
        """
        tries: int = 1 if row["locked_until"] is not None else row["wrong_pins"] + 1
        until = now + LOCKED_FOR if tries >= MOST_WRONG_PINS else None
        counted = {"wrong_pins": tries, "locked_until": until}
        connection.execute(update(members).where(members.c.id == row["id"]).values(counted))
        return tries

    def _open_session(self, row: RowMapping, tablet_id: str, now: datetime) -> str | None:
        """The session's token; None when the PIN was replaced, or the tablet unpaired, meanwhile.

        One tablet, one member: an earlier session there ends.
        """
        token = secrets.token_urlsafe(_SECRET_BYTES)
        same_pin = (members.c.id == row["id"]) & (members.c.pin_hash == row["pin_hash"])
        fresh = {"wrong_pins": 0, "locked_until": None}
        over = (sessions.c.expires_at < now) | (sessions.c.device_id == tablet_id)
        paired = select(devices.c.id).where(
            devices.c.id == tablet_id, devices.c.revoked_at.is_(None)
        )
        with self._store.write() as connection:
            if connection.scalar(paired) is None:
                return None
            if not connection.execute(update(members).where(same_pin).values(fresh)).rowcount:
                return None
            connection.execute(delete(sessions).where(over))
            connection.execute(
                insert(sessions).values(
                    token_hash=token_hash(token),
                    member_id=row["id"],
                    device_id=tablet_id,
                    made_at=now,
                    expires_at=now + SESSION_LASTS,
                )
            )
        return token


def _wrong(row: RowMapping, tries: int) -> WrongPin | Locked:
    if tries < MOST_WRONG_PINS:
        return WrongPin(MOST_WRONG_PINS - tries)
    log(LogEvent.MEMBER_LOCKED, member_id=row["id"])
    return Locked(int(LOCKED_FOR.total_seconds()))


def _member(row: RowMapping) -> Member:
    return Member(row["id"], row["name"], row["role"])
