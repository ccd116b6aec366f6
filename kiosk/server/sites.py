"""The sites of this server: which one a request is for, by its token or its address.

A server with one site answers for it whatever name it is reached by; with several, each is found by
the names that its site.toml has.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.requests import HTTPConnection

from kiosk.server.home import Home
from kiosk.server.http.hosts import host_name
from kiosk.server.http.problems import Problem
from kiosk.server.http.requests import bearer_token
from kiosk.server.store.tokens import site_of_token


class Sites:
    """The homes of this server by the id of their site."""

    def __init__(self, homes: Sequence[Home]) -> None:
        self._homes = {home.store.site_id: home for home in homes}
        self._by_name = {name: home for home in homes for name in home.store.site.host_names}

    def __iter__(self) -> Iterator[Home]:
        return iter(self._homes.values())

    def of_request(self, request: HTTPConnection) -> Home:
        """The home a request is for: a station's by its token, anybody else's by the address.

        A token that names no site of ours is refused by the home of the address. Problem 421 when
        no site is there: the guard of hosts has let through a station.
        """
        home = self.of_token(bearer_token(request)) or self.of_address(
            request.headers.get("host", "")
        )
        if home is None:
            raise Problem(421, "unknown_host", "Ask by the address that a site has.")
        return home

    def of_token(self, token: str) -> Home | None:
        """The home of the site that a station's token names; None when it is not here."""
        site_id = site_of_token(token)
        return None if site_id is None else self._homes.get(site_id)

    def of_address(self, host: str) -> Home | None:
        """The home whose pages are at `host`; the only one, whatever it is called."""
        if len(self._homes) == 1:
            [home] = self._homes.values()
            return home
        return self._by_name.get(host_name(host))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Every home does its timed work until the block ends."""
        async with AsyncExitStack() as stack:
            for home in self:
                await stack.enter_async_context(home.running())
            yield
