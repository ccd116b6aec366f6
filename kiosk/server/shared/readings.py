"""Readings of a site's state that many requests share: one is under way, and one may be next."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Final

from kiosk.server.http.batched import Batched
from kiosk.server.shared.site_state import SharedState, SiteState

_NOW: Final = "now"


class SharedReadings:
    """The state of one site for requests on the loop; none of them blocks it.

    A reading serves everybody who asked before it began. Who asks while it is under way gets the
    next one: what they know may be newer than what it sees.
    """

    def __init__(self, state: SharedState) -> None:
        self._state = state
        self._batched = Batched(self._read)

    async def now(self) -> SiteState:
        """The state at some moment after this was called."""
        state = await self._batched.ask(_NOW)
        assert state is not None, "every reading reads it"
        return state

    def _read(self, _asked: Set[str]) -> Mapping[str, SiteState]:
        return {_NOW: self._state.read()}
