"""The line of a site in memory: a copy of its open visits, brought in step with the store by `seq`.

The number in the store is the truth, and every reading begins with it; only what changed since the
copy was made is loaded. Whatever is shown of a visit changes with that number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Final

from sqlalchemy import Connection, bindparam, select, text

from kiosk.domain.visit import WITH_MEMBER, VisitState
from kiosk.server.queue.entries import Entry, load_entries, load_open_entries
from kiosk.server.queue.line import Line
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import OPEN_STATES, events, sites, visits

FARTHEST_STEP: Final = 500
"""A copy that is further behind is made anew."""
ENDED_KEPT: Final = 500
"""How many visits that ended lately are kept, so that readers hear of their end."""
# Built once: building them takes longer than executing them.
_SEQ: Final = select(sites.c.seq).where(sites.c.site_id == bindparam("site"))
_TOLD: Final = select(events.c.about_id).where(
    events.c.site_id == bindparam("site"),
    events.c.seq > bindparam("after"),
    events.c.about_kind == "visit",
)
_NOTED: Final = select(visits.c.id).where(
    visits.c.site_id == bindparam("site"),
    # As literal text: with bound values SQLite does not see that its partial index fits.
    text(OPEN_STATES),
    visits.c.seq > bindparam("after"),
)
_CHANGED: Final = _TOLD.union(_NOTED)


@dataclass(frozen=True)
class LineChanges:
    """What became of a line since a reader's number: who changed, with their list, and who ended.

    Whoever did not change keeps their place among those who did not either.
    """

    changed: Sequence[tuple[str, int, Entry]]
    """List, place in it, and entry; by place."""
    ended: Sequence[str]


@dataclass(frozen=True)
class LineAt:
    """The line as it was at `seq`. Nothing of it ever changes.

    `entries` are in joining order. `ended` holds visits that ended lately, all of those whose end
    is later than `complete_since`.
    """

    epoch: str
    seq: int
    entries: Mapping[str, Entry]
    complete_since: int
    ended: Mapping[str, Entry] = field(default_factory=dict)

    @cached_property
    def line(self) -> Line:
        """Calling order and people ahead."""
        return Line([entry.visit for entry in self.entries.values()])

    @cached_property
    def ahead(self) -> Mapping[str, int]:
        """The people ahead of each visit that waits, in calling order."""
        return {place.visit.id: place.people_ahead for place in self.line.places}

    @cached_property
    def lists(self) -> Mapping[str, Sequence[Entry]]:
        """The entries as desks list them: `waiting` in calling order, the rest as they joined."""
        entries = self.entries.values()
        return {
            "waiting": [self.entries[visit_id] for visit_id in self.ahead],
            "held": [it for it in entries if it.visit.state is VisitState.HELD],
            "open": [it for it in entries if it.visit.state in WITH_MEMBER],
        }

    @cached_property
    def by_phone(self) -> Mapping[bytes, Entry]:
        """The entries by the hash of the secret that opens the visitor's page."""
        both = (*self.ended.values(), *self.entries.values())
        return {entry.phone_hash: entry for entry in both if entry.phone_hash is not None}

    def find(self, visit_id: str) -> Entry | None:
        """The entry of a visit that is open, or ended lately."""
        return self.entries.get(visit_id) or self.ended.get(visit_id)

    def since(self, epoch: str, seq: int) -> LineChanges | None:
        """What changed after `seq`; None when that cannot be told, and all must be read."""
        if epoch != self.epoch or not self.complete_since <= seq <= self.seq:
            return None
        changed = [
            (name, place, entry)
            for name, entries in self.lists.items()
            for place, entry in enumerate(entries)
            if entry.seq > seq
        ]
        return LineChanges(changed, [it for it, entry in self.ended.items() if entry.seq > seq])


class LiveLine:
    """The copy of one site's line. Any thread may read it."""

    def __init__(self, store: SiteStore) -> None:
        self._store = store
        self._lock = Lock()
        self._line: LineAt | None = None

    def read(self, connection: Connection) -> LineAt:
        """The line as this transaction sees it; make it the first thing a transaction reads.

        One that began before the copy was made pays for a copy of its own.
        """
        with self._lock:
            epoch = self._store.epoch
            seq = connection.scalar(_SEQ, {"site": self._store.site_id}) or 0
            line = self._line
            if line is None or line.epoch != epoch or not 0 <= seq - line.seq <= FARTHEST_STEP:
                self._line = _whole(connection, self._store.site_id, epoch, seq)
            elif seq != line.seq:
                self._line = _stepped(connection, self._store.site_id, line, seq)
            assert self._line is not None
            return self._line


def _whole(connection: Connection, site_id: str, epoch: str, seq: int) -> LineAt:
    return LineAt(epoch, seq, _in_order(load_open_entries(connection, site_id)), seq)


def _stepped(connection: Connection, site_id: str, line: LineAt, seq: int) -> LineAt:
    """The line with those loaded again that changed."""
    entries, ended = dict(line.entries), dict(line.ended)
    for visit_id, entry in load_entries(connection, _changed(connection, site_id, line)).items():
        entries.pop(visit_id, None)
        ended.pop(visit_id, None)
        (ended if entry.visit.ended else entries)[visit_id] = entry
    complete_since = line.complete_since
    for visit_id in list(ended)[: max(0, len(ended) - ENDED_KEPT)]:
        complete_since = max(complete_since, ended.pop(visit_id).seq)
    return LineAt(line.epoch, seq, _in_order(entries), complete_since, ended)


def _changed(connection: Connection, site_id: str, line: LineAt) -> Sequence[str]:
    """The visits that events told of since, and the open ones that changed without an event."""
    return list(connection.scalars(_CHANGED, {"site": site_id, "after": line.seq}))


def _in_order(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """By joining, then by number."""
    by_joining = sorted(
        entries.items(), key=lambda item: (item[1].visit.joined_at, item[1].visit.number, item[0])
    )
    return dict(by_joining)
