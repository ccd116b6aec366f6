"""The data folder of a home: whether its store is whole and current, and what it lies on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from kiosk.clock import Clock
from kiosk.domain.site import Site
from kiosk.faults import StoreDamaged, StoreFault
from kiosk.finding import Finding
from kiosk.machine.files import DiskSpace
from kiosk.machine.folder_lock import is_in_use
from kiosk.server.auth.members import Member, Role
from kiosk.server.store.dialect import Backend
from kiosk.server.store.engine import SchemaAge, schema_age
from kiosk.server.store.known_time import Doubt, KnownTime
from kiosk.space import Needs

_SET_ASIDE: Final = ("moved-", "replaced-")
_RESTORE: Final = "stop the server and put the newest backup back: kiosk restore --replace"
_SCHEMA: Final = {
    SchemaAge.OLDER: "older than this program; a start of the server brings it up to date",
    SchemaAge.NEWER: "newer than this program: go on with the newer one, or restore a backup",
}
_DOUBT: Final = {
    Doubt.AHEAD: "ahead of the time known last",
    Doubt.BEHIND: "behind the time known last",
}


def examine_disk(room: DiskSpace, needs: Needs) -> Finding:
    """Room for pictures and visits, by the limits that the server itself goes by."""
    seen = f"{room.free // 1_000_000} of {room.total // 1_000_000} MB free"
    if needs.allow_pictures(room):
        return Finding("disk", well=True, seen=seen)
    if room.free < needs.visits_bytes:
        return Finding("disk", well=False, seen=f"{seen}: full, visits may be refused; make room")
    return Finding("disk", well=False, seen=f"{seen}: too little for pictures; make room")


def examine_set_aside(folder: Path) -> Iterator[Finding]:
    """Stores that a move or a restore left: they hold names, and no retention looks at them."""
    left = sorted(path.name for path in folder.glob("*-*") if path.name.startswith(_SET_ASIDE))
    if left:
        seen = f"{', '.join(left)} in {folder}: hold names; delete them once all works"
        yield Finding("set aside", well=False, seen=seen)


def examine_server(folder: Path) -> Finding:
    """Whether a server has the folder."""
    if is_in_use(folder):
        return Finding("server", well=True, seen=f"has {folder}")
    seen = f"none has {folder}: systemctl start walkup-kiosk-server"
    return Finding("server", well=False, seen=seen)


def examine_store(store: Backend) -> Iterator[Finding]:
    """Whether the store is there, whole and of this program's schema. Leaves it as it is."""
    try:
        if not store.is_made():
            seen = f"not there yet: kiosk serve --setup makes it in {store.place}"
            yield Finding("store", well=False, seen=seen)
            return
        revision = store.revision()
    except StoreDamaged:
        yield Finding("store", well=False, seen=f"damaged; {_RESTORE}")
        return
    except (StoreFault, OSError) as fault:
        account = "run this as the account of the server"
        yield Finding("store", well=False, seen=f"cannot be read ({fault}); {account}")
        return
    yield Finding("store", well=True, seen=f"whole, in {store.place}")
    age = schema_age(revision)
    current = age is SchemaAge.CURRENT
    yield Finding("schema", current, "current" if current else _SCHEMA[age])


def examine_clock(known_time: KnownTime, clock: Clock) -> Finding:
    """Whether the home believes the machine's clock, and who keeps it right."""
    doubt = known_time.doubt()
    if doubt is not None:
        seen = (
            f"{_DOUBT[doubt.reason]}; until it is confirmed nothing is deleted for its age: "
            "set it right, or if it is right, kiosk purge --clock-is-right"
        )
        return Finding("clock", well=False, seen=seen)
    if clock.is_synchronized():
        return Finding("clock", well=True, seen="believed; a time server keeps it")
    seen = "believed, but no time server keeps it: timedatectl set-ntp true"
    return Finding("clock", well=True, seen=seen)


def examine_team(members: Sequence[Member]) -> Finding:
    """Whether somebody may approve kiosks and pair tablets at a desk. Names nobody."""
    leads = sum(member.role == Role.LEAD.value for member in members)
    seen = f"{len(members)} members, {leads} of them leads"
    if leads:
        return Finding("team", well=True, seen=seen)
    how = "kiosk members add NAME --lead, or kiosk members role NAME lead"
    return Finding("team", well=False, seen=f"{seen}: nobody may pair devices at a desk: {how}")


def examine_backups(site: Site, made_at: datetime | None, now: datetime) -> Finding:
    """How old the newest backup is, against `backup_days`."""
    if site.backup_days == 0:
        return Finding("backups", well=True, seen="made by other means (backup_days = 0)")
    how = "kiosk backup to another disk; backup_days = 0 if another program makes them"
    if made_at is None:
        return Finding("backups", well=False, seen=f"none of this store yet: {how}")
    age = now - made_at
    if age > timedelta(days=site.backup_days):
        return Finding("backups", well=False, seen=f"newest {age.days} days old: {how}")
    return Finding("backups", well=True, seen=f"newest {age // timedelta(hours=1)} hours old")
