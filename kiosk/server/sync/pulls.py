"""The pulls of a site's stations, answered together: all of them wake with each change.

One reading serves all that ask at the same time. A pull that tells something new is looked at by
itself, in `sync.api`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from kiosk import wire
from kiosk.server.auth.devices import Caller, Devices
from kiosk.server.fleet.ways import is_news, told_with_pulls
from kiosk.server.http.batched import Batched
from kiosk.server.shared.site_state import SharedState
from kiosk.server.store.site_store import SiteStore
from kiosk.server.sync.cursor_ahead import reached
from kiosk.server.sync.station_state import StationCursor, station_states


@dataclass(frozen=True, slots=True)
class Pull:
    """What a station says as it pulls: its token and address, how far it has read, stuck ways."""

    token: str
    address: str
    epoch: str
    after: int
    ways: Sequence[wire.WayTrouble]


@dataclass(frozen=True, slots=True)
class Arrived:
    """The station that pulls, and the number that the site had reached then."""

    caller: Caller
    reached: int


@dataclass(frozen=True, slots=True)
class StationPulls:
    """The pulls of one site's stations. Used on the loop alone."""

    store: SiteStore
    devices: Devices
    state: SharedState
    _arrived: Batched[Pull, Arrived] = field(init=False)
    _answers: Batched[tuple[Caller, int], bytes] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_arrived", Batched(self._without_news))
        object.__setattr__(self, "_answers", Batched(self._states))

    async def without_news(self, pull: Pull) -> Arrived | None:
        """Who pulls; None when that is unknown, or there is something to write down."""
        return await self._arrived.ask(pull)

    async def answer(self, caller: Caller, after: int) -> bytes | None:
        """The encoded state; None when the station was revoked or stopped meanwhile."""
        return await self._answers.ask((caller, after))

    def _without_news(self, pulls: Set[Pull]) -> Mapping[Pull, Arrived]:
        with self.store.read() as connection:
            uses = {(pull.token, pull.address) for pull in pulls}
            callers = self.devices.unchanged(connection, uses)
            told = told_with_pulls(connection, self.store.site)
            head = reached(connection, self.store.site_id)
        found = {}
        for pull in pulls:
            caller = callers.get((pull.token, pull.address))
            is_ahead = pull.epoch == self.store.epoch and pull.after > head
            if caller and not is_ahead and not is_news(told, caller.letter, pull.ways):
                found[pull] = Arrived(caller, head)
        return found

    def _states(self, asked: Set[tuple[Caller, int]]) -> Mapping[tuple[Caller, int], bytes]:
        with self.store.read() as connection:
            state = self.state.read_by(connection)
            valid = self.devices.authorized(connection, {caller.device_id for caller, _ in asked})
            readers = {
                (caller, after): StationCursor(caller.letter, after)
                for caller, after in asked
                if caller.device_id in valid
            }
            states = station_states(connection, self.store.site, state, set(readers.values()))
        return {reader: wire.encode(states[cursor]) for reader, cursor in readers.items()}
