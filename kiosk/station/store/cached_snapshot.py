"""The snapshot for the first frame, read before the store is open. Never writes.

Uses the sqlite3 module only: the store's own library takes longer to load than the first frame
takes to paint.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from kiosk import wire
from kiosk.domain.snapshot import StationSnapshot

_HOME = "select state from home"
_REFUSED = "select 1 from refused"
_WAITING = (
    "select id from visits where state not in ('finished', 'no_show', 'left') and state = 'waiting'"
)
"""The first condition is redundant; it lets SQLite use the partial index."""


def cached_snapshot(data: Path) -> StationSnapshot | None:
    """What the open store would show at once; None where only opening it can tell."""
    path = data / "station.db"
    if not path.exists():
        return None
    try:
        with closing(sqlite3.connect(path, timeout=0)) as db:
            db.execute("pragma query_only = on")
            states = db.execute(_HOME).fetchall()
            refused = db.execute(_REFUSED).fetchone() is not None
            own = {visit for (visit,) in db.execute(_WAITING)}
        if refused or not states:
            return None
        home = wire.decode(bytes(states[0][0]), wire.State)
        site = wire.site_from_wire(home.site)
    except (sqlite3.Error, ValueError):
        return None
    waiting = len(home.line) + len(own - set(home.line))
    return StationSnapshot(site, waiting)
