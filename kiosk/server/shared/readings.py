"""Readings of a site's state that many requests share: one is under way, and one may be next."""

from __future__ import annotations

import asyncio
from typing import Final

from anyio import CapacityLimiter, to_thread

from kiosk.server.shared.site_state import SharedState, SiteState

_AT_ONCE: Final = 1
"""A thread of its own: whatever else is busy, the state can be read."""


class SharedReadings:
    """The state of one site for requests on the loop; none of them blocks it.

    A reading serves everybody who asked before it began. Who asks while it is under way gets the
    next one: what they know may be newer than what it sees.
    """

    def __init__(self, state: SharedState) -> None:
        self._state = state
        self._under_way: asyncio.Task[SiteState] | None = None
        self._next: asyncio.Task[SiteState] | None = None
        self._limiter = CapacityLimiter(_AT_ONCE)

    async def now(self) -> SiteState:
        """The state at some moment after this was called."""
        if self._next is None:
            self._next = asyncio.create_task(self._read_after(self._under_way))
            self._next.add_done_callback(_look_at_fault)
        # A reader who hangs up must not end the reading of the others.
        return await asyncio.shield(self._next)

    async def _read_after(self, before: asyncio.Task[SiteState] | None) -> SiteState:
        if before is not None and not before.done():
            await asyncio.wait([before])
        self._under_way, self._next = self._next, None
        return await to_thread.run_sync(self._state.read, limiter=self._limiter)


def _look_at_fault(task: asyncio.Task[SiteState]) -> None:
    """Everybody who waited got the fault; when all have hung up, nobody has to hear of it."""
    if not task.cancelled():
        task.exception()
