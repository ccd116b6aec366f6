"""What a kiosk's folder still holds for a server, read without opening it as a station."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

_WAITING = """
select e.site_id, e.origin, (
    select count(*) from outbox where set_aside_code is null
) + (
    select count(*) from photos
    where acknowledged_at is null and set_aside_code is null and erased_at is null
)
from events e order by e.rowid desc limit 1
"""


@dataclass(frozen=True, slots=True)
class Unsent:
    """`count` facts and pictures of the station with that letter at that site."""

    site: str
    letter: str
    count: int


def unsent_here(data: Path) -> Unsent | None:
    """What waits in `data`, and for which site; None when nothing does.

    None also for a store that cannot be read: opening it as a station will say why.
    """
    path = data / "station.db"
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as store:
            row = store.execute(_WAITING).fetchone()
    except sqlite3.Error:
        return None
    if row is None or not row[2]:
        return None
    return Unsent(row[0], str(row[1]).removeprefix("station:"), row[2])
