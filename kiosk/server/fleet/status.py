"""Owns what each station last said of itself, for desks to read. Never judges a token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from kiosk import wire
from kiosk.domain.site import Site
from kiosk.server.auth.devices import Caller
from kiosk.server.store.dialect import upsert
from kiosk.server.store.tables import station_status


@dataclass(frozen=True, slots=True)
class StationSeen:
    """A station as last heard of, by the home's clock.

    `clock_ahead_s`: how far its clock was ahead of ours, negative when behind. `status` None: it is
    older than statuses are. `boot_id` changes each time it starts; `up_s`: for how long it was up.
    """

    letter: str
    seen_at: datetime
    address: str
    clock_ahead_s: float
    status: wire.StationStatus | None
    boot_id: str | None = None
    up_s: float | None = None


def save_status(
    connection: Connection, site: Site, caller: Caller, push: wire.Push, now: datetime
) -> None:
    """Keeps that `caller` was heard now, and how it says it fares; the last word replaces all."""
    said = push.status
    words = {
        "seen_at": now,
        "address": caller.address,
        "clock_ahead_s": (push.sent_at - now).total_seconds(),
        "boot_id": push.boot_id,
        "up_s": push.up_s,
        "waiting": said.waiting if said else None,
        "oldest_s": said.oldest_s if said else None,
        "set_aside": said.set_aside if said else None,
        "camera": said.camera if said else None,
        "store": said.store if said else None,
        "version": said.version if said else None,
        "visits": said.visits if said else None,
    }
    key = {"site_id": site.site_id, "letter": caller.letter}
    connection.execute(upsert(station_status, key, words))


def stations_seen(connection: Connection, site: Site) -> Sequence[StationSeen]:
    """Every station of the site that was ever heard, by letter."""
    query = (
        select(station_status)
        .where(station_status.c.site_id == site.site_id)
        .order_by(station_status.c.letter)
    )
    return [
        StationSeen(
            row["letter"],
            row["seen_at"],
            row["address"],
            row["clock_ahead_s"],
            wire.StationStatus(*(row[name] for name in wire.StationStatus.__struct_fields__))
            if row["version"] is not None
            else None,
            row["boot_id"],
            row["up_s"],
        )
        for row in connection.execute(query).mappings()
    ]
