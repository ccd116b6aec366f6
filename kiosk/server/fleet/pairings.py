"""Pairing of a kiosk by the code on its screen: opened by the kiosk, approved by a lead, collected.

Only the kiosk that opened the code can collect the token; a code is approved at most once.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

import uuid6
from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select, update

from kiosk.domain.pairing import new_code, typed
from kiosk.server.auth.devices import DeviceKind, Devices
from kiosk.server.auth.token_use import place_of
from kiosk.server.fleet.seats import give_seats, seats_by_letter
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import devices, pairings
from kiosk.server.store.tokens import token_hash

CODE_LIFETIME: Final = timedelta(minutes=10)
MAX_OPEN_CODES: Final = 100
"""Anybody on the network may ask for a code."""
MAX_OPEN_CODES_PER_PLACE: Final = 50
"""A building full of new kiosks may have one address."""
_SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class UnsentEvents:
    """Events that a kiosk recorded under an earlier pairing and could not send yet."""

    site: str
    letter: str
    count: int


@dataclass(frozen=True, slots=True)
class PairingCode:
    """A code for the screen of a kiosk; with `claim`, its secret, the kiosk collects the token."""

    claim: str
    code: str
    expires_s: int


@dataclass(frozen=True, slots=True)
class TooManyCodes:
    """No more codes may be open now; the first expires in `retry_after_s` seconds."""

    retry_after_s: int


@dataclass(frozen=True, slots=True)
class AwaitingApproval:
    """The code was not approved yet."""

    expires_s: int


@dataclass(frozen=True, slots=True)
class LetterAssignment:
    """The letter and the seats that a lead gives to the kiosk that shows a code.

    `seats` None: those the letter has. `replace`: a kiosk that has the letter loses it.
    """

    letter: str
    seats: Sequence[int] | None
    replace: bool = False


class RefusalReason(StrEnum):
    """Why a code was not approved."""

    UNKNOWN_CODE = "unknown_code"
    LETTER_IN_USE = "letter_in_use"
    SEAT_TAKEN = "seat_taken"
    HOLDS_VISITS = "holds_visits"


@dataclass(frozen=True, slots=True)
class PairingRefused:
    """A code was not approved. `letter`: the one in use, or the one the kiosk must get."""

    reason: RefusalReason
    letter: str = ""


class Pairings:
    """The pairing codes of one site."""

    def __init__(self, store: SiteStore, devices: Devices) -> None:
        self._store = store
        self._devices = devices

    def open(self, address: str, unsent: UnsentEvents | None = None) -> PairingCode | TooManyCodes:
        """A new code for a kiosk that asks from `address`."""
        place = place_of(address)
        with self._store.read() as connection:
            # Anybody may ask: a refused call must not take the write lock, for which members wait.
            refused = self._too_many(connection, place)
        if refused:
            return refused
        claim = secrets.token_urlsafe(_SECRET_BYTES)
        code = new_code(secrets.choice)
        with self._store.write() as connection:
            if refused := self._too_many(connection, place):
                return refused
            connection.execute(delete(pairings).where(~self._store.terms.runs(pairings)))
            connection.execute(
                insert(pairings).values(
                    id=str(uuid6.uuid7()),
                    site_id=self._store.site_id,
                    claim_hash=token_hash(claim),
                    code_hash=token_hash(code),
                    asked_from=place,
                    **self._store.terms.row_of(CODE_LIFETIME),
                    held_site=unsent and unsent.site,
                    held_letter=unsent and unsent.letter,
                    held_count=unsent.count if unsent else 0,
                )
            )
        return PairingCode(claim, code, int(CODE_LIFETIME.total_seconds()))

    def collect(self, claim: str) -> str | AwaitingApproval | None:
        """The token once a lead approved; None when the code expired or its token is in use.

        An answer may get lost: until the token is used, each call returns a new one.
        """
        with self._store.read() as connection:
            row = self._claimed(connection, claim)
        if row is None:
            return None
        if row["letter"] is None:
            return AwaitingApproval(int(self._store.terms.left_s(row)) + 1)
        with self._store.write() as connection:
            row = self._claimed(connection, claim)
            if row is None or _is_used(connection, row["device_id"]):
                return None
            away_s = self._store.site.quotas.earned_in_s(row["held_count"])
            device_id, token = self._devices.new_station(connection, row["letter"], away_s)
            mine = pairings.c.id == row["id"]
            connection.execute(update(pairings).where(mine).values(device_id=device_id))
        return token

    def approve(self, code: str, assignment: LetterAssignment) -> PairingRefused | None:
        """Gives the letter to the kiosk that shows `code`; the refusal if that is not possible."""
        with self._store.write() as connection:
            row = self._shown(connection, typed(code) or "")
            if row is None:
                return PairingRefused(RefusalReason.UNKNOWN_CODE)
            refusal = self._refusal(connection, row, assignment)
            if refusal is not None:
                return refusal
            self._devices.cancel_approval(connection, assignment.letter)
            if assignment.seats is not None or assignment.letter not in self._store.site.seats:
                give_seats(
                    connection,
                    self._store.site,
                    assignment.letter,
                    self._seats(connection, assignment),
                )
            approved = {
                "letter": assignment.letter,
                **self._store.terms.row_of(CODE_LIFETIME),
            }
            connection.execute(update(pairings).where(pairings.c.id == row["id"]).values(approved))
        return None

    def _refusal(
        self, connection: Connection, row: RowMapping, assignment: LetterAssignment
    ) -> PairingRefused | None:
        held = (row["held_site"], row["held_letter"])
        if row["held_count"] and held != (self._store.site_id, assignment.letter):
            return PairingRefused(RefusalReason.HOLDS_VISITS, row["held_letter"])
        if not assignment.replace and self._is_taken(connection, assignment.letter):
            return PairingRefused(RefusalReason.LETTER_IN_USE, assignment.letter)
        for letter, seats in seats_by_letter(connection, self._store.site).items():
            if letter != assignment.letter and set(seats) & set(assignment.seats or ()):
                return PairingRefused(RefusalReason.SEAT_TAKEN, letter)
        return None

    def _is_taken(self, connection: Connection, letter: str) -> bool:
        """Whether a kiosk has a token of that letter, or an approval to collect one."""
        approved = (pairings.c.letter == letter) & pairings.c.device_id.is_(None)
        return self._find(connection, approved) is not None or _has_token(
            connection, self._store.site_id, letter
        )

    def _seats(self, connection: Connection, assignment: LetterAssignment) -> Sequence[int]:
        if assignment.seats is not None:
            return sorted(set(assignment.seats))
        return seats_by_letter(connection, self._store.site).get(assignment.letter, ())

    def _too_many(self, connection: Connection, place: str) -> TooManyCodes | None:
        terms = self._store.terms
        open_ = terms.runs(pairings) & pairings.c.letter.is_(None)
        for limit, which in (
            (MAX_OPEN_CODES_PER_PLACE, open_ & (pairings.c.asked_from == place)),
            (MAX_OPEN_CODES, open_),
        ):
            rows = connection.execute(select(pairings).where(which)).mappings().all()
            if len(rows) >= limit:
                return TooManyCodes(int(min(terms.left_s(row) for row in rows)) + 1)
        return None

    def _claimed(self, connection: Connection, claim: str) -> RowMapping | None:
        return self._find(connection, pairings.c.claim_hash == token_hash(claim))

    def _shown(self, connection: Connection, code: str) -> RowMapping | None:
        shown = pairings.c.code_hash == token_hash(code)
        return self._find(connection, shown & pairings.c.letter.is_(None))

    def _find(self, connection: Connection, which: ColumnElement[bool]) -> RowMapping | None:
        mine = (pairings.c.site_id == self._store.site_id) & which
        runs = self._store.terms.runs(pairings)
        return connection.execute(select(pairings).where(mine, runs)).mappings().first()


def _has_token(connection: Connection, site_id: str, letter: str) -> bool:
    mine = (devices.c.site_id == site_id) & (devices.c.letter == letter)
    live = (devices.c.kind == DeviceKind.STATION.value) & devices.c.revoked_at.is_(None)
    return connection.scalar(select(devices.c.id).where(mine, live)) is not None


def _is_used(connection: Connection, device_id: str | None) -> bool:
    used = (devices.c.id == device_id) & devices.c.seen_at.is_not(None)
    return connection.scalar(select(devices.c.id).where(used)) is not None
