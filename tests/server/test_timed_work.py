"""A running server does by itself what is due: ends absences, deletes old pictures."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.types import ASGIApp, Message

from kiosk.server.app import create_app
from kiosk.server.home import Home
from kiosk.server.sites import Sites
from kiosk.server.store.tables import pictures, visits
from tests.doubles.stores import SQLITE
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.station_side import StationSide, jpeg

LIMIT_S = 120


async def run_until_due(app: ASGIApp, home: Home) -> None:
    """The life of an application without a socket: started, and ended once the work is done."""
    told: asyncio.Queue[Message] = asyncio.Queue()
    said: asyncio.Queue[Message] = asyncio.Queue()
    life = asyncio.ensure_future(app({"type": "lifespan"}, told.get, said.put))
    await told.put({"type": "lifespan.startup"})
    started = await asyncio.wait_for(said.get(), LIMIT_S)
    assert started["type"] == "lifespan.startup.complete", started
    with home.store.feed.listen() as hints:
        while not done(home):
            await asyncio.wait_for(hints.get(), LIMIT_S)
    await told.put({"type": "lifespan.shutdown"})
    await asyncio.wait_for(life, LIMIT_S)


def done(home: Home) -> bool:
    with home.store.read() as connection:
        ended = set(connection.scalars(select(visits.c.state))) == {"no_show"}
        gone = None not in set(connection.scalars(select(pictures.c.erased_at)))
    return ended and gone


@pytest.mark.parametrize("engine", [SQLITE], indirect=True)
def test_a_running_server_does_what_is_due(
    station: StationSide, maya: DeskClient, home: Home, clock: FakeClock, data: Path, pages: Path
) -> None:
    visit = station.arrives()
    station.shows(visit, jpeg())
    maya.call_next()
    maya.does("absent", visit)
    clock.passes(days=31)

    asyncio.run(run_until_due(create_app(Sites([home]), pages), home))

    assert done(home)
    files = [path for path in (data / "pictures").rglob("*") if path.is_file()]
    assert files == []
