"""What desks are sent: each visit encoded once when it changed, the rest once for all desks.

Only the member's own part is made for each. Bytes are put together, so that a long line costs a
desk little more than a short one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec
from msgspec import Raw

from kiosk.domain.site import Site
from kiosk.server.auth.members import Member
from kiosk.server.auth.view import MemberView
from kiosk.server.desk.view import SiteView, TopicView, VisitSights
from kiosk.server.queue.entries import Entry
from kiosk.server.queue.live_line import LineChanges
from kiosk.server.shared.site_state import SiteState
from kiosk.server.store.condition import Notice

_encode: Final = msgspec.json.encode


@dataclass(frozen=True, slots=True)
class Reader:
    """Which member reads, under which epoch and after which number, and what they see to.

    `epoch` empty: everything is wanted.
    """

    member: Member
    epoch: str = ""
    after: int = 0
    notices: Sequence[Notice] = ()


@dataclass(slots=True)
class _Shared:
    """What all desks are sent of one state: bytes, made when the first of them asks."""

    state: SiteState
    around: bytes
    whole: bytes | None = None
    changes: dict[int, bytes] = field(default_factory=dict)
    """By the number after which they are told."""


class DeskStates:
    """Encoded states of one site's desks. Used on the loop alone."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._topics = {it.id: TopicView(it.id, it.name, it.icon) for it in site.topics}
        self._shared: _Shared | None = None
        self._encoded: dict[str, tuple[Entry, bytes]] = {}

    def answer(self, state: SiteState, reader: Reader) -> bytes:
        """What `reader` is sent: what changed since, or everything when that cannot be told."""
        if self._shared is None or self._shared.state is not state:
            self._shared = _Shared(state, self._around(state))
            if self._encoded.keys() - state.line.entries.keys():
                kept = state.line.entries
                self._encoded = {it: old for it, old in self._encoded.items() if it in kept}
        shared, member = self._shared, reader.member
        own = {
            "me": MemberView(member.id, member.name, member.role),
            "notices": reader.notices,
        }
        lists = self._changes(shared, reader) or self._whole(shared)
        # Each part is an object of its own; together they are one.
        return b"".join((shared.around[:-1], b",", lists[1:-1], b",", _encode(own)[1:]))

    def visit(self, state: SiteState, entry: Entry) -> Raw:
        """One visit, open or not."""
        return self._visit(entry, state, self._sights(state))

    def _around(self, state: SiteState) -> bytes:
        closes_at = self._site.closes_at(state.now)
        return _encode(
            {
                "epoch": state.line.epoch,
                "seq": state.line.seq,
                "now": state.now,
                "site": SiteView(
                    self._site.site_id,
                    self._site.name,
                    self._site.is_open(state.now),
                    closes_at.isoformat("minutes") if closes_at else None,
                    self._site.late_after_min,
                ),
                "next": next(iter(state.line.ahead), None),
                "stations": state.around.stations,
            }
        )

    def _whole(self, shared: _Shared) -> bytes:
        if shared.whole is None:
            state = shared.state
            sights = self._sights(state)
            shared.whole = _encode(
                {
                    name: [self._visit(entry, state, sights) for entry in entries]
                    for name, entries in state.line.lists.items()
                }
            )
        return shared.whole

    def _changes(self, shared: _Shared, reader: Reader) -> bytes | None:
        line, after = shared.state.line, reader.after
        if reader.epoch != line.epoch:
            return None
        if after not in shared.changes:
            found = line.since(reader.epoch, after)
            if found is None:
                return None
            shared.changes[after] = self._encoded_changes(shared.state, after, found)
        return shared.changes[after]

    def _encoded_changes(self, state: SiteState, after: int, found: LineChanges) -> bytes:
        sights = self._sights(state)
        told = {entry.visit.id for _, _, entry in found.changed}
        # Why a picture is not here changes by itself, so its visit is told each time.
        pending = (
            (name, place, entry)
            for name, entries in state.line.lists.items()
            for place, entry in enumerate(entries)
            if entry.pictures and _is_pending(entry) and entry.visit.id not in told
        )
        return _encode(
            {
                "after": after,
                "changed": [
                    {"list": name, "place": place, "visit": self._visit(entry, state, sights)}
                    for name, place, entry in _by_place((*found.changed, *pending))
                ],
                "ended": found.ended,
            }
        )

    def _sights(self, state: SiteState) -> VisitSights:
        return VisitSights(self._topics, state.around.stations, state.now)

    def _visit(self, entry: Entry, state: SiteState, sights: VisitSights) -> Raw:
        visit_id = entry.visit.id
        known = self._encoded.get(visit_id)
        if known is not None and known[0] is entry:
            encoded = known[1]
        else:
            encoded = _encode(sights.shown(entry))
            if not _is_pending(entry) and state.line.entries.get(visit_id) is entry:
                self._encoded[visit_id] = (entry, encoded)
        return Raw(b'{"waited_s":%d,' % entry.visit.waited_s(state.now) + encoded[1:])


def _is_pending(entry: Entry) -> bool:
    """Whether a picture is still to come."""
    return any(not picture.here for picture in entry.pictures)


def _by_place(
    changed: Iterable[tuple[str, int, Entry]],
) -> Sequence[tuple[str, int, Entry]]:
    """In each list the first place first, as they are put in."""
    return sorted(changed, key=lambda one: one[:2])
