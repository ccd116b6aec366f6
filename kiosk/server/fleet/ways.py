"""The stuck ways between each station and this home, as the stations say and as the home sees.

A station tells of them with its status. While no push gets through, it tells with its pulls.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec
from msgspec import UNSET, Struct
from sqlalchemy import Connection, bindparam, select

from kiosk import wire
from kiosk.domain.site import Site
from kiosk.server.auth.devices import Caller
from kiosk.server.fleet.status import StationReport
from kiosk.server.store.dialect import upsert
from kiosk.server.store.tables import station_ways

NO_PUSH_AFTER: Final = timedelta(minutes=3)
"""A station pushes its status each minute: one that pulls, and did not push for so long, cannot."""
EVENTS: Final = "events"
PICTURES: Final = "pictures"
_TOLD: Final = select(station_ways).where(station_ways.c.site_id == bindparam("site"))


class StuckWay(Struct, frozen=True):
    """One stuck way of a station. `way`: events, pictures, state or hints.

    `status`: the HTTP status the station last got there, None when it got no answer or has not
    said; `by_home`: this home gave it, not something between.
    """

    way: str
    since: datetime
    status: int | None
    reason: str
    by_home: bool


class ToldWays(Struct, frozen=True):
    """What a station said of its ways with a pull, at `told_at` by the home's clock."""

    told_at: datetime
    ways: list[wire.WayTrouble]


def read_ways(header: str | None) -> list[wire.WayTrouble]:
    """The ways a pull's header names; one that cannot be read names none."""
    return list(wire.read_ways(header)) if header else []


def told_with_pulls(connection: Connection, site: Site) -> Mapping[str, ToldWays]:
    """What the stations of the site last said with a pull, by letter."""
    rows = connection.execute(_TOLD, {"site": site.site_id})
    return {
        row["letter"]: ToldWays(row["told_at"], msgspec.convert(row["ways"], list[wire.WayTrouble]))
        for row in rows.mappings()
    }


def is_news(told: Mapping[str, ToldWays], letter: str, ways: Sequence[wire.WayTrouble]) -> bool:
    """Whether a pull says something else than the last one did, how long it lasts left aside."""
    known = told.get(letter)
    return _without_length(ways) != _without_length(known.ways if known else ())


def save_ways(
    connection: Connection,
    site: Site,
    caller: Caller,
    ways: Sequence[wire.WayTrouble],
    now: datetime,
) -> None:
    """Stores what `caller` says with a pull; it replaces what it said before."""
    key = {"site_id": site.site_id, "letter": caller.letter}
    told = {"told_at": now, "ways": msgspec.to_builtins(list(ways))}
    connection.execute(upsert(station_ways, key, told))


def stuck_ways(
    report: StationReport | None, told: ToldWays | None, seen_at: datetime | None
) -> Sequence[StuckWay]:
    """The stuck ways of one station: the newest it said, and what its silence shows."""
    told_at, ways = _newest(report, told)
    stuck = [
        StuckWay(
            one.way, told_at - timedelta(seconds=one.for_s), one.status, one.reason, one.by_home
        )
        for one in ways
        if told_at is not None
    ]
    if any(one.way == EVENTS for one in stuck) or report is None or report.status is None:
        return stuck
    if seen_at is not None and seen_at - report.seen_at > NO_PUSH_AFTER:
        stuck.insert(0, StuckWay(EVENTS, report.seen_at, None, "", by_home=False))
    return stuck


def _newest(
    report: StationReport | None, told: ToldWays | None
) -> tuple[datetime | None, Sequence[wire.WayTrouble]]:
    pushed = report.status.ways if report and report.status else UNSET
    if report is not None and pushed is not UNSET and (not told or told.told_at < report.seen_at):
        return report.seen_at, pushed
    return (told.told_at, told.ways) if told else (None, ())


def _without_length(ways: Sequence[wire.WayTrouble]) -> Sequence[wire.WayTrouble]:
    return [msgspec.structs.replace(one, for_s=0.0) for one in ways]
