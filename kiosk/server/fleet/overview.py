"""Overview of the site's devices: each letter with its kiosk, each paired tablet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, RowMapping, bindparam, select

from kiosk import wire
from kiosk.domain.site import LETTERS, Site
from kiosk.server.auth.devices import DeviceKind
from kiosk.server.fleet.seats import seats_by_letter
from kiosk.server.fleet.status import StationReport, station_reports
from kiosk.server.fleet.ways import StuckWay, ToldWays, stuck_ways, told_with_pulls
from kiosk.server.store.tables import devices, members, sessions
from kiosk.server.store.terms import Terms

_OF_KIND: Final = (
    select(devices)
    .where(devices.c.site_id == bindparam("site"), devices.c.kind == bindparam("kind"))
    .order_by(devices.c.made_at)
)


class LetterState(StrEnum):
    """State of a letter: no kiosk has it, one has, or the token of that one is stopped or revoked.

    A token is stopped once two machines use it.
    """

    FREE = "free"
    PAIRED = "paired"
    STOPPED = "stopped"
    REVOKED = "revoked"


class StationRow(Struct, frozen=True):
    """One letter and its kiosk. `seen_from`, `also_from`: network places, None when never seen.

    `status` is what the kiosk last reported of itself, at `told_at`: one that still reads the
    site's state may have reported nothing for long. `ways`: those between it and us that are stuck.
    """

    letter: str
    seats: Sequence[int]
    standing: LetterState
    seen_at: datetime | None
    seen_from: str | None
    also_from: str | None
    revoked_at: datetime | None
    status: wire.StationStatus | None = None
    told_at: datetime | None = None
    ways: Sequence[StuckWay] = ()


class TabletRow(Struct, frozen=True):
    """One paired tablet, and the name of the member signed in there.

    `seen_at`: when a desk was last open on it, None when nobody's session there is known any more.
    `here`: the tablet that asks.
    """

    id: str
    paired_at: datetime
    member: str | None
    seen_at: datetime | None = None
    here: bool = False


class Fleet(Struct, frozen=True):
    """All devices of the site. `free`: letters that no kiosk ever had."""

    stations: Sequence[StationRow]
    tablets: Sequence[TabletRow]
    free: Sequence[str]


def fleet_overview(
    connection: Connection, site: Site, terms: Terms, here: str | None = None
) -> Fleet:
    """All devices of `site`, as the tablet with the id `here` shows them."""
    rows = station_rows(connection, site)
    letters = [row.letter for row in rows]
    return Fleet(
        stations=rows,
        tablets=_tablets(connection, site, terms, here),
        free=[letter for letter in LETTERS if letter not in letters],
    )


def station_rows(connection: Connection, site: Site) -> Sequence[StationRow]:
    """All letters that have seats, or that a kiosk has or had."""
    seats = seats_by_letter(connection, site)
    rows = {row["letter"]: row for row in _devices(connection, site, DeviceKind.STATION)}
    reports = {report.letter: report for report in station_reports(connection, site)}
    told = told_with_pulls(connection, site)
    return [
        _station(
            letter,
            seats.get(letter, ()),
            rows.get(letter),
            reports.get(letter),
            told.get(letter),
        )
        for letter in sorted({*seats, *rows})
    ]


def _station(
    letter: str,
    seats: Sequence[int],
    row: RowMapping | None,
    report: StationReport | None,
    told: ToldWays | None,
) -> StationRow:
    if row is None:
        return StationRow(letter, seats, LetterState.FREE, None, None, None, None)
    return StationRow(
        letter=letter,
        seats=seats,
        standing=_state_of(row),
        seen_at=row["seen_at"],
        seen_from=row["seen_from"],
        also_from=row["also_from"],
        revoked_at=row["revoked_at"],
        status=report.status if report else None,
        told_at=report.seen_at if report else None,
        ways=stuck_ways(report, told, row["seen_at"]) if row["revoked_at"] is None else (),
    )


def _state_of(row: RowMapping) -> LetterState:
    if row["revoked_at"] is not None:
        return LetterState.REVOKED
    return LetterState.STOPPED if row["stopped_at"] is not None else LetterState.PAIRED


def _tablets(
    connection: Connection, site: Site, terms: Terms, here: str | None
) -> Sequence[TabletRow]:
    names = _signed_in(connection, terms)
    seen = _last_seen(connection)
    return [
        TabletRow(
            row["id"],
            row["made_at"],
            names.get(row["id"]),
            seen_at=seen.get(row["id"]),
            here=row["id"] == here,
        )
        for row in _devices(connection, site, DeviceKind.TABLET)
        if row["revoked_at"] is None
    ]


def _signed_in(connection: Connection, terms: Terms) -> Mapping[str, str]:
    query = (
        select(sessions.c.device_id, members.c.name)
        .join(members, members.c.id == sessions.c.member_id)
        .where(terms.runs(sessions))
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _last_seen(connection: Connection) -> Mapping[str, datetime]:
    """When the desk on each tablet was last heard from, as far as sessions are still kept."""
    query = select(sessions.c.device_id, sessions.c.seen_at, sessions.c.made_at)
    seen: dict[str, datetime] = {}
    for tablet_id, seen_at, made_at in connection.execute(query):
        at = seen_at or made_at
        seen[tablet_id] = max(at, seen.get(tablet_id, at))
    return seen


def _devices(connection: Connection, site: Site, kind: DeviceKind) -> Sequence[RowMapping]:
    asked = {"site": site.site_id, "kind": kind.value}
    return connection.execute(_OF_KIND, asked).mappings().all()
