"""The sites of this server: which one a request is for, by its token or its address."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.requests import HTTPConnection

from kiosk.server.home import Home
from kiosk.server.http.requests import bearer_token
from kiosk.server.store.tokens import site_of_token


class Sites:
    """The homes of this server by the id of their site."""

    def __init__(self, homes: Sequence[Home]) -> None:
        self._homes = {home.store.site_id: home for home in homes}

    def __iter__(self) -> Iterator[Home]:
        return iter(self._homes.values())

    def of_request(self, request: HTTPConnection) -> Home:
        """The home a request is for: a station's by its token, anybody else's by the address.

        A token that names no site of ours is refused by the home of the address.
        """
        by_token = self.of_token(bearer_token(request))
        return by_token or self.of_address(request.headers.get("host", ""))

    def of_token(self, token: str) -> Home | None:
        """The home of the site that a station's token names; None when it is not here."""
        site_id = site_of_token(token)
        return None if site_id is None else self._homes.get(site_id)

    def of_address(self, host: str) -> Home:
        """The home whose pages are at `host`: the only one, whatever name it is reached by."""
        [home] = self._homes.values()
        return home

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Every home does its timed work until the block ends."""
        async with AsyncExitStack() as stack:
            for home in self:
                await stack.enter_async_context(home.running())
            yield
