"""Tokens of devices: stations, paired tablets, and the codes that pair tablets.

Stored as hashes: a copy of the store does not let anybody act as a device. A revoked token keeps
its row, so that a lead can see what the device may still hold.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

import uuid6
from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from kiosk.journal import LogEvent, log
from kiosk.server.auth.machines import Machine, Machines
from kiosk.server.auth.token_use import place_of, token_changes
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import devices, pairings, sessions
from kiosk.server.store.terms import runs_at_moment
from kiosk.server.store.tokens import new_station_token, token_hash

_SECRET_BYTES: Final = 32
# Built once: building them takes longer than executing them.
_VALID: Final = select(devices.c.id).where(
    devices.c.id.in_(bindparam("ids", expanding=True)),
    devices.c.revoked_at.is_(None),
    devices.c.stopped_at.is_(None),
)
_STATIONS: Final = select(devices).where(
    devices.c.token_hash.in_(bindparam("tokens", expanding=True)),
    devices.c.kind == "station",
    devices.c.site_id == bindparam("site"),
    devices.c.revoked_at.is_(None),
)

_FOUND: Final = (
    select(devices)
    .where(devices.c.token_hash == bindparam("token"), devices.c.kind == bindparam("kind"))
    .where(devices.c.site_id == bindparam("site"), devices.c.revoked_at.is_(None))
    .where(devices.c.expires_at.is_(None) | runs_at_moment(devices))
)


class DeviceKind(StrEnum):
    """What a token belongs to."""

    STATION = "station"
    TABLET = "tablet"
    PAIRING = "pairing"


@dataclass(frozen=True, slots=True)
class Caller:
    """The station that sent a request, by its token, and the address it came from.

    `stopped`: the token was used by two machines at once.
    """

    device_id: str
    letter: str
    address: str
    stopped: bool


class Devices:
    """Stations and tablets of one site."""

    def __init__(self, store: SiteStore) -> None:
        self._store = store
        self._machines = Machines(store.clock)

    def pair_station(self, letter: str, *, away_s: float = 0.0) -> str:
        """A new token for the station with that letter; earlier ones stop working.

        `away_s`: how long it may have been offline before, which this store cannot know.
        """
        with self._store.write() as connection:
            self.cancel_approval(connection, letter)
            return self.new_station(connection, letter, away_s)[1]

    def new_station(
        self, connection: Connection, letter: str, away_s: float = 0.0
    ) -> tuple[str, str]:
        """Id and token of the new device with that letter; earlier ones are deleted.

        The time since an earlier one was seen counts as an absence, on top of `away_s`.
        """
        token = new_station_token(self._store.site_id, letter)
        before = connection.execute(select(devices).where(self._of_letter(letter))).mappings()
        seen = [row["seen_at"] for row in before if row["seen_at"] is not None]
        if seen:
            away_s += (self._store.now() - max(seen)).total_seconds()
        connection.execute(delete(devices).where(self._of_letter(letter)))
        device_id = self._add(connection, DeviceKind.STATION, token, letter=letter, away_s=away_s)
        log(LogEvent.STATION_PAIRED, station=letter)
        return device_id, token

    def cancel_approval(self, connection: Connection, letter: str) -> bool:
        """Deletes the approved pairings of that letter; False when there is none."""
        mine = (pairings.c.site_id == self._store.site_id) & (pairings.c.letter == letter)
        return bool(connection.execute(delete(pairings).where(mine)).rowcount)

    def pairing_code(self, lifetime: timedelta) -> str:
        """A new code that pairs any number of tablets until it expires."""
        code = secrets.token_urlsafe(_SECRET_BYTES)
        with self._store.write() as connection:
            expired = devices.c.expires_at.is_not(None) & ~self._store.terms.runs(devices)
            connection.execute(delete(devices).where(expired))
            term = self._store.terms.row_of(lifetime)
            self._add(connection, DeviceKind.PAIRING, code, **term)
        return code

    def pair_tablet(self, code: str) -> str | None:
        """The token of a newly paired tablet; None when the code is not valid."""
        with self._store.read() as connection:
            # Anybody on the network may guess: no guess may take the write lock, which would make
            # the calls of members wait.
            if self._find(connection, code, DeviceKind.PAIRING) is None:
                return None
        token = secrets.token_urlsafe(_SECRET_BYTES)
        with self._store.write() as connection:
            self._add(connection, DeviceKind.TABLET, token)
        return token

    def station(self, token: str, address: str = "") -> Caller | None:
        """The station with this token, None when unknown; records its use from `address`."""
        place, now = place_of(address), self._store.now()
        with self._store.read() as connection:
            row = self._find(connection, token, DeviceKind.STATION)
        if row is None or not token_changes(row, place, now):
            return _caller(row, address)
        with self._store.write() as connection:
            row = self._find(connection, token, DeviceKind.STATION)
            changes = token_changes(row, place, now) if row else {}
            if row is None or not changes:
                return _caller(row, address)
            connection.execute(update(devices).where(devices.c.id == row["id"]).values(changes))
        return _caller(row, address)

    def unchanged(
        self, connection: Connection, uses: Set[tuple[str, str]]
    ) -> Mapping[tuple[str, str], Caller]:
        """The stations with these tokens, used from these addresses, as far as they may call.

        Without those of whose use something is to be recorded.
        """
        now = self._store.now()
        rows = connection.execute(
            _STATIONS,
            {"site": self._store.site_id, "tokens": [token_hash(token) for token, _ in uses]},
        )
        by_hash = {row["token_hash"]: row for row in rows.mappings()}
        found = {}
        for token, address in uses:
            row = by_hash.get(token_hash(token))
            if row and not row["stopped_at"] and not token_changes(row, place_of(address), now):
                found[token, address] = Caller(row["id"], row["letter"], address, stopped=False)
        return found

    def is_on_two_machines(self, caller: Caller, boot_id: str, up_s: float) -> bool:
        """Whether another machine uses the caller's token as well; then it is stopped."""
        here = Machine(boot_id, up_s, place_of(caller.address))
        other = self._machines.note(caller.device_id, here)
        if other is None:
            return False
        with self._store.write() as connection:
            mine = devices.c.id == caller.device_id
            allowed = connection.scalar(select(devices.c.allowed_from).where(mine))
            if {boot_id, other.boot_id} <= set(allowed or ()):
                return False
            places = {"seen_from": here.place, "also_from": other.place}
            stopped = {"stopped_at": self._store.now(), **places}
            connection.execute(update(devices).where(mine).values(stopped))
        log(LogEvent.TOKEN_IN_TWO_PLACES, station=caller.letter)
        return True

    def is_authorized(self, connection: Connection, caller: Caller) -> bool:
        """Whether the caller's token is still valid: it may be revoked while a request is read.

        Call it in the transaction that writes what the request brought.
        """
        return bool(self.authorized(connection, {caller.device_id}))

    def authorized(self, connection: Connection, device_ids: Set[str]) -> Set[str]:
        """Those of the devices whose tokens are still valid."""
        return set(connection.scalars(_VALID, {"ids": list(device_ids)}))

    def tablet(self, token: str) -> str | None:
        """The id of the tablet with this token, None when it is not paired."""
        with self._store.read() as connection:
            row = self._find(connection, token, DeviceKind.TABLET)
            return str(row["id"]) if row else None

    def revoke_station(self, letter: str) -> bool:
        """Revokes the token of that letter, or an approval not collected yet; False if neither."""
        with self._store.write() as connection:
            mine = self._of_letter(letter) & devices.c.revoked_at.is_(None)
            revoked = {"revoked_at": self._store.now()}
            ended = bool(connection.execute(update(devices).where(mine).values(revoked)).rowcount)
            ended |= self.cancel_approval(connection, letter)
        if ended:
            log(LogEvent.STATION_REVOKED, station=letter)
        return ended

    def allow_station(self, letter: str) -> bool:
        """Lets a stopped token work again, on both machines; False when it was not stopped."""
        with self._store.write() as connection:
            mine = self._of_letter(letter) & devices.c.stopped_at.is_not(None)
            row = connection.execute(select(devices).where(mine)).mappings().first()
            if row is None:
                return False
            known = {*(row["allowed_from"] or ()), *self._machines.boots(row["id"])}
            allowed = {"stopped_at": None, "allowed_from": sorted(known)}
            connection.execute(update(devices).where(mine).values(allowed))
        return True

    def unpair_tablet(self, tablet_id: str) -> bool:
        """Revokes a tablet and ends the session on it; False when it is not paired."""
        with self._store.write() as connection:
            mine = (devices.c.id == tablet_id) & (devices.c.kind == DeviceKind.TABLET.value)
            mine &= (devices.c.site_id == self._store.site_id) & devices.c.revoked_at.is_(None)
            revoked = {"revoked_at": self._store.now()}
            if not connection.execute(update(devices).where(mine).values(revoked)).rowcount:
                return False
            connection.execute(delete(sessions).where(sessions.c.device_id == tablet_id))
        log(LogEvent.TABLET_UNPAIRED, tablet=tablet_id)
        return True

    def _of_letter(self, letter: str) -> ColumnElement[bool]:
        return (
            (devices.c.kind == DeviceKind.STATION.value)
            & (devices.c.letter == letter)
            & (devices.c.site_id == self._store.site_id)
        )

    def _add(self, connection: Connection, kind: DeviceKind, token: str, **more: Any) -> str:
        device_id = str(uuid6.uuid7())
        connection.execute(
            insert(devices).values(
                id=device_id,
                site_id=self._store.site_id,
                kind=kind.value,
                token_hash=token_hash(token),
                made_at=self._store.now(),
                **more,
            )
        )
        return device_id

    def _find(self, connection: Connection, token: str, kind: DeviceKind) -> RowMapping | None:
        asked = {"token": token_hash(token), "kind": kind.value, "site": self._store.site_id}
        asked |= self._store.terms.moment()
        return connection.execute(_FOUND, asked).mappings().first()


def _caller(row: RowMapping | None, address: str) -> Caller | None:
    if row is None:
        return None
    return Caller(row["id"], row["letter"], address, row["stopped_at"] is not None)
