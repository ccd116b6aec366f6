"""Owns the tokens of devices: stations, paired tablets, and the codes that pair them.

Keeps hashes only: whoever reads the store cannot speak as a device.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from enum import StrEnum
from typing import Final

import uuid6
from sqlalchemy import Connection, RowMapping, delete, insert, select

from kiosk.clock import Clock
from kiosk.domain.site import Site
from kiosk.server.database import ServerDatabase
from kiosk.server.ledger import token_hash
from kiosk.server.tables import devices

_SECRET_BYTES: Final = 32


class DeviceKind(StrEnum):
    """What a token stands for."""

    STATION = "station"
    TABLET = "tablet"
    PAIRING = "pairing"


class Devices:
    """Stations and tablets of one site."""

    def __init__(self, database: ServerDatabase, site: Site, clock: Clock) -> None:
        self._database = database
        self._site = site
        self._clock = clock

    def pair_station(self, letter: str) -> str:
        """A new token for the station with that letter; earlier ones stop working."""
        token = f"wk1.{self._site.site_id}.{letter}.{secrets.token_urlsafe(_SECRET_BYTES)}"
        with self._database.write() as connection:
            mine = (devices.c.kind == DeviceKind.STATION) & (devices.c.letter == letter)
            connection.execute(delete(devices).where(mine, devices.c.site_id == self._site.site_id))
            self._add(connection, DeviceKind.STATION, token, letter=letter)
        return token

    def pairing_code(self, lasts: timedelta) -> str:
        """A code that pairs tablets until it expires."""
        code = secrets.token_urlsafe(_SECRET_BYTES)
        with self._database.write() as connection:
            self._add(connection, DeviceKind.PAIRING, code, lasts=lasts)
        return code

    def pair_tablet(self, code: str) -> str | None:
        """A tablet's token for a valid code, None for any other."""
        with self._database.read() as connection:
            # Anybody may ask: a guess must not take the lock that calls wait for.
            if self._find(connection, code, DeviceKind.PAIRING) is None:
                return None
        token = secrets.token_urlsafe(_SECRET_BYTES)
        with self._database.write() as connection:
            self._add(connection, DeviceKind.TABLET, token)
        return token

    def station(self, token: str) -> str | None:
        """The letter of the station with this token, None when it is not known."""
        with self._database.read() as connection:
            row = self._find(connection, token, DeviceKind.STATION)
            return str(row["letter"]) if row else None

    def tablet(self, token: str) -> str | None:
        """The id of the tablet with this token, None when it is not paired."""
        with self._database.read() as connection:
            row = self._find(connection, token, DeviceKind.TABLET)
            return str(row["id"]) if row else None

    def _add(
        self,
        connection: Connection,
        kind: DeviceKind,
        token: str,
        *,
        letter: str | None = None,
        lasts: timedelta | None = None,
    ) -> None:
        now = self._clock.now()
        connection.execute(
            insert(devices).values(
                id=str(uuid6.uuid7()),
                site_id=self._site.site_id,
                kind=kind.value,
                letter=letter,
                token_hash=token_hash(token),
                made_at=now,
                expires_at=now + lasts if lasts else None,
            )
        )

    def _find(self, connection: Connection, token: str, kind: DeviceKind) -> RowMapping | None:
        query = (
            select(devices)
            .where(devices.c.token_hash == token_hash(token), devices.c.kind == kind.value)
            .where(devices.c.site_id == self._site.site_id)
            .where(devices.c.expires_at.is_(None) | (devices.c.expires_at > self._clock.now()))
        )
        return connection.execute(query).mappings().first()
