"""The benches of the server's store: what a fact costs, and what a long history adds."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import structlog
import uuid6

from kiosk import wire
from kiosk.domain.events import Outcome, VisitFinished
from kiosk.server.auth.members import Member, Role
from kiosk.server.desk.states import DeskStates, Reader
from kiosk.server.home import Home
from kiosk.server.queue.acts import ActRequest
from kiosk.server.sync.station_state import StationCursor, station_states
from tests.bench.figures import Figure, median
from tests.bench.stores import (
    SITE,
    RawDatabase,
    RawStore,
    arrival,
    bench_home,
    plant_history,
    rows_between,
    take,
)
from tests.doubles.postgres import cluster_running

PUSHES = {1: 400, 10: 200, 100: 40}
"""How many pushes of each size."""
HISTORY = 200_000
ROUNDS = 200
_WAITING = 20
_US_A_S = 1e6


def store(work: Path) -> list[Figure]:
    """Check-ins through the real ingest, against the bare driver writing the same rows."""
    _be_quiet()
    home = bench_home(work / "home")
    figures = _pushes(home, RawStore(home, work / "raw"), "SQLite")
    with cluster_running(durable=True) as cluster:
        ours, bare = cluster.url(cluster.make()), cluster.url(cluster.make())
        home = bench_home(work / "pictures", ours)
        return [*figures, *_pushes(home, RawDatabase(bare), "PostgreSQL")]


def _pushes(home: Home, raw: RawStore | RawDatabase, engine: str) -> list[Figure]:
    """Pushes of each size to both, in turns; both are closed."""
    figures, number = [], 0
    for batch, pushes in PUSHES.items():
        ours, floor = [], []
        for _ in range(pushes):
            first, number = number + 1, number + batch
            facts = [arrival(count) for count in range(first, number + 1)]
            ours.append(_us(partial(take, home, facts)) / batch)
            rows = rows_between(home, first, number)
            floor.append(_us(partial(raw.write, rows, number)) / batch)
        aim = 2.0 if batch == max(PUSHES) else None
        what = f"{engine}: a check-in on disk, pushes of {batch}"
        figures.append(Figure("store", what, median(ours), "µs", median(floor), aim, True))
    raw.close()
    home.close()
    return figures


def history(work: Path) -> list[Figure]:
    """The same acts with a long history behind them and with none, in turns."""
    _be_quiet()
    old, new = _Day(bench_home(work / "old"), HISTORY), _Day(bench_home(work / "new"), 0)
    for _ in range(ROUNDS):
        old.round()
        new.round()
    figures = [
        Figure("history", what, median(spent), "µs", median(new.spent[what]), 1.1, True)
        for what, spent in old.spent.items()
    ]
    old.home.close()
    new.home.close()
    return figures


class _Day:
    """A busy day at a home: each round somebody comes, somebody is called and helped."""

    def __init__(self, home: Home, visits: int) -> None:
        self.home = home
        added = home.members.add("Maya", Role.LEAD)
        assert added is not None
        self._member: Member = added[0]
        self._states = DeskStates(SITE)
        self._count = 0
        if visits:
            plant_history(home, visits)
        for _ in range(_WAITING):
            self._check_in()
        self.spent: Mapping[str, list[float]] = {
            "a check-in on disk": [],
            "call next": [],
            "a station's pull": [],
            "a desk's state": [],
        }

    def round(self) -> None:
        """Each act once, timed."""
        acts = (self._check_in, self._call_next, self._pull, self._look)
        for act, spent in zip(acts, self.spent.values(), strict=True):
            spent.append(_us(act))
        finish = VisitFinished(self._member.id, Outcome.FIXED)
        self.home.acts.act(self._called, finish, self._request())

    def _check_in(self) -> None:
        self._count += 1
        self._seq = take(self.home, [arrival(self._count)])

    def _call_next(self) -> None:
        visit_id = self.home.acts.call_next(self._request()).visit_id
        assert visit_id is not None
        self._called = visit_id

    def _pull(self) -> None:
        reader = StationCursor("B", self._seq - 1)
        with self.home.store.read() as connection:
            state = self.home.state.read_by(connection)
            states = station_states(connection, SITE, state, {reader})
        assert wire.encode(states[reader])

    def _look(self) -> None:
        assert self._states.answer(self.home.state.read(), Reader(self._member))

    def _request(self) -> ActRequest:
        return ActRequest(str(uuid6.uuid7()), self._member.id)


def _be_quiet() -> None:
    """A line a push would be measured with it."""
    quiet = structlog.make_filtering_bound_logger(logging.WARNING)
    structlog.configure(wrapper_class=quiet, cache_logger_on_first_use=False)


def _us(work: Callable[[], object]) -> float:
    since = time.perf_counter()
    work()
    return (time.perf_counter() - since) * _US_A_S
