"""What each station last reported of itself: one row for each station, the newest report.

Written with every push, read by desks and monitoring. The caller has checked the station's token.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection, bindparam, select

from kiosk import wire
from kiosk.domain.site import Site
from kiosk.server.auth.devices import Caller
from kiosk.server.store.dialect import upsert_rows
from kiosk.server.store.tables import station_status

LONGEST_BACKLOG_S: Final = 366 * 86_400.0
"""An older event than this is a broken clock's."""
_REPORTS: Final = (
    select(station_status)
    .where(station_status.c.site_id == bindparam("site"))
    .order_by(station_status.c.letter)
)

# Built once: every push saves one, and building it takes longer than executing it.
_SAVE: Final = upsert_rows(
    station_status,
    ("site_id", "letter"),
    ("seen_at", "address", "clock_ahead_s", "boot_id", "up_s", "status"),
)


@dataclass(frozen=True, slots=True)
class StationReport:
    """The last report of one station, at `seen_at` by the home's clock.

    `clock_ahead_s`: how far its clock was ahead of ours, negative when behind, 0 when it showed
    what cannot be. `status` None: the
    station is too old to report one. `boot_id` changes each time it starts; `up_s`: for how long
    it was up.
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
    """Stores what `caller` reports with `push`, received `now`; it replaces the report before."""
    report = {
        "site_id": site.site_id,
        "letter": caller.letter,
        "seen_at": now,
        "address": caller.address,
        "clock_ahead_s": (push.sent_at - now).total_seconds() if push.sent_at else 0.0,
        "boot_id": push.boot_id,
        "up_s": push.up_s,
        "status": msgspec.to_builtins(_shown(push.status)),
    }
    connection.execute(_SAVE, report)


def _shown(status: wire.StationStatus | None) -> wire.StationStatus | None:
    """The status without the station's mark, and without an age that no instant has."""
    if status is None:
        return None
    oldest_s = None if status.oldest_s is None else min(status.oldest_s, LONGEST_BACKLOG_S)
    return msgspec.structs.replace(status, mark=msgspec.UNSET, oldest_s=oldest_s)


def station_reports(connection: Connection, site: Site) -> Sequence[StationReport]:
    """The last report of every station of the site that ever pushed, by letter."""
    return [
        StationReport(
            letter=row["letter"],
            seen_at=row["seen_at"],
            address=row["address"],
            clock_ahead_s=row["clock_ahead_s"],
            status=msgspec.convert(row["status"], wire.StationStatus | None),
            boot_id=row["boot_id"],
            up_s=row["up_s"],
        )
        for row in connection.execute(_REPORTS, {"site": site.site_id}).mappings()
    ]
