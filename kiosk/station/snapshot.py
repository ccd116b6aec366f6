"""What the welcome screen may show, and the status that the server is told: both read here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from importlib.metadata import version

from msgspec import UNSET

from kiosk import wire
from kiosk.domain.site import Site
from kiosk.domain.snapshot import (
    Board,
    Link,
    NumberAtSeat,
    NumberCalled,
    StationSnapshot,
    link_with,
)
from kiosk.space import Level, Space
from kiosk.station.identity import StationIdentity
from kiosk.station.store.recovery import Condition, StoreRecovery

_SITE_NAME_UNTIL_TOLD = "Walk-up kiosk"
"""The name on the welcome screen of a station that has never had an answer from its server."""


class Snapshots:
    """The newest snapshot, and the listeners that are called when it changes.

    `read` and `refresh` run on the station thread, so that listeners get the changes in the order
    in which they came; the rest may be called from any thread.
    """

    def __init__(self, recovery: StoreRecovery, identity: StationIdentity) -> None:
        self._recovery = recovery
        self._identity = identity
        self._lock = threading.Lock()
        self._listeners: list[Callable[[StationSnapshot], None]] = []
        self._heard = False
        self._latest = recovery.reading(self.read)

    def latest(self) -> StationSnapshot:
        """The snapshot of the last refresh; returns at once."""
        with self._lock:
            return self._latest

    def on_change(self, listener: Callable[[StationSnapshot], None]) -> None:
        """Calls `listener` at each change, on the station thread."""
        self._listeners.append(listener)

    def note_state(self) -> None:
        """The server told the state of the site: what the store holds is not of an earlier run."""
        self._heard = True

    def read(self, link: Link = Link.OFFLINE) -> StationSnapshot:
        """The snapshot as the store has it; `link` as the last exchanges with the server say."""
        store = self._recovery.store
        home = store.visits.home()
        backlog = store.outbox.backlog()
        refused_s = store.token_refusal.lasted_s()
        line = home.line if home else ()
        unnamed = Site(self._identity.site_id, _SITE_NAME_UNTIL_TOLD)
        return StationSnapshot(
            site=wire.site_from_wire(home.site) if home else unnamed,
            people_waiting=len(line) + store.visits.count_waiting_not_in(line),
            board=_board(home) if home and self._is_current(link) else None,
            seated=tuple(
                NumberAtSeat(visit.number, visit.seat) for visit in store.visits.seated_since()
            ),
            link=link_with(link, backlog) if refused_s is None else Link.REFUSED,
            waiting_events=backlog.waiting,
            waiting_visits=backlog.visits,
            oldest_s=backlog.oldest_s,
            refused_s=None if refused_s is None else int(refused_s),
        )

    def _is_current(self, link: Link) -> bool:
        """Whether the state that the store holds is the server's of now."""
        return self._heard and link is Link.ONLINE

    def refresh(self, link: Link) -> None:
        """Reads the snapshot again and calls the listeners if it changed."""
        snapshot = self.read(link)
        with self._lock:
            changed = snapshot != self._latest
            self._latest = snapshot
        if changed:
            for listener in self._listeners:
                listener(snapshot)


def _board(home: wire.State) -> Board:
    return Board(
        tuple(NumberCalled(one.number, one.seat, one.member, one.call) for one in home.calls),
        tuple(NumberAtSeat(one.number, one.seat) for one in home.next),
        tuple(home.on_duty),
    )


def station_status(
    recovery: StoreRecovery, space: Space, camera: str, taken: Collection[str] = ()
) -> wire.StationStatus:
    """This station's status once the server has the events `taken`."""
    backlog = recovery.store.outbox.backlog(taken)
    return wire.StationStatus(
        waiting=backlog.waiting,
        oldest_s=backlog.oldest_s,
        set_aside=backlog.set_aside,
        camera=camera,
        store=_store_status(recovery.condition, space.level),
        version=version("walkup-kiosk"),
        visits=backlog.visits,
        mark=recovery.store.outbox.mark() or UNSET,
        refused_pictures=list(recovery.store.photos.refused(wire.MAX_REFUSED_PICTURES)),
    )


def _store_status(condition: Condition, level: Level) -> str:
    """A disk that fills comes before a restored store: somebody can still act on it."""
    if condition is Condition.WHOLE or level is not Level.OK:
        return level.value
    return Condition.RESTORED.value
