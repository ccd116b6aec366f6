"""Owns pairing a kiosk by the code on its screen: asked for, approved by a lead, collected.

Never gives a token to anybody but who asked for the code, and never approves one code twice.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import uuid6
from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, insert, select, update

from kiosk.domain.pairing import new_code, typed
from kiosk.server.auth.devices import DeviceKind, Devices
from kiosk.server.auth.token_use import place_of
from kiosk.server.fleet.seats import give_seats, seats_by_letter
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import devices, pairings
from kiosk.server.store.tokens import token_hash

CODE_LASTS: Final = timedelta(minutes=10)
MOST_OPEN: Final = 20
"""Codes open at once: anybody on the network may ask for one."""
MOST_OPEN_A_PLACE: Final = 3
_SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Held:
    """What a kiosk still holds from before: `count` facts of that letter of that site."""

    site: str
    letter: str
    count: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A code to show, and the secret with which the kiosk that shows it asks for its token."""

    claim: str
    code: str
    expires_s: int


@dataclass(frozen=True, slots=True)
class TooMany:
    """Enough codes are open; when to come again, in seconds."""

    retry_after_s: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nobody approved it yet."""

    expires_s: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What a lead gives to the kiosk that shows a code.

    `seats` None: those the letter has. `replace`: the kiosk that has the letter may lose it.
    """

    letter: str
    seats: Sequence[int] | None
    replace: bool = False


class NotApproved(StrEnum):
    """Why a code was not approved."""

    UNKNOWN_CODE = "unknown_code"
    LETTER_IN_USE = "letter_in_use"
    SEAT_TAKEN = "seat_taken"
    HOLDS_VISITS = "holds_visits"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, and which letter stands in the way."""

    reason: NotApproved
    letter: str = ""


class Pairings:
    """The open codes of one site."""

    def __init__(self, store: SiteStore, devices: Devices) -> None:
        self._store = store
        self._devices = devices

    def open(self, address: str, held: Held | None = None) -> Opened | TooMany:
        """A new code for a kiosk that asks from `address`."""
        now, place = self._store.now(), place_of(address)
        with self._store.read() as connection:
            # Anybody may ask: what is refused must not take the lock that calls wait for.
            refused = self._too_many(connection, place, now)
        if refused:
            return refused
        claim = secrets.token_urlsafe(_SECRET_BYTES)
        code = new_code(secrets.choice)
        with self._store.write() as connection:
            if refused := self._too_many(connection, place, now):
                return refused
            connection.execute(delete(pairings).where(pairings.c.expires_at <= now))
            connection.execute(
                insert(pairings).values(
                    id=str(uuid6.uuid7()),
                    site_id=self._store.site_id,
                    claim_hash=token_hash(claim),
                    code_hash=token_hash(code),
                    asked_from=place,
                    expires_at=now + CODE_LASTS,
                    held_site=held and held.site,
                    held_letter=held and held.letter,
                    held_count=held.count if held else 0,
                )
            )
        return Opened(claim, code, int(CODE_LASTS.total_seconds()))

    def collect(self, claim: str) -> str | Waiting | None:
        """The token once a lead approved; None when the code is over.

        An answer may get lost: until the token is used, asking again brings a new one.
        """
        with self._store.read() as connection:
            row = self._claimed(connection, claim)
        if row is None:
            return None
        if row["letter"] is None:
            return Waiting(int((row["expires_at"] - self._store.now()).total_seconds()) + 1)
        with self._store.write() as connection:
            row = self._claimed(connection, claim)
            if row is None or _is_used(connection, row["device_id"]):
                return None
            away_s = self._store.site.quotas.earned_in_s(row["held_count"])
            device_id, token = self._devices.new_station(connection, row["letter"], away_s)
            mine = pairings.c.id == row["id"]
            connection.execute(update(pairings).where(mine).values(device_id=device_id))
        return token

    def approve(self, code: str, wish: Wish) -> Refusal | None:
        """The kiosk that shows `code` becomes that station; why not, if not."""
        now = self._store.now()
        with self._store.write() as connection:
            row = self._shown(connection, typed(code) or "")
            if row is None:
                return Refusal(NotApproved.UNKNOWN_CODE)
            refusal = self._refusal(connection, row, wish)
            if refusal is not None:
                return refusal
            self._devices.forget_promise(connection, wish.letter)
            if wish.seats is not None or wish.letter not in self._store.site.seats:
                give_seats(connection, self._store.site, wish.letter, self._seats(connection, wish))
            approved = {"letter": wish.letter, "expires_at": now + CODE_LASTS}
            connection.execute(update(pairings).where(pairings.c.id == row["id"]).values(approved))
        return None

    def _refusal(self, connection: Connection, row: RowMapping, wish: Wish) -> Refusal | None:
        held = (row["held_site"], row["held_letter"])
        if row["held_count"] and held != (self._store.site_id, wish.letter):
            return Refusal(NotApproved.HOLDS_VISITS, row["held_letter"])
        if not wish.replace and self._is_taken(connection, wish.letter):
            return Refusal(NotApproved.LETTER_IN_USE, wish.letter)
        for letter, seats in seats_by_letter(connection, self._store.site).items():
            if letter != wish.letter and set(seats) & set(wish.seats or ()):
                return Refusal(NotApproved.SEAT_TAKEN, letter)
        return None

    def _is_taken(self, connection: Connection, letter: str) -> bool:
        """Whether a kiosk has that letter, or will have it once it collects its token."""
        promised = (pairings.c.letter == letter) & pairings.c.device_id.is_(None)
        return self._one(connection, promised) is not None or _has_token(
            connection, self._store.site_id, letter
        )

    def _seats(self, connection: Connection, wish: Wish) -> Sequence[int]:
        if wish.seats is not None:
            return sorted(set(wish.seats))
        return seats_by_letter(connection, self._store.site).get(wish.letter, ())

    def _too_many(self, connection: Connection, place: str, now: datetime) -> TooMany | None:
        open_ = (pairings.c.expires_at > now) & pairings.c.letter.is_(None)
        for limit, which in (
            (MOST_OPEN_A_PLACE, open_ & (pairings.c.asked_from == place)),
            (MOST_OPEN, open_),
        ):
            query = select(func.count(), func.min(pairings.c.expires_at)).where(which)
            count, first = connection.execute(query).one()
            if count >= limit:
                return TooMany(int((first - now).total_seconds()) + 1)
        return None

    def _claimed(self, connection: Connection, claim: str) -> RowMapping | None:
        return self._one(connection, pairings.c.claim_hash == token_hash(claim))

    def _shown(self, connection: Connection, code: str) -> RowMapping | None:
        shown = pairings.c.code_hash == token_hash(code)
        return self._one(connection, shown & pairings.c.letter.is_(None))

    def _one(self, connection: Connection, which: ColumnElement[bool]) -> RowMapping | None:
        mine = (pairings.c.site_id == self._store.site_id) & which
        still = pairings.c.expires_at > self._store.now()
        return connection.execute(select(pairings).where(mine, still)).mappings().first()


def _has_token(connection: Connection, site_id: str, letter: str) -> bool:
    mine = (devices.c.site_id == site_id) & (devices.c.letter == letter)
    live = (devices.c.kind == DeviceKind.STATION.value) & devices.c.revoked_at.is_(None)
    return connection.scalar(select(devices.c.id).where(mine, live)) is not None


def _is_used(connection: Connection, device_id: str | None) -> bool:
    used = (devices.c.id == device_id) & devices.c.seen_at.is_not(None)
    return connection.scalar(select(devices.c.id).where(used)) is not None
