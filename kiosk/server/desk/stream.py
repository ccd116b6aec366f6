"""The stream of one desk: what changed comes with its hint, so that the page need not ask."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from kiosk.faults import StoreFault
from kiosk.server.http.problems import Problem
from kiosk.server.http.sse import hint, state_event
from kiosk.server.shared.site_state import SiteState

Answer = Callable[[str, int], Awaitable[tuple[SiteState, bytes]]]
"""The state now, and what a desk is sent that knows an epoch up to a number. Problem for a member
who may not see it any more."""


@dataclass(slots=True)
class DeskStream:
    """How far one desk was told: of `epoch`, up to the number `after`.

    The page may know more, having asked meanwhile: to put in what it has already changes nothing.
    """

    label: str
    answer: Answer
    epoch: str
    after: int

    async def tell(self, seq: int) -> bytes:
        """What changed since it was told last; the hint alone where the page must ask itself."""
        try:
            state, body = await self.answer(self.epoch, self.after)
        except (Problem, StoreFault, DBAPIError):
            # The page asks, and hears why it gets nothing.
            return hint(self.label, seq)
        reached = state.line.epoch, state.line.seq
        if reached == (self.epoch, self.after):
            return b""
        self.epoch, self.after = reached
        return state_event(body) + hint(self.label, state.line.seq)
