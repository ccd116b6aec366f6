"""Hints to visitors' phones: to each only when its own visit looks different, and with the visit.

After a change the line is looked at once for all phones. They are hinted a few at a time, so that
what members send meanwhile is answered in between.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

import msgspec
from msgspec.structs import replace
from sqlalchemy.exc import DBAPIError

from kiosk.domain.site import Site
from kiosk.faults import StoreFault
from kiosk.server.http.sse import BEAT_S, hint, state_event
from kiosk.server.phone.view import PhoneView, phone_view
from kiosk.server.shared.readings import SharedReadings
from kiosk.server.shared.site_state import SiteState
from kiosk.server.store.changes import ChangeFeed, Side

AT_ONCE: Final = 10
"""How many phones are hinted before others have their turn."""


@dataclass(slots=True, eq=False)
class Watch:
    """One phone's stream: whose visit, and how that looked when the phone last heard of it."""

    phone_hash: bytes
    looked: PhoneView | None

    async def tell(self, seq: int) -> bytes:
        """The visit with its hint; the hint alone once it has ended, the page asks then."""
        if self.looked is None:
            return hint("visit", seq)
        return state_event(_encoded(self.looked)) + hint("visit", seq)


class PhoneHints:
    """The phones that listen to one site. Used on the loop alone."""

    def __init__(self, feed: ChangeFeed, site: Site, readings: SharedReadings) -> None:
        self._feed = feed
        self._site = site
        self._readings = readings
        self._watches: dict[asyncio.Queue[int], Watch] = {}
        self._following: asyncio.Task[None] | None = None

    @contextmanager
    def listen(self, watch: Watch) -> Iterator[asyncio.Queue[int]]:
        """A queue of hints that the watched visit looks different."""
        with self._feed.listen(Side.PHONE, watch.phone_hash.hex()) as queue:
            self._watches[queue] = watch
            if self._following is None or self._following.done():
                self._following = asyncio.create_task(self._follow())
            try:
                yield queue
            finally:
                del self._watches[queue]
                if not self._watches and self._following is not None:
                    self._following.cancel()
                    self._following = None

    def looks(self, state: SiteState, phone_hash: bytes) -> PhoneView | None:
        """How a phone's visit looks; None when it has ended or nobody knows it."""
        entry = state.line.by_phone.get(phone_hash)
        if entry is None or entry.visit.ended:
            return None
        return phone_view(self._site, state, entry)

    async def _follow(self) -> None:
        """Looks after each change, and at each beat: nobody is told when duty ends."""
        with self._feed.listen() as changes:
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(BEAT_S):
                        await changes.get()
                # A store that cannot be read now is looked at again with the next change or beat.
                with suppress(StoreFault, DBAPIError):
                    await self._look(await self._readings.now())

    async def _look(self, state: SiteState) -> None:
        hinted = 0
        for queue, watch in list(self._watches.items()):
            looks = self.looks(state, watch.phone_hash)
            if _same(looks, watch.looked):
                continue
            watch.looked = looks
            self._feed.hint(queue, state.line.seq)
            hinted += 1
            if hinted % AT_ONCE == 0:
                await asyncio.sleep(0)


def _same(one: PhoneView | None, other: PhoneView | None) -> bool:
    """Whether a visitor would see no difference; how far the site has come is not seen."""
    if one is None or other is None:
        return one is other
    return replace(one, seq=other.seq) == other


def _encoded(view: PhoneView) -> bytes:
    return msgspec.json.encode(view)
