"""What leads should see to on the server, looked at once for all who read the same state."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool

from kiosk.server.shared.site_state import SiteState
from kiosk.server.store.condition import Condition, Notice


class SharedNotices:
    """The notices of one home. Used on the loop alone."""

    def __init__(self, condition: Condition) -> None:
        self._condition = condition
        self._of: SiteState | None = None
        self._look: asyncio.Future[Sequence[Notice]] | None = None

    async def of(self, state: SiteState) -> Sequence[Notice]:
        """The notices at the moment of `state` or a little later."""
        if self._look is None or self._of is not state:
            self._of = state
            self._look = asyncio.ensure_future(run_in_threadpool(self._condition.notices))
        return await asyncio.shield(self._look)
