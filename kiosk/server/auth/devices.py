"""Owns the tokens of devices: stations, paired tablets, and the codes that pair tablets.

Keeps hashes only: whoever reads the store cannot speak as a device. A token that was taken back
keeps its row, so that it can be told what the device may still hold.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

import uuid6
from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select, update

from kiosk.journal import LogEvent, log
from kiosk.server.auth.token_use import place_of, token_changes
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import devices, pairings, sessions
from kiosk.server.store.tokens import new_station_token, token_hash

_SECRET_BYTES: Final = 32


class DeviceKind(StrEnum):
    """What a token stands for."""

    STATION = "station"
    TABLET = "tablet"
    PAIRING = "pairing"


@dataclass(frozen=True, slots=True)
class Caller:
    """The station a token speaks for, and from where.

    `stopped`: the token was used from two places at once.
    """

    device_id: str
    letter: str
    address: str
    stopped: bool


class Devices:
    """Stations and tablets of one site."""

    def __init__(self, store: SiteStore) -> None:
        self._store = store

    def pair_station(self, letter: str, *, away_s: float = 0.0) -> str:
        """A new token for the station with that letter; earlier ones stop working.

        `away_s`: for how long it may have been out of touch, for all this store knows.
        """
        with self._store.write() as connection:
            self.forget_promise(connection, letter)
            return self.new_station(connection, letter, away_s)[1]

    def new_station(
        self, connection: Connection, letter: str, away_s: float = 0.0
    ) -> tuple[str, str]:
        """Id and token of the station with that letter from now on.

        What it could not deliver before counts as an absence, and `away_s` on top of that.
        """
        token = new_station_token(self._store.site_id, letter)
        before = connection.execute(select(devices).where(self._lettered(letter))).mappings()
        seen = [row["seen_at"] for row in before if row["seen_at"] is not None]
        if seen:
            away_s += (self._store.now() - max(seen)).total_seconds()
        connection.execute(delete(devices).where(self._lettered(letter)))
        kept = self._add(connection, DeviceKind.STATION, token, letter=letter, away_s=away_s)
        log(LogEvent.STATION_PAIRED, station=letter)
        return kept, token

    def forget_promise(self, connection: Connection, letter: str) -> bool:
        """No code approved for that letter brings a token any more; False when there was none."""
        mine = (pairings.c.site_id == self._store.site_id) & (pairings.c.letter == letter)
        return bool(connection.execute(delete(pairings).where(mine)).rowcount)

    def pairing_code(self, lasts: timedelta) -> str:
        """A code that pairs tablets until it expires."""
        code = secrets.token_urlsafe(_SECRET_BYTES)
        expires_at = self._store.now() + lasts
        with self._store.write() as connection:
            over = devices.c.expires_at <= self._store.now()
            connection.execute(delete(devices).where(over))
            self._add(connection, DeviceKind.PAIRING, code, expires_at=expires_at)
        return code

    def pair_tablet(self, code: str) -> str | None:
        """A tablet's token for a valid code, None for any other."""
        with self._store.read() as connection:
            # Anybody may ask: a guess must not take the lock that calls wait for.
            if self._find(connection, code, DeviceKind.PAIRING) is None:
                return None
        token = secrets.token_urlsafe(_SECRET_BYTES)
        with self._store.write() as connection:
            self._add(connection, DeviceKind.TABLET, token)
        return token

    def station(self, token: str, address: str = "") -> Caller | None:
        """Whose token this is, None when it is not known; notes that it was used from `address`."""
        place, now = place_of(address), self._store.now()
        with self._store.read() as connection:
            row = self._find(connection, token, DeviceKind.STATION)
        if row is None or not token_changes(row, place, now):
            return _caller(row, address)
        with self._store.write() as connection:
            row = self._find(connection, token, DeviceKind.STATION)
            news = token_changes(row, place, now) if row else {}
            if row is None or not news:
                return _caller(row, address)
            connection.execute(update(devices).where(devices.c.id == row["id"]).values(news))
        stopped = row["stopped_at"] is not None
        if "stopped_at" in news and not stopped:
            log(LogEvent.TOKEN_IN_TWO_PLACES, station=row["letter"])
        return Caller(row["id"], row["letter"], address, stopped or "stopped_at" in news)

    def speaks(self, connection: Connection, caller: Caller) -> bool:
        """Whether the caller's token still holds: it may have been taken back while it was heard.

        Ask inside the transaction that keeps what it said.
        """
        mine = (devices.c.id == caller.device_id) & devices.c.revoked_at.is_(None)
        still = select(devices.c.id).where(mine, devices.c.stopped_at.is_(None))
        return connection.scalar(still) is not None

    def tablet(self, token: str) -> str | None:
        """The id of the tablet with this token, None when it is not paired."""
        with self._store.read() as connection:
            row = self._find(connection, token, DeviceKind.TABLET)
            return str(row["id"]) if row else None

    def revoke_station(self, letter: str) -> bool:
        """Ends the token of that letter at once, or the promise of one; False if there is none."""
        with self._store.write() as connection:
            mine = self._lettered(letter) & devices.c.revoked_at.is_(None)
            revoked = {"revoked_at": self._store.now()}
            ended = bool(connection.execute(update(devices).where(mine).values(revoked)).rowcount)
            ended |= self.forget_promise(connection, letter)
        if ended:
            log(LogEvent.STATION_REVOKED, station=letter)
        return ended

    def allow_station(self, letter: str) -> bool:
        """A lead knows both places its token is used from; False when it was not stopped."""
        with self._store.write() as connection:
            mine = self._lettered(letter) & devices.c.stopped_at.is_not(None)
            row = connection.execute(select(devices).where(mine)).mappings().first()
            if row is None:
                return False
            known = {*(row["allowed_from"] or ()), row["seen_from"], row["also_from"]}
            allowed = {"stopped_at": None, "allowed_from": sorted(known)}
            connection.execute(update(devices).where(mine).values(allowed))
        return True

    def unpair_tablet(self, tablet_id: str) -> bool:
        """Ends a tablet's pairing and whoever is signed in there; False when it is not paired."""
        with self._store.write() as connection:
            mine = (devices.c.id == tablet_id) & (devices.c.kind == DeviceKind.TABLET.value)
            mine &= (devices.c.site_id == self._store.site_id) & devices.c.revoked_at.is_(None)
            revoked = {"revoked_at": self._store.now()}
            if not connection.execute(update(devices).where(mine).values(revoked)).rowcount:
                return False
            connection.execute(delete(sessions).where(sessions.c.device_id == tablet_id))
        log(LogEvent.TABLET_UNPAIRED, tablet=tablet_id)
        return True

    def _lettered(self, letter: str) -> ColumnElement[bool]:
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
        query = (
            select(devices)
            .where(devices.c.token_hash == token_hash(token), devices.c.kind == kind.value)
            .where(devices.c.site_id == self._store.site_id, devices.c.revoked_at.is_(None))
            .where(devices.c.expires_at.is_(None) | (devices.c.expires_at > self._store.now()))
        )
        return connection.execute(query).mappings().first()


def _caller(row: RowMapping | None, address: str) -> Caller | None:
    if row is None:
        return None
    return Caller(row["id"], row["letter"], address, row["stopped_at"] is not None)
