"""What stations are told that pull together: each its own, read once for all of them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from kiosk import wire
from kiosk.journal import LogEvent
from kiosk.server.auth.devices import Caller
from kiosk.server.home import Home, open_home
from kiosk.server.sync.pulls import Arrived, Pull, StationPulls
from kiosk.server.sync.station_state import StationCursor, station_states
from tests.conftest import ExpectLog
from tests.server.conftest import SITE, Prepared
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.happenings import happens
from tests.server.station_side import StationSide


def statements_of(pulls: StationPulls, callers: Sequence[Caller], seq: int) -> list[str]:
    """What the store is asked when all of them want their state."""
    asked: list[str] = []

    def note(*said: object) -> None:
        asked.append(str(said[2]).split(" IN ")[0])

    async def pull() -> list[bytes | None]:
        return await asyncio.gather(*(pulls.answer(caller, seq) for caller in callers))

    event.listen(Engine, "before_cursor_execute", note)
    answers = asyncio.run(pull())
    event.remove(Engine, "before_cursor_execute", note)
    assert None not in answers
    return asked


def test_two_that_wake_together_take_the_statements_of_one(
    home: Home, station: StationSide, prepared: Prepared
) -> None:
    callers = [caller for it in prepared.stations.values() if (caller := home.devices.station(it))]
    pulls = StationPulls(home.store, home.devices, home.state)
    seq = home.state.read().line.seq
    station.arrives()
    statements_of(pulls, callers, seq)
    of_one = statements_of(pulls, callers[:1], seq)

    assert len(callers) == 2
    assert statements_of(pulls, callers, seq) == of_one


@pytest.mark.parametrize("seed", range(3))
def test_what_the_line_in_memory_tells_is_what_the_store_tells(
    station: StationSide,
    maya: DeskClient,
    ben: DeskClient,
    home: Home,
    data: Path,
    clock: FakeClock,
    seed: int,
) -> None:
    """A home that was just opened has nothing in memory of what happened."""
    chance = random.Random(seed)
    home.state.read()
    for _ in range(25):
        happens(chance, station, maya, ben)
    seq = home.state.read().line.seq
    opened = open_home(SITE, data, clock)
    cursors = {StationCursor(letter, after) for letter in "BC" for after in range(seq + 2)}
    told = [read_states(each, cursors) for each in (home, opened)]
    opened.close()

    for cursor in cursors:
        assert told[0][cursor] == told[1][cursor], cursor
    assert any(len(state.visits) > 1 for state in told[0].values())


def read_states(home: Home, cursors: set[StationCursor]) -> dict[StationCursor, wire.State]:
    with home.store.read() as connection:
        state = home.state.read_by(connection)
        return dict(station_states(connection, SITE, state, cursors))


@pytest.mark.parametrize("how", ["unknown", "revoked", "stuck", "ahead"])
def test_a_pull_that_is_no_plain_one_is_looked_at_by_itself(
    home: Home, prepared: Prepared, expect_log: ExpectLog, how: str
) -> None:
    pulls = StationPulls(home.store, home.devices, home.state)
    token, epoch = prepared.stations["B"], home.store.epoch
    home.devices.station(token, "10.0.0.7")
    if how == "revoked":
        expect_log(LogEvent.STATION_REVOKED)
        home.devices.revoke_station("B")
    ways = (wire.WayTrouble("pictures", 90.0),) if how == "stuck" else ()
    after = 99 if how == "ahead" else 0
    pull = Pull("x" if how == "unknown" else token, "10.0.0.7", epoch, after, ways)
    plain = Pull(prepared.stations["C"], "", epoch, 0, ())
    home.devices.station(plain.token)

    async def both() -> list[Arrived | None]:
        return await asyncio.gather(*map(pulls.without_news, (pull, plain)))

    arrived, neighbour = asyncio.run(both())
    assert arrived is None
    assert neighbour is not None
    assert neighbour.caller.letter == "C"
