"""Three stations, a home and four tablets at work, while at random one of them is killed.

With a PostgreSQL the home has two processes, and each of them and the database is killed, too.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from math import inf
from pathlib import Path
from threading import Event

from tests.doubles.postgres import Cluster
from tests.doubles.stores import DatabaseStores
from tests.journeys.actors import until
from tests.server.child import Child
from tests.soak.figures import Course, Figures, figures
from tests.soak.processes import StationProcess
from tests.soak.tablets import CallingTablet

TABLETS = 4
WORKERS = 2
BETWEEN_KILLS_S = (0.1, 1.0)
DRAIN_LIMIT_S = 200.0
"""For the 20 cycles of the suite; more cycles leave more to send, and get as much more time."""
USUAL_CYCLES = 20
TOLD_EVERY = 100


def soak(
    folder: Path,
    cycles: int,
    chance: random.Random,
    longest_s: float = inf,
    cluster: Cluster | None = None,
) -> Figures:
    """So many kills, fewer if time is up, then everything may arrive; what came of it."""
    home = Child(folder)
    if cluster is not None:
        home.stores = DatabaseStores(cluster, {})
        home.workers = WORKERS
    home.prepare()
    stations = [
        StationProcess(folder / letter, token, home.url) for letter, token in home.stations.items()
    ]
    everybody = _everybody(home, stations, cluster)
    stopped, killed = Event(), Counter[str]()
    with ExitStack() as running:
        home.start()
        running.callback(home.kill)
        tablets = [CallingTablet(home, stopped) for _ in range(TABLETS)]
        for station in stations:
            station.start()
            running.callback(station.kill)
        for tablet in tablets:
            tablet.start()
            running.callback(tablet.join)
        running.callback(stopped.set)
        ends = time.perf_counter() + longest_s
        while killed.total() < cycles and time.perf_counter() < ends:
            Event().wait(chance.uniform(*BETWEEN_KILLS_S))
            who, kill_and_start = chance.choice(everybody)
            kill_and_start()
            killed[who] += 1
            if killed.total() % TOLD_EVERY == 0:
                sys.stderr.write(f"{killed.total()} killed\n")
        # However few were killed in the time there was: there is something to lose.
        until(lambda: any(tablet.calls for tablet in tablets), "a call", DRAIN_LIMIT_S)
        since = time.perf_counter()
        for station in stations:
            station.take_nobody()
        limit_s = DRAIN_LIMIT_S * max(1.0, killed.total() / USUAL_CYCLES)
        until(lambda: not any(station.waiting() for station in stations), "rest", limit_s)
        course = Course(killed, time.perf_counter() - since)
    return figures(course, home, stations, tablets)


def _everybody(
    home: Child, stations: Sequence[StationProcess], cluster: Cluster | None
) -> list[tuple[str, Callable[[], None]]]:
    """Who may be killed, and what does it: it is started again at once."""
    everybody: list[tuple[str, Callable[[], None]]] = [("home", partial(_again, home))]
    everybody += [("station", partial(_again, station)) for station in stations]
    if cluster is not None:
        everybody += [("worker", home.kill_a_worker)] * WORKERS
        everybody.append(("database", partial(_again, cluster)))
    return everybody


def _again(victim: Child | StationProcess | Cluster) -> None:
    victim.kill()
    victim.start()
