"""Lists what the server refused, and offers it again, beside a running kiosk.

Opens the store for a moment and writes in one short transaction. Never reads a name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.faults import StoreFault

_BUSY_S: Final = 5.0
"""How long to wait for a running kiosk that is writing."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """An event or picture that the server refused.

    `kind` is the event's type, or Picture. `since` is by the station's own clock, None where it was
    not kept.
    """

    id: str
    number: str
    kind: str
    code: str
    detail: str
    since: str | None


def set_aside(path: Path) -> Sequence[SetAside]:
    """Everything that is set aside, in the order it was recorded, pictures last."""
    with _opened(path) as store:
        return [SetAside(*row) for row in store.execute(_LIST)]


def offer_again(path: Path, ids: Collection[str] | None) -> Sequence[str]:
    """Offers those with these ids again, all of them for None; the ids that were found.

    The running kiosk sends them within its idle pause and counts their tries from zero.
    """
    with _opened(path) as store, store:
        store.execute("begin immediate")
        wanted = [row[0] for row in store.execute(_IDS).fetchall() if ids is None or row[0] in ids]
        for found in wanted:
            for statement in _AGAIN:
                store.execute(statement, (found,))
        return wanted


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        uri = f"{path.absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_S)) as store:
            store.isolation_level = None
            store.execute("pragma synchronous = full")
            yield store
    except sqlite3.Error as fault:
        raise StoreFault(f"{path}: {fault}") from fault


_LIST: Final = """
select e.id, v.number, e.type, o.set_aside_code, coalesce(o.set_aside_detail, ''), o.set_aside_at
from outbox o join events e on e.id = o.event_id join visits v on v.id = e.visit_id
where o.set_aside_code is not null
union all
select p.photo, v.number, 'Picture', p.set_aside_code, '', p.set_aside_at
from photos p join visits v on v.id = p.visit_id
where p.set_aside_code is not null and p.erased_at is null
"""
_IDS: Final = """
select event_id from outbox where set_aside_code is not null
union select photo from photos where set_aside_code is not null and erased_at is null
"""
_AGAIN: Final = (
    """
    update outbox set set_aside_code = null, set_aside_detail = null, set_aside_at = null,
    failures = 0 where event_id = ?
    """,
    """
    update photos set set_aside_code = null, set_aside_at = null, failures = 0
    where photo = ? and erased_at is null
    """,
)
